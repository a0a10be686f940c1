"""Personal links as pages: continue, open, the live page, and the one that nobody minds seeing.

Opening an address uses nothing up (mail scanners do it); the Continue button does.
"""

from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import (
    Chosen,
    Language,
    LinkPath,
    MaybeVisitor,
    SignedIn,
    Spoken,
    Wired,
    Wiring,
)
from app.api.waiting import wait_until
from app.service.invitations import SignInNeeded
from app.service.ports import Link, StaffId

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

Answer = TypeVar("Answer", bound=Response)

DEVICE_SECONDS = 12 * 3600
LANGUAGE_SECONDS = 365 * 24 * 3600


class Opening(BaseModel):
    model_config = ConfigDict(extra="forbid")

    secret: str = Field(default="", max_length=100)
    """From the fragment of the link, which no server and no log ever saw."""

    lang: Literal["", "en", "cy"] = ""
    """Which of the two buttons was pressed; empty: the language was known before."""


def page(html: str, language: Language, asked: str, status: int = 200) -> HTMLResponse:
    """`asked`: the `lang` of the address; it is remembered for every page that follows."""
    return remembering(HTMLResponse(html, status), language, asked)


def remembering(answer: Answer, language: Language, asked: str) -> Answer:
    if asked:
        answer.set_cookie("lang", language, max_age=LANGUAGE_SECONDS, path="/", samesite="lax")
    return answer


@router.get("/j/{link}")
async def show_continue(
    link: LinkPath, wired: Wired, language: Spoken, chosen: Chosen, lang: str = ""
) -> HTMLResponse:
    """The same page for every id, known or not; in both languages until one is chosen."""
    pages = wired.pages
    shown = pages.continue_page(link, language) if chosen else pages.language_page(link)
    return page(shown, language, lang)


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
    spoken = form.lang or language
    if visitor is not None:
        return remembering(RedirectResponse(f"/j/{link}/live", 303), spoken, form.lang)
    floor = wired.clock.monotonic() + wired.floor_seconds
    found = await wired.invitations.find_link(link, form.secret, address_of(request))
    if found is None:
        await wait_until(floor, wired.clock)
        return page(wired.pages.link_refused_page(spoken), spoken, form.lang, 403)
    return remembering(await _bound(found, staff, request, wired), spoken, form.lang)


async def _bound(link: Link, staff: StaffId | None, request: Request, wired: Wiring) -> Response:
    try:
        device = await wired.invitations.bind_device(link, staff)
    except SignInNeeded:
        return RedirectResponse(f"/sign-in?next=/j/{link.public_id}", 303)
    return to_live_page(link.public_id, device, request)


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
