"""What may be written, and what goes into a copy later: I3 to I6, I9 to I11."""

from collections.abc import Collection, Sequence
from itertools import product

from app.domain import events
from app.domain.commands import (
    Actor,
    AdmitParticipant,
    BeginSection,
    BringBackEveryone,
    Command,
    OpenConference,
    ReadmitParticipant,
    ReleaseHold,
    Resume,
)
from app.domain.conference import UNBOOKED
from app.domain.copying.build import copy_from
from app.domain.copying.copy import bytes_of
from app.domain.copying.readers import course_of
from app.domain.evolve import Recorded, fold
from app.domain.halting.commands import BringFromAside
from app.domain.halting.events import CameFromAside
from app.domain.ids import LegId, LineId, ParticipantId, SectionId
from app.domain.people import LegKind, Role
from tests.domain.model_words import FAMILY
from tests.machine.cast import AUDIENCES, CHAIR, CLOSED_PART, PEOPLE, POLICY, ROLES
from tests.machine.findings import Findings
from tests.machine.oracle import MINUTES, Oracle

CHAIRS_ALONE = (
    events.ParticipantAdmitted
    | events.ParticipantReadmitted
    | events.HoldReleased
    | events.SealBegun
    | events.ConferenceResumed
    | CameFromAside
)
GRANTING = (
    AdmitParticipant
    | ReadmitParticipant
    | ReleaseHold
    | BeginSection
    | Resume
    | OpenConference
    | BringBackEveryone
    | BringFromAside
)


def check_written(
    oracle: Oracle, recorded: Recorded, sessions: Sequence[Actor], findings: Findings
) -> None:
    """Before it is learnt: whether its sender may cause it, on what was known till then.

    Args:
        sessions: whoever has asked for anything lately: from the links, not from the messages.
    """
    event, actor = recorded.event, recorded.actor
    if actor.role is not Role.SERVICE:
        check_actor(actor, sessions, event, findings)
        check_own_act(oracle, actor, event, findings)
    if isinstance(event, CHAIRS_ALONE):
        chairs = actor.role is Role.INDEPENDENT_CHAIR
        findings.need(
            chairs or isinstance(event, CameFromAside), "I3", f"not by the chair: {event}"
        )
    match event:
        case events.ParticipantAdmitted(id, leg) | events.ParticipantReadmitted(id, leg):
            is_back = isinstance(event, events.ParticipantReadmitted)
            findings.need(is_back or id not in oracle.excluded, "I3", f"let in, though out: {id}")
            check_comes_in(oracle, recorded, id, leg, findings)
        case events.HoldReleased(leg) if leg in oracle.present:
            findings.need(oracle.chair_is_in(), "I6", "released without the chair")
            check_said(oracle, recorded, leg, oracle.next or oracle.section, findings)
        case events.SealBegun(section):
            check_seal(oracle, recorded, section, findings)
        case events.SectionOpened() | events.ConferenceResumed():
            check_goes_on(oracle, event, findings)
        case events.LineWritten(line, section):
            findings.need(section == oracle.section, "I9", f"{line} is of {oracle.section}")
            findings.need(line not in oracle.lines, "I9", f"written twice: {line}")
        case _:
            pass


def check_goes_on(
    oracle: Oracle, event: events.SectionOpened | events.ConferenceResumed, findings: Findings
) -> None:
    if isinstance(event, events.SectionOpened):
        heard = {id for leg in oracle.heard_legs() for id in oracle.present[leg]}
        is_for_all = oracle.phase == "lobby" or heard <= AUDIENCES[event.section_id]
        findings.need(is_for_all, "I2", f"opened before somebody was out: {event}")
        return
    for leg in oracle.inside - oracle.held - oracle.asides.keys():
        is_new = not oracle.present[leg] or leg in oracle.count
        findings.need(is_new, "I10", f"resumed with old answers: {leg}")


def check_actor(
    actor: Actor, sessions: Sequence[Actor], event: events.Event, findings: Findings
) -> None:
    known = {(each.role, each.participant_id, each.place_id) for each in sessions}
    told = f"{event} by {actor}, but it was one of {known}"
    findings.need((actor.role, actor.participant_id, actor.place_id) in known, "I11", told)


def check_own_act(oracle: Oracle, actor: Actor, event: events.Event, findings: Findings) -> None:
    """Each speaks for themselves, a host for the room."""
    match event:
        case events.ParticipantArrived():
            mine = (event.participant_id, event.place_id) == (actor.participant_id, actor.place_id)
            findings.need(mine, "I11", event)
        case events.AnswersGiven(leg) if leg in oracle.came:
            findings.need(oracle.owner(leg) == actor.participant_id, "I11", event)
        case events.RoomStated(leg) if leg in oracle.came:
            host = oracle.hosts[oracle.came[leg].place_id]
            findings.need(actor.participant_id == host, "I11", event)
            findings.need(host not in oracle.excluded, "I3", f"stated by somebody put out: {event}")
        case _:
            pass


def check_comes_in(
    oracle: Oracle, recorded: Recorded, id: ParticipantId, leg: LegId, findings: Findings
) -> None:
    """Known at this device, answered since, in the audience, and meeting nobody."""
    if leg not in oracle.present:
        findings.need(False, "I3", f"let in at a leg that is gone: {leg}")  # noqa: FBT003  a finding
        return
    findings.need(oracle.chair_is_in() or id == CHAIR, "I6", f"let in without the chair: {id}")
    is_known = (id, oracle.came[leg].device_id) in oracle.known
    findings.need(is_known, "I3", f"let in at an unknown device: {id}")
    findings.need(id in oracle.present[leg], "I3", f"let in where they are not: {id}")
    is_alone = id == CHAIR and oracle.section is None and oracle.next is None
    findings.need(id in oracle.audience or is_alone, "I2", f"not for {id}")
    check_said(oracle, recorded, leg, oracle.next or oracle.section, findings)
    at_others = (at for at in oracle.inside - oracle.asides.keys() if at in oracle.present)
    met = {other for at in at_others for other in oracle.present[at]} | oracle.present[leg]
    meets = any(frozenset({a, b}) in oracle.apart for a, b in product(oracle.present[leg], met))
    findings.need(not meets, "I2", f"kept apart, and let in together: {id}")


def check_said(
    oracle: Oracle,
    recorded: Recorded,
    leg: LegId,
    section: SectionId | None,
    findings: Findings,
) -> None:
    """Answered since it was last needed, and not too long ago."""
    findings.need(leg in oracle.count, "I10", f"old answers at {leg}: {recorded.event}")
    limit = POLICY.answers_stale_after
    if section == CLOSED_PART:
        limit = POLICY.restricted_stale_after
    age = recorded.at - oracle.answered_at.get(leg, 0)
    findings.need(age <= limit, "I10", f"answers of {age} µs ago at {leg}: {recorded.event}")


def check_seal(oracle: Oracle, recorded: Recorded, section: SectionId, findings: Findings) -> None:
    """Nobody is sealed out of the room they sit in; whoever stays has answered."""
    audience = AUDIENCES[section]
    for leg in oracle.inside - oracle.held - oracle.asides.keys():
        people = oracle.present[leg]
        if oracle.came[leg].kind is LegKind.ROOM:
            stays = people <= audience - oracle.excluded
            findings.need(stays, "I4", f"sealed with somebody in the room who must leave: {leg}")
        if people and people <= audience:
            check_said(oracle, recorded, leg, section, findings)


def check_seen(
    oracle: Oracle, command: Command, caused: Sequence[Recorded], findings: Findings
) -> None:
    """Nothing is granted on a view that has since been narrowed. Before any of it is learnt."""
    if not caused or not isinstance(command, GRANTING):
        return
    if isinstance(caused[0].event, events.LegEvent | events.PresenceEvent):
        return  # of the same page, and said over its socket: a late engine let it wait
    about: Collection[ParticipantId | None] = [None]
    match command:
        case AdmitParticipant(id) | ReadmitParticipant(id):
            about = [None, id]
        case ReleaseHold(leg) | BringFromAside(leg):
            about = [None, *oracle.present.get(leg, ())]
        case _:
            pass
    taken = max(oracle.taken.get(each, 0) for each in about)
    is_back_to_lobby = isinstance(command, BringFromAside) and not any(
        oracle.asides[at].from_main for at in oracle.asides if at == command.leg_id
    )
    findings.need(
        command.seen >= taken or is_back_to_lobby, "I5", f"{command} after version {taken}"
    )


def check_copies(oracle: Oracle, log: Sequence[Recorded], findings: Findings) -> None:
    """No line is in the copy of somebody who may not have it, nor a trace of it."""
    conference = fold(UNBOOKED, log)
    course = course_of(log)
    texts = {
        each.event.line_id: each.event.text
        for each in log
        if isinstance(each.event, events.LineWritten)
    }
    for reader in PEOPLE:
        written = bytes_of(copy_from(conference, course, reader)).decode()
        for line, text in texts.items():
            held = str(line) in written or str(text.id) in written or text.digest in written
            findings.need(
                not held or may_get(oracle, line, reader),
                "I9",
                f"{line} is in the copy of {reader}",
            )


def may_get(oracle: Oracle, line: LineId, reader: ParticipantId) -> bool:
    """Not more than this; the chair may give less."""
    section, role = oracle.lines[line], ROLES[reader]
    if (line, reader) in oracle.withheld or (reader, section) in oracle.named:
        return False
    if frozenset({reader, oracle.speakers[line]}) in oracle.apart:
        return False
    if role in MINUTES:
        return True
    is_for_them = reader in AUDIENCES[section]
    return is_for_them if role in FAMILY or section == CLOSED_PART else True
