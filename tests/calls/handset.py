"""One telephone at somebody's ear."""

from collections.abc import Callable

from app.domain.ids import ParticipantId
from media.telephony.api import CallKey
from tests.calls.telephone import FakeTelephone


class Handset:
    """`wait`: lets time pass. `connect`: the engine has heard of the call."""

    def __init__(
        self,
        telephone: FakeTelephone,
        wait: Callable[[float], None],
        connect: Callable[[ParticipantId], None],
        call: CallKey,
    ) -> None:
        self._telephone = telephone
        self._wait = wait
        self._connect = connect
        self.call = call

    def press(self, *digits: str, gap: float = 0.3) -> None:
        for digit in digits:
            self._telephone.press(self.call, digit)
            self._wait(gap)

    def enters(self, pin: str, language: str = "1") -> None:
        self.press(language, *pin)
        self._wait(3)

    def connects(self, id: ParticipantId) -> None:
        """The engine has heard of the call."""
        self._connect(id)

    def hangs_up(self) -> None:
        self._telephone.end(self.call)
        self._wait(0.5)

    @property
    def clips(self) -> list[str]:
        return [each.clip for each in self._telephone.heard[self.call]]

    @property
    def told_of_inside(self) -> list[str]:
        heard = self._telephone.heard[self.call]
        return [each.clip for each in heard if each.is_inside]

    @property
    def is_up(self) -> bool:
        return self.call in self._telephone.up

    def since(self, mark: int) -> list[str]:
        return self.clips[mark:]

    @property
    def mark(self) -> int:
        return len(self.clips)
