"""What a file tells as results and the conference has to enter: views, decisions, dissent, plan.

Each goes in where it belongs: views at the end of the part for them, decisions with their line,
dissent with the dissenter's, actions and the plan at the end of the part for it.
"""

from datetime import date

from app.domain.agenda.commands import NoteViews
from app.domain.case.codes import (
    Category,
    EndReason,
    NextStep,
    Outcome,
    ProfessionalView,
    Threshold,
)
from app.domain.case.commands import (
    AgreeAction,
    AgreePlan,
    DecideForChild,
    GiveView,
    NoteConsidered,
    RecordDissent,
)
from app.domain.case.events import Withheld
from app.domain.chairing.absence import owed_views
from app.domain.commands import WriteLine
from app.domain.decisions.guards import children_open
from app.domain.decisions.plan import dates_due, has_plan
from app.domain.events import LineKind
from app.domain.ids import SECOND, ChildId, ParticipantId
from app.domain.noting.commands import NoteIncident
from app.domain.people import Role
from app.domain.record.commands import MAY_GET_A_COPY, SetCopyRule, WithholdLine
from app.domain.record.words import LineDetails, WithholdGround
from app.play.acts import ACTS
from app.play.file import Row, Unplayable, child, rows, text, words
from app.play.performance import Act, Performance

VIEWS_PART = "analysis_and_agency_views"
DECISION_PART = "decision"
PLAN_PART = "outline_plan"
WORKED_OUT = frozenset(
    {
        *("call_drop", "child_may_have_heard", "out_of_role", "quorum_lost", "outburst"),
        *("undeclared_person_at_lobby", "undeclared_listener"),
    }
)
"""Kinds of incidents that the log shows by itself. Any other somebody has noticed and notes."""


def kind_of(play: Performance, section: str) -> str:
    sections = {text(each, "id"): text(each, "kind") for each in play.cast.scenario.sections}
    return sections.get(section, "")


async def write_line(play: Performance, id: str) -> None:
    row = play.event
    until, at = play.cast.at(text(row, "until")), play.cast.at(text(row, "at"))
    restricted = play.cast.is_restricted(text(row, "section"))
    sealed = await play.stage.seal(text(row, "text"), restricted=restricted)
    try:
        kind = LineKind(text(row, "kind"))
    except ValueError:
        raise Unplayable(f"Line {row.line}: {text(row, 'kind')} is no kind of line.") from None
    line = WriteLine(
        play.cast.line(id),
        play.cast.person(text(row, "speaker")),
        kind,
        sealed,
        (until - at) // SECOND,
        LineDetails(frozenset(), text(row, "language", "en"), 0),
    )
    writer = play.legs.actor(play.cast.minute_taker)
    await play.stage.send(line, writer)
    for person, ground in child(row, "withhold_from").items():
        withheld = WithholdLine(
            line.line_id,
            frozenset({play.cast.person(person)}),
            WithholdGround(str(ground)),
            await play.stage.seal(str(ground)),
        )
        await play.stage.send(withheld, writer)
    await _decided_in(play, id)
    await _dissent_in(play, id)


async def _decided_in(play: Performance, line: str) -> None:
    if any(text(each, "line") == line for each in rows(play.cast.scenario.expect.get("decisions"))):
        await give_views(play)
    for row in rows(play.cast.scenario.expect.get("decisions")):
        if text(row, "line") == line:
            await _decide(play, row)


async def _decide(play: Performance, row: Row) -> None:
    outcome = Outcome(text(row, "outcome"))
    threshold = Threshold(text(row, "test"))
    ended = outcome is Outcome.PLAN_ENDED
    reason = text(row, "end_reason") or EndReason.THRESHOLD_NOT_MET
    then = text(row, "then")
    decide = DecideForChild(
        child_id=play.cast.child(text(row, "child")),
        threshold=threshold,
        outcome=outcome,
        categories=frozenset(map(Category, words(row, "categories"))),
        end_reason=EndReason(reason) if ended else None,
        next_step=NextStep(then) if then else None,
        consider_legal_proceedings=row.get("consider_legal_proceedings") is True,
        missing=None,
        line_id=play.cast.line(text(row, "line")),
    )
    await play.by_chair(decide)


async def _dissent_in(play: Performance, line: str) -> None:
    for row in rows(play.cast.scenario.expect.get("dissent")):
        if text(row, "line") != line:
            continue
        said = text(play.event, "text")
        dissent = RecordDissent(
            play.cast.person(text(row, "by")),
            play.cast.child(text(row, "child")),
            await play.stage.seal(said),
            play.cast.line(line),
        )
        await play.by_chair(dissent)


async def give_views(play: Performance) -> None:
    """Each that is not given yet; whoever is not there has written theirs."""
    for row in rows(play.cast.scenario.expect.get("views")):
        by = text(row, "by")
        for id in play.cast.children:
            view, person = row.get(id), play.cast.person(by)
            given = (person, play.cast.child(id)) in play.stage.state.decisions.views
            if view is not None and not given:
                written = row.get("written") is True
                said = ProfessionalView(str(view))
                await play.by_chair(GiveView(person, play.cast.child(id), said, written=written))


async def agree_plan(play: Performance) -> None:
    expected = rows(play.cast.scenario.expect.get("actions"))
    agreed = play.stage.state.decisions.actions
    for row in expected:
        if play.cast.action(text(row, "id")) not in agreed:
            await _agree_action(play, row)
    if has_plan(play.stage.state) and play.stage.state.decisions.plan is None:
        await _agree_outline(play, expected)


async def _agree_action(play: Performance, row: Row) -> None:
    withheld = frozenset(
        Withheld(play.cast.person(id), str(ground))
        for id, ground in child(row, "withheld_from").items()
    )
    action = AgreeAction(
        play.cast.action(text(row, "id")),
        await play.stage.seal(text(row, "what")),
        play.cast.person(text(row, "who")),
        date.fromisoformat(text(row, "by")),
        relies_on_service=False,
        service=None,
        withheld=withheld,
    )
    await play.by_chair(action)


async def _agree_outline(play: Performance, actions: list[Row]) -> None:
    """The dates of the file's clocks where it has them, else the last that need no reason."""
    case = play.stage.state.decisions.case
    leads = [id for id, role in play.cast.roles.items() if role is Role.LEAD_SOCIAL_WORKER]
    if case is None or not leads:
        return
    due, lead = dates_due(case), play.cast.person(leads[0])
    said = await play.stage.seal("Outline plan")
    owners = {play.cast.person(text(row, "who")) for row in actions}
    plan = AgreePlan(
        what_must_change=said,
        kept_safe=said,
        contingency=said,
        monitoring=said,
        lead=lead,
        core_group=frozenset({lead, *owners}),
        core_group_on=_set_for(play, "core_group") or due.core_group,
        review_on=_set_for(play, "review") or due.review,
        late_reason=None,
    )
    await play.by_chair(plan)


def _set_for(play: Performance, clock: str) -> date | None:
    """Of the clock of that name that this conference has started."""
    for row in rows(play.cast.scenario.top.get("clocks")):
        started = text(row, "trigger") == play.cast.day.isoformat()
        if text(row, "clock").startswith(clock) and started and row.get("set_for") is not None:
            return date.fromisoformat(text(row, "set_for"))
    return None


async def end_of_part(play: Performance, event: Row) -> None:
    """Before the part is over."""
    kind = kind_of(play, text(event, "section"))
    if kind == VIEWS_PART:
        await give_views(play)
    if kind == PLAN_PART:
        await agree_plan(play)
    await ACTS["section_close"](play, event)


async def close(play: Performance, event: Row) -> None:
    """What nothing else asked for is settled: incidents, views of the absent, copies."""
    await agree_plan(play)
    await _note_incidents(play)
    for id in owed_views(play.stage.state):
        views = await play.stage.seal("As agreed when they were told.")
        await play.by_chair(NoteViews(id, views, none_given=False))
    for section in play.cast.scenario.sections:
        copy_to = {play.cast.person(id) for id in words(section, "copy_to")}
        known = _may_have(play, play.cast.section(text(section, "id")), copy_to)
        await play.by_chair(SetCopyRule(play.cast.section(text(section, "id")), known))
    await _consider_the_rest(play)
    await ACTS["conference_close"](play, event)


def _may_have(
    play: Performance, section: object, copy_to: set[ParticipantId]
) -> frozenset[ParticipantId]:
    """The file's rule, less whom the service refuses by role or by name: compared afterwards."""
    state = play.stage.state
    return frozenset(
        id
        for id in copy_to
        if state.participant(id).role in MAY_GET_A_COPY
        and (id, section) not in state.record.named_parts
    )


async def _consider_the_rest(play: Performance) -> None:
    """A decision that was refused is a difference; it shall not be a second one that the
    conference cannot be closed."""
    for id in sorted(children_open(play.stage.state), key=str):
        await _note_considered(play, id)


async def _note_considered(play: Performance, id: ChildId) -> None:
    note = await play.stage.seal("Not decided.")
    await play.by_chair(NoteConsidered(id, note))


async def _note_incidents(play: Performance) -> None:
    for row in rows(play.cast.scenario.expect.get("incidents")):
        if text(row, "kind") in WORKED_OUT:
            continue
        people = words(row, "who") or [text(row, "via", play.cast.chair)]
        line = text(row, "line")
        begins = text(row, "from") or text(row, "at") or _time_of(play, line)
        answered = row.get("answered")
        noted = NoteIncident(
            text(row, "kind"),
            play.cast.person(people[0]),
            play.cast.at(begins),
            play.cast.at(text(row, "to")) if text(row, "to") else None,
            play.cast.line(line) if line else None,
            answered if isinstance(answered, bool) else None,
            None,
            covert=row.get("covert") is True,
        )
        await play.by_chair(noted)


def _time_of(play: Performance, line: str) -> str:
    for event in play.cast.scenario.timeline:
        if event["type"] == "minute_line" and text(event, "id") == line:
            return text(event, "at")
    return text(play.event, "at")


WITH_INPUTS: dict[str, Act] = ACTS | {"section_close": end_of_part, "conference_close": close}
