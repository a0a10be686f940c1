"""Where a known caller is: a conference, or a rehearsal of one."""

from typing import Protocol

from signalling.phone.acts import Act, PinAnswer


class Place(Protocol):
    """What it has to tell it tells by the function that it was made with."""

    @property
    def cuts(self) -> int:
        """How often `Cut` was told: what was chosen to be said before may not be said."""
        ...

    async def join(self) -> PinAnswer:
        """Not there for any other answer than RIGHT."""
        ...

    async def does(self, act: Act) -> bool:
        """Carry out what the caller wants. False: it was refused."""
        ...

    async def follow(self) -> None:
        """Tell what happens there, until it is over."""
        ...

    def faded(self) -> None:
        """Nothing comes from them any more. They may come back."""
        ...

    def returned(self) -> None: ...

    async def give_up(self, why: str) -> None:
        """The call is over."""
        ...
