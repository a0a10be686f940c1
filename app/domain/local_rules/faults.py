"""Local rules that cannot hold, or that contradict each other; each by the name of its key."""

from collections.abc import Iterator
from dataclasses import fields

from app.domain.local_rules.codes import CopyDefault
from app.domain.local_rules.rules import LocalRules

LARGEST = 1000
"""Of any unit: more is a slip of the hand, and dates end."""
MAY_BE_ZERO = frozenset({"quorum.other_agencies_min", "calendar.trigger_day"})

Fault = tuple[str, str]
"""The key, `group.name`, and what is wrong with it in plain words."""


def faults(rules: LocalRules) -> Iterator[Fault]:
    yield from _out_of_range(rules)
    yield from _contradictions(rules)
    if rules.calendar.trigger_day > 1:
        yield "calendar.trigger_day", "The trigger day is day 0 or day 1."
    for key, words in (
        ("quorum.required_agency", rules.quorum.required_agency),
        ("quorum.required_through", rules.quorum.required_through),
        ("wording.recording_rule", rules.wording.recording_rule),
    ):
        if not words.strip():
            yield key, "It is empty."
    if rules.copies.supporters is CopyDefault.OPEN_SECTIONS:
        yield "copies.supporters", "A supporter has no copy of the minutes (e.3)."
    for name in ("child", "child_advocate"):
        if getattr(rules.copies, name) is CopyDefault.OPEN_SECTIONS:
            yield f"copies.{name}", "The minutes themselves are the chair's own decision (e.3)."


def numbers(rules: LocalRules) -> Iterator[tuple[str, int]]:
    for group in fields(rules):
        values = getattr(rules, group.name)
        for field in fields(values):
            value = getattr(values, field.name)
            if isinstance(value, int) and not isinstance(value, bool):
                yield f"{group.name}.{field.name}", value


def _out_of_range(rules: LocalRules) -> Iterator[Fault]:
    for key, number in numbers(rules):
        least = 0 if key in MAY_BE_ZERO else 1
        if not least <= number <= LARGEST:
            yield key, f"It is between {least} and {LARGEST}."


def _contradictions(rules: LocalRules) -> Iterator[Fault]:
    timers, lengths = rules.timers, rules.lengths
    if timers.restricted_stale_after_minutes > timers.answers_stale_after_minutes:
        yield (
            "timers.restricted_stale_after_minutes",
            "Answers go stale earlier in a restricted part than elsewhere"
            " (timers.answers_stale_after_minutes).",
        )
    if timers.shown_lost_after_seconds > timers.dropped_after_seconds:
        yield (
            "timers.shown_lost_after_seconds",
            "A connection is shown as lost before it is dropped (timers.dropped_after_seconds).",
        )
    if timers.lobby_opens_family_minutes < timers.lobby_opens_others_minutes:
        yield (
            "timers.lobby_opens_family_minutes",
            "The family's lobby opens no later than that of others"
            " (timers.lobby_opens_others_minutes).",
        )
    if lengths.review_first_months > lengths.review_later_months:
        yield (
            "lengths.review_first_months",
            "The first review is no later than a later one (lengths.review_later_months).",
        )
