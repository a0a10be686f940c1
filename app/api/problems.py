"""Every refusal and failure as a problem document (RFC 9457): a code, fixed words, no values."""

from collections.abc import Mapping

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.deps import Language, Pages, SignInNeeded
from app.domain.errors import (
    CopyLeaks,
    NotPermitted,
    Refusal,
    UnknownAction,
    UnknownChild,
    UnknownCorrection,
    UnknownLeg,
    UnknownLine,
    UnknownParticipant,
    UnknownPlace,
    UnknownRequest,
    UnknownSection,
)
from app.service.copies import CopyIncomplete
from app.service.handler import CutNotRecorded
from app.service.invitations import TooManyPins
from app.service.ports import NotConfirmed, StoreDown

STATUS: dict[type[Refusal], int] = {
    NotPermitted: 403,
    UnknownParticipant: 404,
    UnknownLeg: 404,
    UnknownPlace: 404,
    UnknownSection: 404,
    UnknownLine: 404,
    UnknownChild: 404,
    UnknownAction: 404,
    UnknownCorrection: 404,
    UnknownRequest: 404,
}
"""What is not listed is a 409: allowed for this person, but not now."""

FAILURES: dict[type[Exception], tuple[int, str]] = {
    SignInNeeded: (401, "sign-in-needed"),
    TooManyPins: (429, "too-many"),
    NotConfirmed: (503, "not-yet-confirmed"),
    CutNotRecorded: (503, "cut-not-recorded"),
    StoreDown: (503, "store-down"),
    CopyIncomplete: (503, "copy-incomplete"),
}

HTTP_CODES = {404: "not-found", 405: "wrong-method", 413: "too-large"}


class Problem(BaseModel):
    """`type` is stable and meant for programs; `title` is for people, in their language."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    fields: list[str] | None = None
    """What was malformed, by name. Never what was sent."""
    lines: list[int] | None = None
    """Of a copy, by their numbers in it; 0: a name or a heading. Never what stands there."""


def spoken_in(request: Request) -> Language:
    asked = request.query_params.get("lang", request.cookies.get("lang", ""))
    return "cy" if asked == "cy" else "en"


class Problems:
    """Makes the answers; knows the pages only for their words."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def answer(
        self,
        request: Request,
        status: int,
        code: str,
        fields: list[str] | None = None,
        lines: list[int] | None = None,
    ) -> Response:
        """A page for somebody who opened an address, a problem document for a program."""
        language = spoken_in(request)
        if wants_page(request):
            return HTMLResponse(self._pages.problem_page(status, language), status)
        title = self._pages.problem_title(code, language)
        problem = Problem(
            type=f"/problems/{code}", title=title, status=status, fields=fields, lines=lines
        )
        return JSONResponse(
            problem.model_dump(exclude_none=True), status, media_type="application/problem+json"
        )

    async def refused(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, Refusal):
            raise error
        lines = list(error.lines) if isinstance(error, CopyLeaks) else None
        return self.answer(request, STATUS.get(type(error), 409), error.code, lines=lines)

    async def failed(self, request: Request, error: Exception) -> Response:
        status, code = FAILURES[type(error)]
        return self.answer(request, status, code)

    async def malformed(self, request: Request, error: Exception) -> Response:
        fields = names_of(error) if isinstance(error, RequestValidationError) else []
        return self.answer(request, 422, "malformed", fields)

    async def of_http(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        code = HTTP_CODES.get(error.status_code, "refused")
        answer = self.answer(request, error.status_code, code)
        answer.headers.update(headers_of(error.headers))
        return answer


def wants_page(request: Request) -> bool:
    return request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")


def headers_of(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Only what the standard asks of us beside a status: which methods there are."""
    return {name: value for name, value in (headers or {}).items() if name.lower() == "allow"}


def names_of(error: RequestValidationError) -> list[str]:
    """Where it was wrong. A field that we do not know has a name made up by the sender."""
    names: set[str] = set()
    for each in error.errors():
        place = [part for part in each["loc"] if isinstance(part, str)]
        known = place[:-1] if each["type"] == "extra_forbidden" else place
        names.add(".".join(known))
    return sorted(names)


class LastResort:
    """What nobody expected is a 500 without a word of it; the log gets its kind and place."""

    def __init__(self, app: ASGIApp, problems: Problems) -> None:
        self._app = app
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001  HTTP 500, one of the three such places
            log_unexpected(error, scope)
            if not begun:
                answer = self._problems.answer(Request(scope), 500, "unexpected")
                await answer(scope, receive, send)


def log_unexpected(error: Exception, scope: Scope) -> None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
    line = trace.tb_lineno if trace is not None else 0
    structlog.get_logger().error(
        "unexpected",
        error=type(error),
        where=f"{module}:{line}",
        method=scope["method"],
        route=getattr(scope.get("route"), "path", None),
    )
