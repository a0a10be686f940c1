"""Whatever is sent to a route, by a chair with her link open, is answered as documented."""

from typing import Any

import anyio
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api.assembly import build_routes
from tests.api.house import CHAIR, MOTHER, ORIGIN, Booked, House, Seat

HOUSE = House()
SCHEMA = schemathesis.openapi.from_dict(build_routes(HOUSE.wiring).openapi())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


async def begin() -> tuple[Booked, Seat]:
    booked = await HOUSE.book()
    chair = await booked.begin()
    await booked.join(MOTHER)
    return booked, chair


BOOKED, CHAIRS = anyio.run(begin)
OURS = {"origin": ORIGIN}
COOKIE = {"device": CHAIRS.browser.cookies["device"]}
KNOWN = {
    "link": BOOKED.public_id(CHAIR),
    "participant_id": str(BOOKED.ids[MOTHER]),
    "leg_id": str(CHAIRS.leg),
}


@SCHEMA.parametrize()  # pyright: ignore[reportUntypedFunctionDecorator] the library leaves it open
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_request_is_answered_otherwise_than_documented(case: Case[Any]) -> None:  # of any schema
    known = {name: KNOWN[name] for name in (case.path_parameters or {}) if name in KNOWN}
    case.path_parameters = {**(case.path_parameters or {}), **known}
    answer = case.call(app=HOUSE.app, base_url=ORIGIN, headers=OURS, cookies=COOKIE)
    case.validate_response(answer, checks=CHECKS)
    assert answer.status_code < 500
