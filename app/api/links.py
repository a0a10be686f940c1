"""Personal links as pages: continue, open, the live page, and the one that nobody minds seeing.

Opening an address uses nothing up (mail scanners do it); the Continue button does.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import (
    Language,
    LinkPath,
    MaybeVisitor,
    SignedIn,
    Spoken,
    Wired,
)
from app.api.waiting import wait_until
from app.service.invitations import SignInNeeded

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

DEVICE_SECONDS = 12 * 3600
LANGUAGE_SECONDS = 365 * 24 * 3600


class Opening(BaseModel):
    model_config = ConfigDict(extra="forbid")

    secret: str = Field(default="", max_length=100)
    """From the fragment of the link, which no server and no log ever saw."""


def page(html: str, language: Language, asked: str, status: int = 200) -> HTMLResponse:
    """`asked`: the `lang` of the address; it is remembered for every page that follows."""
    answer = HTMLResponse(html, status)
    if asked:
        answer.set_cookie("lang", language, max_age=LANGUAGE_SECONDS, path="/", samesite="lax")
    return answer


@router.get("/j/{link}")
async def show_continue(
    link: LinkPath, wired: Wired, language: Spoken, lang: str = ""
) -> HTMLResponse:
    """The same page for every id, known or not."""
    return page(wired.pages.continue_page(link, language), language, lang)


@router.post("/j/{link}/open", responses={303: {}, 403: {"description": "One for every cause."}})
async def open_link(
    *,
    link: LinkPath,
    request: Request,
    wired: Wired,
    language: Spoken,
    staff: SignedIn,
    visitor: MaybeVisitor,
    form: Annotated[Opening, Form()],
) -> Response:
    """Right: a device cookie for this link alone. Wrong: one page, whatever was wrong."""
    if visitor is not None:
        return RedirectResponse(f"/j/{link}/live", 303)
    floor = wired.clock.monotonic() + wired.floor_seconds
    found = await wired.invitations.find_link(link, form.secret, address_of(request))
    if found is None:
        await wait_until(floor, wired.clock)
        return HTMLResponse(wired.pages.link_refused_page(language), 403)
    try:
        device = await wired.invitations.bind_device(found, staff)
    except SignInNeeded:
        return RedirectResponse(f"/sign-in?next=/j/{link}", 303)
    return to_live_page(link, device, request)


def to_live_page(link: str, device: str, request: Request) -> RedirectResponse:
    """With the cookie of this device, for this link alone."""
    answer = RedirectResponse(f"/j/{link}/live", 303)
    answer.set_cookie(
        "device",
        device,
        max_age=DEVICE_SECONDS,
        path=f"/j/{link}",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def address_of(request: Request) -> str:
    return request.client.host if request.client is not None else ""


@router.get("/j/{link}/live", responses={303: {"description": "Not opened here: continue."}})
async def show_live(
    link: LinkPath, wired: Wired, language: Spoken, visitor: MaybeVisitor, lang: str = ""
) -> Response:
    if visitor is None:
        return RedirectResponse(f"/j/{link}", 303)
    role = visitor.link.actor.role
    return page(wired.pages.live_page(link, role, language), language, lang)


@router.get("/left")
async def show_left(wired: Wired, language: Spoken, lang: str = "") -> HTMLResponse:
    """A neutral page: after leaving, and for a quick way out."""
    return page(wired.pages.left_page(language), language, lang)
