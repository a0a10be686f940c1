"""Domain views into wire messages: exactly the texts that the view names are filled in."""

from app.domain import views
from app.domain.chairing.deputy import DeputyPanel
from app.domain.ids import ParticipantId, TextId
from app.domain.people import Notice, TextRef
from app.live import wire_agenda as agenda
from app.live import wire_case as case
from app.live import wire_conduct as conduct
from app.live import wire_gates as gates
from app.live import wire_minutes as minutes
from app.live import wire_telephones as telephones
from app.live.spoken import Voices
from app.live.wire_conduct import UNREADABLE, Words
from signalling import messages as wire
from signalling import panel as parts

Screen = wire.Waiting | wire.Inside | wire.Aside | wire.Ended


def texts_of(view: views.View) -> set[TextId]:
    """Every text that this view shows."""
    refs: list[TextRef | None] = []
    screen, panel, room = view.screen, view.panel, view.room
    if isinstance(screen, views.InsideView):
        refs += [screen.section]
        refs += minutes.texts_of(screen)
        refs += [ref for person in screen.people for ref in (person.name, person.place)]
    if panel is not None:
        refs += [person.name for person in panel.people]
        refs += [leg.with_whom for person in panel.people for leg in person.legs]
        refs += conduct.texts_of(panel.conduct)
        refs += agenda.texts_of(panel.agenda)
        refs += case.texts_of(panel.case)
        refs += [section.title for section in panel.sections]
        refs += [place.name for place in panel.rooms]
    if room is not None:
        refs += [room.place, *(name for _, name in room.expected)]
    if isinstance(screen, views.AsideView):
        refs += [ref for person in screen.people for ref in (person.name, person.place)]
    if isinstance(screen, views.WaitingView) and screen.told is not None:
        refs += [screen.told.words]
    refs += [each.name for each in view.company]
    if view.deputy is not None:
        refs += [name for _, name in view.deputy.people]
    refs += [] if view.own is None else [view.own.name]
    if view.responder is not None:
        refs += conduct.texts_of(view.responder)
    return {ref.id for ref in refs if ref is not None}


Troubles = frozenset[tuple[str, frozenset[ParticipantId]]]
"""Codes of the machinery's troubles, each with whom it is about."""

Beside = tuple[Troubles, Voices]
"""What the chair's panel tells beside the log."""


def to_wire(view: views.View, words: Words, beside: Beside) -> wire.View:
    """The view as a message; its number is given when it is sent."""
    return wire.View(
        number=0,
        screen=_screen(view, words),
        panel=None if view.panel is None else _panel(view.panel, words, beside),
        room=None if view.room is None else _room(view.room, words),
        responder=None if view.responder is None else conduct.responder(view.responder, words),
        company=[_companion(each, words) for each in view.company],
        deputy=None if view.deputy is None else _deputy(view.deputy, words),
        own=None if view.own is None else _own(view.own, words),
    )


def _own(own: views.Own, words: Words) -> wire.Own:
    return wire.Own(
        name=_word(words, own.name),
        role=own.role,
        opened_elsewhere=own.opened_elsewhere,
        recording_rule=own.recording_rule,
        may_ask=own.may_ask,
    )


def _deputy(shown: DeputyPanel, words: Words) -> parts.DeputyPanel:
    people = [parts.MayHold(leg_id=id, name=_word(words, name)) for id, name in shown.people]
    return parts.DeputyPanel(people=people)


def _companion(each: views.Companion, words: Words) -> wire.Companion:
    return wire.Companion(
        participant_id=each.participant_id,
        role=each.role,
        name=None if each.name is None else _word(words, each.name),
        here=each.here,
    )


def _word(words: Words, ref: TextRef) -> str:
    return words.get(ref.id, UNREADABLE)


def _screen(view: views.View, words: Words) -> Screen:
    match view.screen:
        case views.WaitingView() as outside:
            return _waiting(outside, words)
        case views.AsideView() as aside:
            return _aside(aside, words)
        case views.EndedView():
            return wire.Ended()
        case views.InsideView() as inside:
            return _inside(inside, words)


def _waiting(outside: views.WaitingView, words: Words) -> wire.Waiting:
    return wire.Waiting(
        notice=_notice(outside.notice),
        answers_needed=outside.answers_needed,
        asked=outside.asked,
        asked_for_break=outside.asked_for_break,
        may_be_rung=outside.may_be_rung,
        trouble_hearing=outside.trouble_hearing,
        told=None if outside.told is None else agenda.told(outside.told, words),
    )


def _notice(notice: Notice | None) -> parts.Notice | None:
    return None if notice is None else parts.Notice(code=notice.code, minutes=notice.minutes)


def _inside(inside: views.InsideView, words: Words) -> wire.Inside:
    return wire.Inside(
        paused=inside.paused,
        section=None if inside.section is None else _word(words, inside.section),
        section_kind=inside.section_kind,
        people=[_person(person, words) for person in inside.people],
        lines=[minutes.line(line, words) for line in inside.lines],
        may_write=inside.may_write,
        answers_needed=inside.answers_needed,
        asked=inside.asked,
        asked_for_break=inside.asked_for_break,
        muted=inside.muted,
        reminders=inside.reminders,
        minutes=None if inside.minutes is None else minutes.desk(inside.minutes, words),
        trouble_hearing=inside.trouble_hearing,
        section_number=inside.section_number,
    )


def _aside(aside: views.AsideView, words: Words) -> wire.Aside:
    return wire.Aside(
        people=[_person(person, words) for person in aside.people],
        answers_needed=aside.answers_needed,
        asked=aside.asked,
        asked_for_break=aside.asked_for_break,
        reply_wanted=aside.reply_wanted,
        trouble_hearing=aside.trouble_hearing,
    )


def _person(person: views.SeenPerson, words: Words) -> wire.Person:
    return wire.Person(
        participant_id=person.participant_id,
        leg_id=person.leg_id,
        name=_word(words, person.name),
        role=person.role,
        place=None if person.place is None else _word(words, person.place),
        muted=person.muted,
        by_phone=person.by_phone,
    )


def _answers(leg: views.PanelLeg) -> parts.GivenAnswers | None:
    answers = leg.answers
    if answers is None:
        return None
    return parts.GivenAnswers(
        alone=answers.alone,
        others_can_hear=answers.others_can_hear,
        child_can_hear=answers.child_can_hear,
        headphones=answers.headphones,
        safe_to_talk=answers.safe_to_talk,
        will_not_record=answers.will_not_record,
        all_clear=not leg.exposures,
    )


def _panel(panel: views.ChairPanel, words: Words, beside: Beside) -> parts.ChairPanel:
    troubles, voices = beside
    return parts.ChairPanel(
        version=panel.version,
        phase=panel.phase,
        pause_reason=panel.pause_reason,
        chair_inside=panel.chair_inside,
        people=[_panel_person(person, words) for person in panel.people],
        rooms=[_panel_room(place, words) for place in panel.rooms],
        sections=[_panel_section(section, words) for section in panel.sections],
        may_bring_back=panel.may_bring_back,
        conduct=conduct.panel(panel.conduct, words),
        agenda=agenda.panel(panel.agenda, words),
        case=case.panel(panel.case, words),
        telephones=telephones.panel(panel.telephones),
        spoken=[parts.Spoken(voice=id, seconds=seconds) for id, seconds in voices],
        troubles=troubles_on_wire(troubles),
    )


def troubles_on_wire(troubles: Troubles) -> list[parts.Trouble]:
    return [
        parts.Trouble(code=code, people=sorted(people, key=str))
        for code, people in sorted(troubles, key=lambda each: each[0])
    ]


def _panel_person(person: views.PanelPerson, words: Words) -> parts.PanelPerson:
    return parts.PanelPerson(
        participant_id=person.participant_id,
        name=_word(words, person.name),
        role=person.role,
        standing=person.standing,
        was_in=person.was_in,
        in_audience=person.in_audience,
        gate=gates.on_wire(person.gate),
        agreed=sorted(person.agreed, key=str),
        besides=sorted(person.besides, key=str),
        may_answer=person.may_answer,
        legs=[_panel_leg(leg, words) for leg in person.legs],
    )


def _panel_leg(leg: views.PanelLeg, words: Words) -> parts.PanelLeg:
    return parts.PanelLeg(
        leg_id=leg.leg_id,
        kind=leg.kind,
        place_id=leg.place,
        zone=leg.zone,
        connected=leg.connected,
        lost=leg.lost,
        answers=_answers(leg),
        answers_count=leg.answers_count,
        with_whom=None if leg.with_whom is None else _word(words, leg.with_whom),
        company=sorted(leg.company, key=str),
        identified=leg.identified,
        second_device=leg.second_device,
    )


def _panel_room(place: views.PanelRoom, words: Words) -> parts.PanelRoom:
    return parts.PanelRoom(
        place_id=place.place_id,
        name=_word(words, place.name),
        leg_id=place.leg_id,
        host=place.host,
        present=sorted(place.present, key=str),
        dark=place.dark,
    )


def _panel_section(section: views.PanelSection, words: Words) -> parts.PanelSection:
    return parts.PanelSection(
        section_id=section.section_id,
        kind=section.kind,
        title=_word(words, section.title),
        audience=sorted(section.audience, key=str),
        restricted=section.restricted,
        opened=section.opened,
        opened_ms=None if section.opened_at is None else section.opened_at // 1000,
        current=section.current,
        next=section.next,
    )


def _room(room: views.RoomPanel, words: Words) -> parts.RoomPanel:
    return parts.RoomPanel(
        place=_word(words, room.place),
        host=room.host,
        leg_id=room.leg_id,
        expected=[
            parts.ExpectedInRoom(participant_id=id, name=_word(words, name))
            for id, name in room.expected
        ],
        may_ask=sorted(room.may_ask, key=str),
        present=sorted(room.present, key=str),
        dark=room.dark,
        statement_needed=room.statement_needed,
        asked=sorted(room.asked, key=str),
        asked_for_break=sorted(room.asked_for_break, key=str),
    )
