"""The minute channel's part of a view as wire messages."""

from app.domain import views
from app.domain.people import TextRef
from app.live.wire_conduct import UNREADABLE, Words
from signalling import minutes as parts


def texts_of(inside: views.InsideView) -> list[TextRef | None]:
    refs = [
        ref
        for line in inside.lines
        for ref in (line.text, line.section, line.speaker_name, line.flag_note, *line.earlier)
    ]
    if inside.minutes is not None:
        refs += [speaker.name for speaker in inside.minutes.speakers]
        refs += [name for _, name in inside.minutes.children]
    return refs


def line(seen: views.SeenLine, words: Words) -> parts.Line:
    return parts.Line(
        line_id=seen.line_id,
        section=_word(words, seen.section),
        restricted=seen.restricted,
        speaker=seen.speaker,
        speaker_name=_word(words, seen.speaker_name),
        kind=seen.kind,
        text=_word(words, seen.text),
        earlier=[_word(words, each) for each in seen.earlier],
        written_at_ms=seen.written_at // 1000,
        struck=seen.struck,
        children=[*seen.children],
        language=seen.language,
        withheld=[
            parts.LineWithheld(participant_id=id, ground=ground) for id, ground in seen.withheld
        ],
        flagged=seen.flagged,
        flag_note=None if seen.flag_note is None else _word(words, seen.flag_note),
    )


def desk(shown: views.MinuteDesk, words: Words) -> parts.MinuteDesk:
    return parts.MinuteDesk(
        section_id=shown.section_id,
        restricted=shown.restricted,
        speakers=[
            parts.Speaker(
                participant_id=each.participant_id, name=_word(words, each.name), role=each.role
            )
            for each in shown.speakers
        ],
        children=[parts.Child(child_id=id, name=_word(words, name)) for id, name in shown.children],
        empty_headings=[*shown.empty_headings],
    )


def _word(words: Words, ref: TextRef) -> str:
    return words.get(ref.id, UNREADABLE)
