"""Values as the bytes that are hashed: sorted keys, no space between, UTF-8, ids and dates as text.

Equal values have equal bytes, on every machine and in every order of building. A field that came
later has a default and is left out where it says nothing new: so an old value keeps its bytes.
"""

import json
from collections.abc import Collection
from dataclasses import fields, is_dataclass
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
        given = {each.name: (getattr(value, each.name), each.default) for each in fields(value)}
        return {name: plain(said) for name, (said, default) in given.items() if said != default}
    raise TypeError(f"No {type(value).__name__} has bytes of its own.")


def is_collection(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, frozenset | tuple)
