"""Who may come in with whom, over HTTP: settled by the chair, their own word by themselves."""

import pytest

from app.demo.description import Description
from tests.api.house import FAMILY, FATHER, MOTHER, Booked, House, Seat

FRIEND, GUEST, INTERPRETER, DAUGHTER = "Friend", "Guest", "Interpreter", "Daughter"
MORE = {FRIEND: "supporter", GUEST: "observer", INTERPRETER: "interpreter", DAUGHTER: "child"}


def described(**friend: object) -> Description:
    whole = FAMILY.model_dump(mode="json")
    more: list[dict[str, object]] = [{"name": name, "role": role} for name, role in MORE.items()]
    more[0] |= friend
    return Description.model_validate({**whole, "gates": True, "people": [*whole["people"], *more]})


def code_of(problem: dict[str, str]) -> str:
    return problem["type"].rpartition("/")[2]


async def admit(booked: Booked, chair: Seat, seat: Seat) -> str | None:
    """Code of the problem; None: they are in."""
    answer = await chair.put(
        f"participants/{booked.ids[seat.name]}/admission",
        leg_id=str(seat.leg),
        identity="known_to_chair",
        reason=None,
        seen=(await booked.state()).version,
    )
    return None if answer.status_code == 204 else code_of(answer.json())


async def does(booked: Booked, seat: Seat, about: str, what: str, **body: object) -> None:
    answer = await seat.put(f"participants/{booked.ids[about]}/{what}", **body)
    assert answer.status_code == 204, answer.text


@pytest.mark.anyio
async def test_a_supporter_is_let_in_when_all_is_said() -> None:
    booked = await House().book(described())
    chair, friend = await booked.begin(), await booked.join(FRIEND)
    assert await admit(booked, chair, friend) == "supporter-not-ready"
    mother = str(booked.ids[MOTHER])
    await does(booked, chair, FRIEND, "support", kind="friend", supports=[mother], children=[])
    await does(booked, chair, FRIEND, "support-approval")
    assert await admit(booked, chair, friend) == "supporter-not-ready"
    await does(booked, friend, FRIEND, "confidentiality", how="on_screen")
    assert await admit(booked, chair, friend) is None


@pytest.mark.anyio
async def test_what_was_settled_beforehand_is_booked() -> None:
    support = {"kind": "friend", "whom": [MOTHER], "approved": True, "confidential": True}
    booked = await House().book(described(support=support))
    chair, friend = await booked.begin(), await booked.join(FRIEND)
    assert await admit(booked, chair, friend) is None


@pytest.mark.anyio
async def test_an_observer_is_let_in_when_all_agree() -> None:
    booked = await House().book(described())
    chair, guest, mother = await booked.begin(), await booked.join(GUEST), await booked.join(MOTHER)
    await does(booked, chair, GUEST, "observer-agreed")
    hers, his = str(booked.ids[MOTHER]), str(booked.ids[FATHER])
    await does(booked, mother, GUEST, "observer-consent", participant_id=hers, how="on_screen")
    assert await admit(booked, chair, guest) == "consent-needed"
    await does(booked, chair, GUEST, "observer-consent", participant_id=his, how="by_phone")
    assert await admit(booked, chair, guest) is None


@pytest.mark.anyio
async def test_an_interpreter_follows_the_person_they_serve() -> None:
    booked = await House().book(described())
    chair, interpreter = await booked.begin(), await booked.join(INTERPRETER)
    mother = await booked.join(MOTHER)
    hers = str(booked.ids[MOTHER])
    path = f"participants/{booked.ids[INTERPRETER]}/interpreting"
    close = await chair.put(path, serves=hers, relation="relative")
    assert code_of(close.json()) == "not-independent"
    await does(booked, chair, INTERPRETER, "interpreting", serves=hers, relation="none")
    assert await admit(booked, chair, interpreter) == "not-in-audience"
    assert await admit(booked, chair, mother) is None
    assert await admit(booked, chair, interpreter) is None


@pytest.mark.anyio
async def test_a_child_is_let_in_where_the_chair_has_decided_it() -> None:
    booked = await House().book(described())
    chair, daughter = await booked.begin(), await booked.join(DAUGHTER)
    assert await admit(booked, chair, daughter) == "child-not-decided"
    sections = [str(booked.sections[0])]
    await does(booked, chair, DAUGHTER, "attendance", sections=sections, reasons="She asked to.")
    assert await admit(booked, chair, daughter) is None


@pytest.mark.anyio
async def test_company_is_agreed_by_the_chair_alone() -> None:
    booked = await House().book(described())
    chair, mother = await booked.begin(), await booked.join(MOTHER)
    path = f"participants/{booked.ids[MOTHER]}/company"
    company = [str(booked.ids[FRIEND])]
    assert (await mother.put(path, company=company)).status_code == 403
    assert (await chair.put(path, company=company)).status_code == 204
