"""Numbers what is said, and knows whether the caller is still listening to it."""

from collections.abc import Collection

from signalling.phone.acts import Act, Hush, Language, Say


class Voice:
    """One caller's: in their language, with the clips that there are."""

    def __init__(self, known: Collection[str]) -> None:
        """`known`: names of the clips that exist. What is not there is put otherwise."""
        self.language = Language.ENGLISH
        self._known = known
        self._last = 0
        self._spoken = 0

    @property
    def is_quiet(self) -> bool:
        return self.has_said(self._last)

    def has_said(self, number: int) -> bool:
        """Or has been cut short in it."""
        return self._spoken >= number

    @property
    def last(self) -> int:
        """The number of the newest utterance."""
        return self._last

    def say(self, *names: str, is_inside: bool = False) -> Say:
        self._last += 1
        clips = tuple(f"{self.language}/{name}" for name in names)
        return Say(self._last, clips, is_inside)

    def in_both(self, *names: str) -> Say:
        """English, then Welsh: for whoever has not chosen yet."""
        self._last += 1
        clips = tuple(f"{each}/{name}" for each in Language for name in names)
        return Say(self._last, clips, is_inside=False)

    def instead(self, *names: str, is_inside: bool = False) -> list[Act]:
        """Say this now, and nothing more of what was being said."""
        hush: list[Act] = [] if self.is_quiet else [Hush()]
        return [*hush, self.say(*names, is_inside=is_inside)]

    def spoken(self, number: int) -> None:
        self._spoken = max(self._spoken, number)

    def one_of(self, name: str, otherwise: str) -> str:
        return name if name in self._known else otherwise
