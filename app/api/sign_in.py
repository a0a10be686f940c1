"""The staff sign-in page: one answer for every failure, after the same time."""

import re
from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Spoken, Wired
from app.api.links import page
from app.api.waiting import wait_until
from app.domain.ids import SECOND, Micros
from app.service.invitations import hash_of, new_secret

router = APIRouter(tags=["sign-in"], default_response_class=HTMLResponse)

SESSION_SECONDS = 8 * 3600
OWN_LINK = re.compile(r"/j/[A-Za-z0-9_-]{1,64}")

Next = Annotated[str, Query(max_length=100)]


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid")

    username: str = Field(default="", max_length=200)
    password: str = Field(default="", max_length=200)
    code: str = Field(default="", max_length=20)
    next: str = Field(default="", max_length=100)
    """Also in the address, which is what counts."""


def where_to(wanted: str) -> str:
    """Only to a personal link: a sign-in page is not to send people elsewhere."""
    return wanted if OWN_LINK.fullmatch(wanted) else ""


@router.get("/sign-in")
async def show_sign_in(
    wired: Wired, language: Spoken, next: Next = "", lang: str = ""
) -> HTMLResponse:
    shown = wired.pages.sign_in_page(where_to(next), language, failed=False)
    return page(shown, language, lang)


@router.post("/sign-in", responses={303: {}, 403: {"description": "One for every cause."}})
async def sign_in(
    *,
    request: Request,
    wired: Wired,
    language: Spoken,
    form: Annotated[Credentials, Form()],
    next: Next = "",
) -> Response:
    floor = wired.clock.monotonic() + wired.floor_seconds
    staff = await wired.staff.find_staff(form.username, form.password, form.code)
    if staff is None:
        await wait_until(floor, wired.clock)
        shown = wired.pages.sign_in_page(where_to(next), language, failed=True)
        return HTMLResponse(shown, 403)
    secret = new_secret()
    expires_at = Micros(wired.clock.now() + SESSION_SECONDS * SECOND)
    await wired.directory.add_session(hash_of(secret), staff, expires_at)
    answer = RedirectResponse(where_to(next) or "/left", 303)
    answer.set_cookie(
        "session",
        secret,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/sign-out", status_code=303, response_class=RedirectResponse)
async def sign_out(
    wired: Wired, session: Annotated[str, Cookie(max_length=100)] = ""
) -> RedirectResponse:
    await wired.directory.end_session(hash_of(session))
    answer = RedirectResponse("/left", 303)
    answer.delete_cookie("session")
    return answer
