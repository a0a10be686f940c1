"""A raw client for tests and load: joins by an offer, sends tone or picture, counts what comes."""

from collections import Counter, deque
from collections.abc import Callable
from functools import lru_cache

from bench.load import rtp, sdp, sources
from bench.load.connection import Connection, State
from bench.load.dtls import PROFILES, Identity, Profile
from bench.load.hearing import Heard, Hearing
from bench.load.sending import Sender

GIVE_UP_S = 5.0


class NotConnected(Exception):
    """The leg did not come up. The message is the connection's reason."""


@lru_cache(maxsize=1)
def shared_identity() -> Identity:
    """One certificate for a whole process: making one takes longer than a handshake."""
    return Identity()


class RawLeg:
    """Everything happens in callbacks of the running loop: one awaits only what one needs to know.

    Sending may start before the leg is up: it goes out from then on.
    """

    def __init__(
        self,
        offer_sdp: str,
        address: tuple[str, int] | None = None,
        *,
        profiles: tuple[Profile, ...] = PROFILES,
    ) -> None:
        """`address` replaces the offer's candidate. Raises BadOffer."""
        self.offer = sdp.read_offer(offer_sdp)
        self.sender = Sender(self.offer)
        self.hearing = Hearing(self.offer)
        self.connection: Connection | None = None
        self._address = address
        self._profiles = profiles
        self._identity = shared_identity()
        self._local = sdp.Local(
            self._identity.fingerprint, self.sender.sound_ssrc, self.sender.picture_ssrcs
        )

    def connect(self) -> str:
        """Start connecting; returns the answer, which the server needs to finish DTLS.

        Then wait with `until_up`. Raises NotConnected if there is no address to go to.
        """
        self.start(self.offer)
        return self.answer

    @property
    def answer(self) -> str:
        return sdp.write_answer(self.offer, self._local)

    def start(self, remote: sdp.Offer) -> None:
        """Connect to whom `remote` describes: where, with which password and fingerprint."""
        way = self._address or remote.candidate
        if way is None:
            raise NotConnected("no candidate")
        self.connection = Connection(remote, self._local, self._identity, way, self._profiles)
        self.connection.on_rtp = self.hearing.on_rtp
        self.connection.on_rtcp = self.sender.on_rtcp
        self.connection.on_arrival = self.hearing.tell_watchers
        self.connection.start()
        self.sender.start(self.connection)

    async def until_up(self, within: float = GIVE_UP_S) -> None:
        """Raises NotConnected, TimeoutError."""
        await self._way.until_settled(within)
        if not self.is_up:
            raise NotConnected(self._way.failure)

    async def until(self, condition: Callable[[], bool], within: float = GIVE_UP_S) -> None:
        """Until it holds; it is looked at after each datagram that arrives. Raises TimeoutError."""
        await self.hearing.until(condition, within)

    async def until_heard(self, mid: str, packets: int = 1, within: float = GIVE_UP_S) -> None:
        """Until so many *more* packets came in this slot. Raises TimeoutError."""
        goal = self.heard(mid).packets + packets
        await self.until(lambda: self.heard(mid).packets >= goal, within)

    def close(self) -> None:
        """Say good-bye in DTLS and forget everything. Idempotent."""
        self.sender.stop()
        if self.connection is not None:
            self.connection.close()

    # What it knows

    @property
    def is_up(self) -> bool:
        return self.connection is not None and self.connection.state is State.UP

    @property
    def local_address(self) -> tuple[str, int]:
        return self._way.local_address

    @property
    def received(self) -> dict[str, Heard]:
        """By MID; what carries none of ours, by `ssrc:NUMBER`."""
        return self.hearing.slots

    def heard(self, mid: str) -> Heard:
        """The same for one slot, also if nothing ever came in it."""
        return self.hearing.slots.get(mid, Heard())

    @property
    def bad_packets(self) -> int:
        """Packets that did not verify, or were not RTP after it."""
        return self._way.bad_packets + self.hearing.unreadable

    @property
    def arrived(self) -> Counter[str]:
        """Every datagram that reached the socket, by kind: stun, dtls, rtp, rtcp, other."""
        return self._way.arrived

    @property
    def media_packets(self) -> int:
        """RTP and RTCP datagrams that reached the socket, whether we could read them or not."""
        return self.arrived["rtp"] + self.arrived["rtcp"]

    @property
    def delays_ms(self) -> deque[float]:
        """Of load packets: from the sender's stamp until read here."""
        return self.hearing.delays_ms

    # What it does

    def send_tone(self, hz: float, amplitude: float = sources.AMPLITUDE) -> None:
        """Real Opus, 50 frames a second, with its true level."""
        self.sender.speak(sources.a_tone(hz, amplitude))

    def send_silence(self) -> None:
        """Real Opus of digital silence, level 127."""
        self.sender.speak(sources.silence())

    def send_pictures(self) -> None:
        """Real VP8 in every offered layer, 20 frames a second; a key frame when asked."""
        self.sender.show_clips()

    def send_load(self, level_dbov: int = sources.LOUD) -> None:
        """The profile of the bench: 50 sound and 80 picture packets a second, stamped."""
        self.sender.speak(sources.SoundLoad(level_dbov))
        self.sender.show_load()

    def stop_sending(self) -> None:
        self.sender.stop("sound", "picture")

    def turn_deaf(self) -> None:
        """Be a hostile client: ignore every message from now on, keep sending.

        What arrives is still counted in `arrived`.
        """
        self._way.is_deaf = True

    def send_rtp(self, packet: bytes) -> None:
        """Any RTP, protected with the leg's key."""
        self._way.send_rtp(packet)

    def send_raw(self, datagram: bytes) -> None:
        """Any bytes, past all protection."""
        self._way.send_raw(datagram)

    def ask_key_frame(self, mid: str) -> None:
        """Send a PLI for what this slot carries now."""
        own = self.sender.sound_ssrc
        loss = rtp.picture_loss(own, self.heard(mid).ssrc)
        self._way.send_rtcp(rtp.empty_receiver_report(own) + loss)

    @property
    def _way(self) -> Connection:
        if self.connection is None:
            raise NotConnected("connect first")
        return self.connection
