"""The ledger over HTTP: who was able to hear, for the chair alone."""

from uuid import uuid4

from app.domain.commands import SERVICE, NotePlanApplied
from tests.api.house import CHAIR, MINUTES, MOTHER, Booked


async def test_the_chair_reads_who_was_able_to_hear_a_line(booked: Booked) -> None:
    chair = await booked.join(CHAIR)
    seats = {name: await booked.join(name) for name in (MINUTES, MOTHER)}
    await chair.put("course", act="open", seen=(await booked.state()).version)
    for name, seat in seats.items():
        await chair.put(
            f"participants/{booked.ids[name]}/admission",
            leg_id=str(seat.leg),
            identity="known_to_chair",
            reason=None,
            seen=(await booked.state()).version,
        )
    version = (await booked.state()).version
    await booked.house.handler.handle(booked.id, NotePlanApplied(version), SERVICE)
    line = str(uuid4())
    written = await seats[MINUTES].post(
        "lines",
        line_id=line,
        speaker=str(booked.ids[CHAIR]),
        kind="record",
        text="Welcome.",
        began_seconds_ago=0,
    )
    assert written.status_code == 204
    ledger = (await chair.fetch("ledger")).json()
    assert ledger["verified"] is True
    assert ledger["events"] == (await booked.state()).version
    [heard] = ledger["lines"]
    assert (heard["line_id"], heard["section"]) == (line, "Welcome")
    assert {each["name"] for each in heard["heard"]} == {CHAIR, MINUTES, MOTHER}
    assert heard["heard_in_part"] == []


async def test_a_broken_chain_is_said_to_the_chair(booked: Booked) -> None:
    chair = await booked.join(CHAIR)
    booked.house.is_whole = False
    assert (await chair.fetch("ledger")).json()["verified"] is False


async def test_nobody_but_the_chair_reads_the_ledger(booked: Booked) -> None:
    for name in (MINUTES, MOTHER):
        seat = await booked.open(name)
        assert (await seat.fetch("ledger")).status_code == 403
    stranger = await booked.house.browser().get(f"{booked.paths[CHAIR]}/ledger")
    assert stranger.status_code == 401
