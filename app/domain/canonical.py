"""Values as the bytes that are hashed: sorted keys, no space between, UTF-8, ids and dates as text.

Equal values have equal bytes, on every machine and in every order of building. A field that came
later has a default and is left out while it holds it: what was written before has the same bytes.
"""

import json
from collections.abc import Collection
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import TypeGuard
from uuid import UUID

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def canonical(value: Plain) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def plain(value: object) -> Plain:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID | date):
        return str(value)
    if is_collection(value):
        members = [plain(each) for each in value]
        return sorted(members, key=canonical) if isinstance(value, frozenset) else members
    if is_dataclass(value):
        held = [(each, getattr(value, each.name)) for each in fields(value)]
        return {
            each.name: plain(held_value)
            for each, held_value in held
            if each.default is MISSING or held_value != each.default
        }
    raise TypeError(f"No {type(value).__name__} has bytes of its own.")


def is_collection(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, frozenset | tuple)
