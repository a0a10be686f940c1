"""What the office does before the day: the booking of a file, its case and its rules."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from app.domain.asking.commands import PlanSafety
from app.domain.booked import ConferenceBooked, Expected, ExpectedPlace, PlannedSection, Policy
from app.domain.case.codes import ConferenceKind, DecisionRule, Jurisdiction, Subkind
from app.domain.case.commands import DescribeCase
from app.domain.case.events import CaseDescribed, Child, DecisionSettings, QuorumRule, Seat
from app.domain.commands import Actor, BookConference, Command
from app.domain.decisions.described import VOTERS
from app.domain.gates.commands import AgreeCompany
from app.domain.ids import MINUTE, SECOND, Micros
from app.domain.people import Role, TextRef
from app.play.cast import Cast, policy_of
from app.play.file import Row, Unplayable, child, is_list, rows, text, words
from app.play.roles import SOCIAL_CARE, agency_named

OFFICE = Actor(Role.ADMINISTRATOR, None, None, None)
Seal = Callable[[str], Awaitable[TextRef]]

DEFAULTS = Policy(
    answers_stale_after=Micros(45 * MINUTE),
    restricted_stale_after=Micros(10 * MINUTE),
    shown_lost_after=Micros(2 * SECOND),
    dropped_after=Micros(5 * SECOND),
    legs_a_person=3,
)
RULES = {
    "chair_decides_after_views": DecisionRule.CHAIR_DECIDES_AFTER_VIEWS,
    "chair_decides_where_no_consensus": DecisionRule.CHAIR_DECIDES_AFTER_VIEWS,
    "majority": DecisionRule.MAJORITY_CHAIR_BREAKS_TIES,
    "majority_chair_breaks_ties": DecisionRule.MAJORITY_CHAIR_BREAKS_TIES,
}
MONTHS_TO_REVIEW = {ConferenceKind.INITIAL: 3, ConferenceKind.REVIEW: 6}
CORE_GROUP_DAYS = 10
DISSENT_MAY_BE_ESCALATED = Micros(timedelta(hours=72) // timedelta(microseconds=1))


async def before_the_day(cast: Cast, seal: Seal) -> list[Command]:
    return [
        BookConference(await _booked(cast, seal)),
        DescribeCase(await _case(cast, seal)),
        *_company(cast),
        *_safety_plans(cast),
    ]


async def _booked(cast: Cast, seal: Seal) -> ConferenceBooked:
    scenario = cast.scenario
    title = await seal(text(scenario.top, "title", "Conference"))
    people = [
        Expected(cast.person(id), cast.roles[id], await seal(text(person, "name", id)))
        for id, person in scenario.people.items()
    ]
    return ConferenceBooked(
        title=title,
        people=tuple(people),
        places=tuple([await _place(cast, id, seal) for id in cast.rooms]),
        sections=tuple([await _section(cast, each, seal) for each in scenario.sections]),
        kept_apart=frozenset(
            frozenset(map(cast.person, words(pair, "between")))
            for pair in rows(scenario.top.get("separations"))
        ),
        policy=DEFAULTS,
    )


async def _place(cast: Cast, id: str, seal: Seal) -> ExpectedPlace:
    people = cast.scenario.people
    expected = frozenset(cast.person(p) for p, row in people.items() if text(row, "place") == id)
    return ExpectedPlace(cast.place(id), await seal(id), cast.person(cast.rooms[id]), expected)


async def _section(cast: Cast, section: Row, seal: Seal) -> PlannedSection:
    id = text(section, "id")
    audience = frozenset(map(cast.person, words(section, "may_hear")))
    title = await seal(text(section, "title", id))
    return PlannedSection(
        cast.section(id), text(section, "kind"), title, audience, cast.is_restricted(id)
    )


async def _case(cast: Cast, seal: Seal) -> CaseDescribed:
    top, policy = cast.scenario.top, policy_of(cast.scenario)
    conference = child(top, "conference")
    try:
        kind = ConferenceKind(text(conference, "kind"))
        jurisdiction = Jurisdiction(text(top, "jurisdiction"))
        subkind = text(conference, "subkind")
        form = Subkind(subkind) if subkind else None
        rule = RULES[text(policy.policy, "decision_rule", "chair_decides_after_views")]
    except (ValueError, KeyError) as unknown:
        raise Unplayable(f"Line {conference.line}: {unknown} is not known.") from None
    return CaseDescribed(
        jurisdiction=jurisdiction,
        kind=kind,
        subkind=form,
        held_on=cast.day,
        children=tuple([await _child(cast, each, seal) for each in rows(top.get("children"))]),
        seats=_seats(cast),
        quorum=_quorum(cast, policy.quorum),
        settings=DecisionSettings(
            rule, CORE_GROUP_DAYS, MONTHS_TO_REVIEW[kind], DISSENT_MAY_BE_ESCALATED
        ),
        bank_holidays=frozenset(),
    )


async def _child(cast: Cast, row: Row, seal: Seal) -> Child:
    unborn = row.get("expected_date") is not None
    return Child(cast.child(text(row, "id")), await seal(text(row, "name")), unborn)


def _seats(cast: Cast) -> tuple[Seat, ...]:
    return tuple(
        Seat(cast.person(id), agency_named(text(person, "agency")), _counts_as(person))
        for id, person in cast.scenario.people.items()
        if cast.roles[id] in VOTERS and text(person, "agency")
    )


def _counts_as(person: Row) -> str | None:
    counts = text(person, "counts_for_quorum_as")
    return agency_named(counts) if counts else None


def _quorum(cast: Cast, quorum: Row) -> QuorumRule:
    through = text(quorum, "required_through_section", "outline_plan")
    kinds = {text(each, "id"): text(each, "kind") for each in cast.scenario.sections}
    others = quorum.get("other_agencies_min")
    return QuorumRule(
        required_agency=agency_named(text(quorum, "requires_agency", SOCIAL_CARE)),
        other_agencies_min=others if isinstance(others, int) else 2,
        required_through=kinds.get(through, through),
        health_counts_as_one=quorum.get("health_counts_as_one") is not False,
    )


def _company(cast: Cast) -> list[Command]:
    """Who sits at one place in the file was agreed to, and is not found there."""
    return [
        AgreeCompany(cast.person(id), frozenset(map(cast.person, others)))
        for id, others in cast.sitting_together().items()
    ]


def _safety_plans(cast: Cast) -> list[Command]:
    """Whoever sees a signal besides the chair is the responder whom the plan names."""
    planned: dict[str, Command] = {}
    for event in cast.scenario.timeline:
        if event["type"] != "silent_signal":
            continue
        seen_by = [id for id in words(event, "seen_by") if id != cast.chair]
        for id in words(event, "who"):
            if seen_by and id not in planned:
                responder = cast.person(seen_by[0])
                planned[id] = PlanSafety(cast.person(id), responder, None, None)
    return list(planned.values())


def supported_by(cast: Cast, id: str) -> list[str]:
    """Whom this person supports: one id or a list."""
    supports = cast.scenario.people[id].get("supports")
    if is_list(supports):
        return [str(each) for each in supports]
    return [] if supports is None else [str(supports)]
