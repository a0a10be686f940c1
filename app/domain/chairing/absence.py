"""Whoever is not there: warned before, their views asked for, and told the gist of a part."""

from app.domain.agenda.commands import AgreeGist, NoteViews
from app.domain.agenda.events import GistAgreed, ParticipantWarned, ViewsNoted
from app.domain.chairing.order import check_not_over
from app.domain.conference import RUNNING, Conference
from app.domain.errors import Incomplete, NotPermitted, WrongPhase, WrongStanding
from app.domain.ids import ParticipantId, SectionId
from app.domain.people import Participant, Role, Standing
from app.domain.record.commands import MAY_GET_A_COPY

FAMILY = frozenset({Role.PARENT, Role.FAMILY, Role.CHILD})


def warn(conference: Conference, id: ParticipantId) -> ParticipantWarned:
    person = conference.participant(id)
    if conference.phase not in RUNNING:
        raise WrongPhase("A warning is given during the conference.")
    if person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair cannot be excluded.")
    if person.standing is Standing.EXCLUDED:
        raise WrongStanding("This person is excluded already.")
    return ParticipantWarned(person.id)


def note_views(conference: Conference, command: NoteViews) -> ViewsNoted:
    """In their words, or that a way was offered and nothing was given: one of the two (REQ-24)."""
    check_not_over(conference)
    person = conference.participant(command.participant_id)
    if (command.text is None) is not command.none_given:
        raise Incomplete("Write their views, or that a way was offered and none were given.")
    return ViewsNoted(person.id, command.text)


def owed_views(conference: Conference) -> tuple[ParticipantId, ...]:
    """Of the family, who is out by a decision, and of whose views nothing is noted."""
    return tuple(
        person.id
        for person in conference.participants.values()
        if person.role in FAMILY
        and person.id not in conference.agenda.views
        and (person.standing is Standing.EXCLUDED or _is_absent_by_decision(conference, person))
    )


def _is_absent_by_decision(conference: Conference, person: Participant) -> bool:
    """An exclusion was granted beforehand, and they have not been in at all."""
    if person.id in conference.agenda.been_in:
        return False
    requests = conference.agenda.requests.values()
    return any(
        each.asked.about == person.id and each.decided is not None and each.decided.granted
        for each in requests
    )


def agree_gist(conference: Conference, command: AgreeGist) -> GistAgreed:
    section = conference.section(command.section_id)
    person = conference.participant(command.for_whom)
    if person.role not in MAY_GET_A_COPY:
        raise NotPermitted("This role has no copy of its own.")
    knows_of = (person.id, section.id) in conference.record.named_parts
    if person.id in section.audience and not knows_of:
        raise WrongStanding("This part is for them: they have its lines.")
    return GistAgreed(section.id, person.id, command.text)


def owed_gists(conference: Conference) -> tuple[tuple[ParticipantId, SectionId], ...]:
    """A kept-apart family member knows of a part that was held without them, and has no gist."""
    apart = frozenset[ParticipantId]().union(*conference.kept_apart)
    named = conference.record.named_parts
    return tuple(
        (person.id, section.id)
        for section in conference.sections
        if section.opened_at is not None
        for person in conference.participants.values()
        if person.id in apart
        and person.role in FAMILY
        and (person.id, section.id) in named
        and (person.id, section.id) not in conference.agenda.gists
    )
