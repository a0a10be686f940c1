"""Domain views into wire messages: exactly the texts that the view names are filled in."""

from app.domain import views
from app.domain.ids import TextId
from app.domain.people import Notice, TextRef
from app.live import wire_agenda as agenda
from app.live import wire_conduct as conduct
from app.live import wire_telephones as telephones
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
        refs += [
            ref for line in screen.lines for ref in (line.text, line.section, line.speaker_name)
        ]
        refs += [ref for person in screen.people for ref in (person.name, person.place)]
    if panel is not None:
        refs += [person.name for person in panel.people]
        refs += [leg.with_whom for person in panel.people for leg in person.legs]
        refs += conduct.texts_of(panel.conduct)
        refs += agenda.texts_of(panel.agenda)
        refs += [section.title for section in panel.sections]
        refs += [place.name for place in panel.rooms]
    if room is not None:
        refs += [room.place, *(name for _, name in room.expected)]
    if isinstance(screen, views.AsideView):
        refs += [ref for person in screen.people for ref in (person.name, person.place)]
    if isinstance(screen, views.WaitingView) and screen.told is not None:
        refs += [screen.told.words]
    refs += [each.name for each in view.company]
    refs += [] if view.own is None else [view.own.name]
    if view.responder is not None:
        refs += conduct.texts_of(view.responder)
    return {ref.id for ref in refs if ref is not None}


def to_wire(view: views.View, words: Words, troubles: frozenset[str]) -> wire.View:
    """The view as a message; its number is given when it is sent."""
    return wire.View(
        number=0,
        screen=_screen(view, words),
        panel=None if view.panel is None else _panel(view.panel, words, troubles),
        room=None if view.room is None else _room(view.room, words),
        responder=None if view.responder is None else conduct.responder(view.responder, words),
        company=[_companion(each, words) for each in view.company],
        own=None if view.own is None else _own(view.own, words),
    )


def _own(own: views.Own, words: Words) -> wire.Own:
    return wire.Own(
        name=_word(words, own.name),
        role=own.role,
        opened_elsewhere=own.opened_elsewhere,
        recording_rule=own.recording_rule,
    )


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
        case views.WaitingView() as waiting:
            return _waiting(waiting, words)
        case views.AsideView() as aside:
            return _aside(aside, words)
        case views.EndedView():
            return wire.Ended()
        case views.InsideView() as inside:
            return _inside(inside, words)


def _waiting(waiting: views.WaitingView, words: Words) -> wire.Waiting:
    return wire.Waiting(
        notice=_notice(waiting.notice),
        answers_needed=waiting.answers_needed,
        asked=waiting.asked,
        asked_for_break=waiting.asked_for_break,
        may_be_rung=waiting.may_be_rung,
        told=None if waiting.told is None else agenda.told(waiting.told, words),
    )


def _notice(notice: Notice | None) -> parts.Notice | None:
    return None if notice is None else parts.Notice(code=notice.code, minutes=notice.minutes)


def _inside(inside: views.InsideView, words: Words) -> wire.Inside:
    return wire.Inside(
        paused=inside.paused,
        section=None if inside.section is None else _word(words, inside.section),
        section_kind=inside.section_kind,
        people=[_person(person, words) for person in inside.people],
        lines=[_line(line, words) for line in inside.lines],
        may_write=inside.may_write,
        answers_needed=inside.answers_needed,
        asked=inside.asked,
        asked_for_break=inside.asked_for_break,
        muted=inside.muted,
        reminders=inside.reminders,
    )


def _aside(aside: views.AsideView, words: Words) -> wire.Aside:
    return wire.Aside(
        people=[_person(person, words) for person in aside.people],
        answers_needed=aside.answers_needed,
        asked=aside.asked,
        asked_for_break=aside.asked_for_break,
        reply_wanted=aside.reply_wanted,
    )


def _person(person: views.SeenPerson, words: Words) -> wire.Person:
    return wire.Person(
        participant_id=person.participant_id,
        leg_id=person.leg_id,
        name=_word(words, person.name),
        role=person.role,
        place=None if person.place is None else _word(words, person.place),
        muted=person.muted,
    )


def _line(line: views.SeenLine, words: Words) -> parts.Line:
    return parts.Line(
        line_id=line.line_id,
        section=_word(words, line.section),
        speaker=line.speaker,
        speaker_name=_word(words, line.speaker_name),
        kind=line.kind,
        text=_word(words, line.text),
        written_at_ms=line.written_at // 1000,
        struck=line.struck,
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


def _panel(panel: views.ChairPanel, words: Words, troubles: frozenset[str]) -> parts.ChairPanel:
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
        telephones=telephones.panel(panel.telephones),
        troubles=[parts.Trouble(code=code) for code in sorted(troubles)],
    )


def _panel_person(person: views.PanelPerson, words: Words) -> parts.PanelPerson:
    return parts.PanelPerson(
        participant_id=person.participant_id,
        name=_word(words, person.name),
        role=person.role,
        standing=person.standing,
        was_in=person.was_in,
        in_audience=person.in_audience,
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
        current=section.current,
        next=section.next,
    )


def _room(room: views.RoomPanel, words: Words) -> parts.RoomPanel:
    return parts.RoomPanel(
        place=_word(words, room.place),
        leg_id=room.leg_id,
        expected=[
            parts.ExpectedInRoom(participant_id=id, name=_word(words, name))
            for id, name in room.expected
        ],
        present=sorted(room.present, key=str),
        dark=room.dark,
        statement_needed=room.statement_needed,
    )
