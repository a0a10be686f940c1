"""Local rules as a list of keys with their values as text: how they are stored, shown, compared.

Old logs stay readable, byte for byte, when a group gets another figure: what a list does not name
is the national default.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from app.domain.case.codes import Jurisdiction
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.rules import LocalRules

Value = bool | int | str | frozenset[date]


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    """`group.name`."""
    value: str


def figures_of(rules: LocalRules) -> tuple[Figure, ...]:
    """All of them, group by group."""
    return tuple(
        Figure(f"{group.name}.{field.name}", written(getattr(values, field.name)))
        for group in fields(rules)
        for values in [getattr(rules, group.name)]
        for field in fields(values)
    )


def rules_from(figures: Iterable[Figure], jurisdiction: Jurisdiction) -> LocalRules:
    """A key that is not used any more is passed over."""
    rules = national_rules(jurisdiction)
    told = {figure.key: figure.value for figure in figures}
    return replace(
        rules, **{group.name: _group_from(rules, group.name, told) for group in fields(rules)}
    )


def _group_from(rules: LocalRules, group: str, told: dict[str, str]) -> object:
    values = getattr(rules, group)
    known = {field.name: f"{group}.{field.name}" for field in fields(values)}
    return replace(
        values,
        **{
            name: _read(told[key], getattr(values, name))
            for name, key in known.items()
            if key in told
        },
    )


def written(value: Value) -> str:
    """Days one after the other, in their order."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return " ".join(sorted(map(str, value)))
    return str(value)


def _read(text: str, like: Value) -> Value:
    """Of the same type as the default."""
    if isinstance(like, bool):
        return text == "true"
    if isinstance(like, int):
        return int(text)
    if isinstance(like, frozenset):
        return frozenset(map(date.fromisoformat, text.split()))
    return type(like)(text) if isinstance(like, StrEnum) else text
