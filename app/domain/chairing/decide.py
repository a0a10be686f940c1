"""Picks the rule of each command about the running order."""

from typing import assert_never

from app.domain.agenda.commands import (
    AbsenceCommand,
    AddSection,
    AgendaCommand,
    AgreeGist,
    AnswerClosedPart,
    AskForClosedPart,
    AskForExclusion,
    ChangeAudience,
    ChangeOrder,
    DecideExclusionRequest,
    NoteAnnounced,
    NoteScriptStep,
    NoteViews,
    OrderCommand,
    PlanAttendance,
    PrepareAgenda,
    RequestCommand,
    ScriptCommand,
    TellWaiting,
    WarnParticipant,
)
from app.domain.chairing import absence, order, requests, script
from app.domain.commands import Actor
from app.domain.conference import Conference
from app.domain.events import Event
from app.domain.ids import Micros


def decide(
    conference: Conference, command: AgendaCommand, actor: Actor, now: Micros
) -> list[Event]:
    if isinstance(command, OrderCommand):
        return _order(conference, command, actor)
    if isinstance(command, RequestCommand):
        return _request(conference, command, actor, now)
    if isinstance(command, ScriptCommand):
        return _script(conference, command)
    return _absence(conference, command)


def _order(conference: Conference, command: OrderCommand, actor: Actor) -> list[Event]:
    match command:
        case ChangeOrder():
            return [*order.change_order(conference, command)]
        case ChangeAudience():
            return order.change_audience(conference, command)
        case AddSection(section, before, seen):
            return [order.add_section(conference, section, before, seen)]
        case PlanAttendance():
            return order.plan_attendance(conference, command, actor)
        case _:
            assert_never(command)


def _request(
    conference: Conference, command: RequestCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case AskForExclusion():
            return [requests.ask_for_exclusion(conference, command, actor, now)]
        case DecideExclusionRequest():
            return requests.decide_exclusion(conference, command)
        case AskForClosedPart():
            return [requests.ask_for_closed_part(conference, command, actor)]
        case AnswerClosedPart():
            return requests.answer_closed_part(conference, command)
        case _:
            assert_never(command)


def _script(conference: Conference, command: ScriptCommand) -> list[Event]:
    match command:
        case PrepareAgenda(prepared):
            return [script.prepare(conference, prepared)]
        case NoteScriptStep(step):
            return [script.note_step(conference, step)]
        case NoteAnnounced(participant_id):
            return [script.note_announced(conference, participant_id)]
        case TellWaiting(minutes, words):
            return [script.tell_waiting(conference, minutes, words)]
        case _:
            assert_never(command)


def _absence(conference: Conference, command: AbsenceCommand) -> list[Event]:
    match command:
        case WarnParticipant(participant_id):
            return [absence.warn(conference, participant_id)]
        case NoteViews():
            return [absence.note_views(conference, command)]
        case AgreeGist():
            return [absence.agree_gist(conference, command)]
        case _:
            assert_never(command)
