"""The routes and what stands before them, as one application."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Lifespan

from app.api import (
    agenda,
    asking,
    attendance,
    audit,
    copies,
    course,
    decisions,
    gates,
    guidance,
    halting,
    health,
    ledger,
    links,
    minutes,
    noting,
    readiness,
    record,
    record_desk,
    rooms,
    sign_in,
    telephones,
    ticket,
)
from app.api.bodies import StrictBodies
from app.api.deps import Wiring
from app.api.headers import SecurityHeaders
from app.api.origin import SameOrigin
from app.api.problems import FAILURES, LastResort, Problem, Problems
from app.domain.errors import Refusal

PROBLEM = "application/problem+json"

MAY_HAPPEN = {
    400: "The request cannot be read.",
    401: "No device that opened this link, or no staff session.",
    403: "Not for this person, or not from our own page.",
    404: "Not part of this conference.",
    408: "The body took too long to arrive.",
    409: "Not now.",
    413: "The body is too large.",
    422: "Malformed: the fields by name.",
    503: "The engine or the store has not confirmed it.",
}

BEFORE_ANY_ROUTE = {400, 403, 404, 408, 413, 422, 503}


def answers(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:  # OpenAPI, of any shape
    """What a route may answer instead, for its description."""
    content = {PROBLEM: {"schema": Problem.model_json_schema()}}
    return {each: {"description": MAY_HAPPEN[each], "content": content} for each in statuses}


def build_routes(wiring: Wiring, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    app = FastAPI(
        title="Quorate",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.wiring = wiring
    under_link = APIRouter(prefix="/j/{link}")
    for part in (ticket, attendance, course, minutes, decisions, record, copies, ledger):
        under_link.include_router(part.router)
    for part in (asking, halting, gates, agenda, audit, noting, telephones, record_desk, readiness):
        under_link.include_router(part.router)
    under_link.include_router(rooms.of_host)
    app.include_router(under_link, responses=answers(MAY_HAPPEN))
    for part in (links, rooms, sign_in, guidance, health):
        app.include_router(part.router, responses=answers(BEFORE_ANY_ROUTE))
    handle_problems(app, Problems(wiring.pages))
    return app


def handle_problems(app: FastAPI, problems: Problems) -> None:
    app.add_exception_handler(Refusal, problems.refused)
    app.add_exception_handler(RequestValidationError, problems.malformed)
    app.add_exception_handler(HTTPException, problems.of_http)
    for failure in FAILURES:
        app.add_exception_handler(failure, problems.failed)
    app.add_middleware(LastResort, problems=problems)


def guard(app: ASGIApp, wiring: Wiring) -> ASGIApp:
    """Outermost last: an answer of the guards themselves carries the headers too."""
    problems = Problems(wiring.pages)
    strict = StrictBodies(app, problems)
    return SecurityHeaders(SameOrigin(strict, problems, wiring.host_names))
