"""Telephones over HTTP, as rows of the same table."""

from app.domain.commands import Actor
from app.domain.people import Role
from app.domain.telephones.commands import TellNeed
from app.domain.telephones.events import Need
from tests.api.house import CHAIR, MOTHER
from tests.api.routes import Body, Route, Scene

NUMBER = "+441632960961"
"""Of those that are kept for plays and films: nobody has it."""

PLAN: Body = {
    "number": "01632 960 961",
    "may_ring": True,
    "after_drop": True,
    "withheld": True,
    "from_minute": None,
    "to_minute": None,
}


async def mother_cannot_hear(scene: Scene) -> None:
    leg = scene.seats[MOTHER].leg
    assert leg is not None
    (mother,) = (p for p in (await scene.booked.state()).legs.values() if p.id == leg)
    actor = Actor(Role.PARENT, mother.owner, None, leg)
    tell = TellNeed(leg, Need.TROUBLE_HEARING)
    await scene.booked.house.handler.handle(scene.booked.id, tell, actor)


TELEPHONE_ROUTES = [
    Route(
        "telephone",
        lambda s: f"participants/{s.id(MOTHER)}/telephone",
        lambda _, __: PLAN,
        CHAIR,
        bad_field="number",
        bad_value="01632 960 961 ext 7",
    ),
    Route(
        "need-settled",
        lambda s: f"participants/{s.id(MOTHER)}/need-settled",
        lambda _, __: {"need": "trouble_hearing"},
        CHAIR,
        before=mother_cannot_hear,
        bad_field="need",
        bad_value="a cup of tea",
    ),
    Route(
        "practice",
        lambda s: f"participants/{s.id(MOTHER)}/practice",
        lambda _, __: {"result": "done"},
        CHAIR,
        bad_field="result",
        bad_value="half",
    ),
]
