"""A shared room's screen: opened by a short code that is typed there, once."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.bodies import Body
from app.api.deps import From, Spoken, Wired
from app.api.links import address_of, page, to_live_page
from app.api.waiting import wait_until
from app.domain.errors import NotPermitted, UnknownPlace
from app.domain.routing import hosted_place
from app.service.room_codes import HOSTS_LIFE

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)
of_host = APIRouter(tags=["rooms"])


class Typed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str = Field(default="", max_length=40)


class Wanted(Body):
    """Nothing to say but the wish itself."""


class RoomCode(BaseModel):
    code: str
    minutes: int
    """For how long it is good."""


@router.get("/room")
async def show_room(wired: Wired, language: Spoken, lang: str = "") -> HTMLResponse:
    return page(wired.pages.room_page(language, failed=False), language, lang)


@router.post("/room", responses={303: {}, 403: {"description": "One for every cause."}})
async def open_room(
    request: Request, wired: Wired, language: Spoken, form: Annotated[Typed, Form()]
) -> Response:
    """Right: a device cookie for the room's link alone. Wrong: one page, whatever was wrong."""
    floor = wired.clock.monotonic() + wired.floor_seconds
    link = await wired.invitations.find_room(form.code, address_of(request))
    if link is not None:
        device = await wired.invitations.bind_device(link, None)
        return to_live_page(link.public_id, device, request)
    await wait_until(floor, wired.clock)
    return HTMLResponse(wired.pages.room_page(language, failed=True), 403)


@of_host.post("/room-code")
async def make_room_code(body: Wanted, sender: From) -> RoomCode:  # noqa: ARG001  the schema refuses any field
    """For whoever hosts a room, from the device on which they state who is there."""
    conference = sender.wired.conferences.last_known(sender.conference)
    leg = None if sender.actor.leg_id is None else conference.legs.get(sender.actor.leg_id)
    place = None if leg is None else hosted_place(conference, leg)
    if place is None:
        raise NotPermitted("Only the host of a room opens its screen.")
    public_id = await sender.wired.directory.find_room_link(sender.conference, place.id)
    if public_id is None:
        raise UnknownPlace("This room has no screen.")
    code = await sender.wired.invitations.issue_room_code(public_id, HOSTS_LIFE)
    return RoomCode(code=code, minutes=HOSTS_LIFE // timedelta(minutes=1))
