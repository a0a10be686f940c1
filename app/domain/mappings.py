"""Changed copies of mappings that nobody changes in place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def with_entries(known: Mapping[K, V], new: Mapping[K, V]) -> Mapping[K, V]:
    """`known` with these entries added, or in the place of those with the same key.

    A thousand lines are copied for each that is written: `|` takes the hashes of the keys along,
    where a copy entry by entry works out every one of them again.
    """
    if isinstance(known, MappingProxyType):
        return MappingProxyType(known | new)
    return MappingProxyType({**known, **new})


def without(known: Mapping[K, V], key: K) -> Mapping[K, V]:
    return MappingProxyType({other: each for other, each in known.items() if other != key})
