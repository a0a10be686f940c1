"""The minute channel's part of a view as wire messages."""

from functools import lru_cache

from app.domain import views
from app.domain.people import TextRef
from app.live.wire_conduct import UNREADABLE, Words
from signalling import minutes as parts

REMEMBERED_LINES = 8192
"""Each new line makes a new view of all lines: what has not changed is not made again."""


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
    refs = [seen.section, seen.speaker_name, seen.text, *seen.earlier]
    note = None if seen.flag_note is None else _word(words, seen.flag_note)
    return _filled(seen, tuple(_word(words, ref) for ref in refs), note)


@lru_cache(maxsize=REMEMBERED_LINES)
def _filled(seen: views.SeenLine, words: tuple[str, ...], note: str | None) -> parts.Line:
    section, speaker_name, text, *earlier = words
    return parts.Line(
        line_id=seen.line_id,
        section=section,
        restricted=seen.restricted,
        speaker=seen.speaker,
        speaker_name=speaker_name,
        kind=seen.kind,
        text=text,
        earlier=earlier,
        written_at_ms=seen.written_at // 1000,
        struck=seen.struck,
        children=[*seen.children],
        language=seen.language,
        withheld=[
            parts.LineWithheld(participant_id=id, ground=ground) for id, ground in seen.withheld
        ],
        flagged=seen.flagged,
        flag_note=note,
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
