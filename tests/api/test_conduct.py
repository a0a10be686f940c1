"""What the office or the chair prepares before the opening, over HTTP."""

from app.domain.ids import MINUTE, SECOND
from tests.api.house import CHAIR, MOTHER, House

CONDUCT: dict[str, object] = {
    "initial": True,
    "bank_holidays": ["2026-12-25"],
    "redate_within_working_days": 7,
    "signal_within_seconds": 3,
    "signal_lasts_minutes": 15,
}


async def test_the_chair_prepares_the_conduct_before_the_opening(house: House) -> None:
    booked = await house.book()
    chair, mother = await booked.join(CHAIR), await booked.join(MOTHER)
    assert (await mother.put("conduct", **CONDUCT)).status_code == 403
    assert (
        await chair.put("conduct", **{**CONDUCT, "signal_within_seconds": 0})
    ).status_code == 422
    assert (await chair.put("conduct", **CONDUCT)).status_code == 204
    told = (await booked.state()).halting
    assert (told.initial, told.redate_within) == (True, 7)
    assert (told.signal_within, told.signal_lasts) == (3 * SECOND, 15 * MINUTE)
    assert told.bank_holidays == {"2026-12-25"}
