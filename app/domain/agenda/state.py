"""What is remembered of the running order besides its sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.agenda.codes import SCRIPT, ClosedKind, ScriptStep
from app.domain.agenda.events import ExclusionAsked, ExclusionRequestDecided, WaitingTold
from app.domain.exclusion import Span
from app.domain.ids import Micros, ParticipantId, RequestId, SectionId
from app.domain.people import TextRef

EXCLUSION_NOTICE_DAYS = 3
"""Working days (SUS-7.10)."""


@dataclass(frozen=True, slots=True)
class Out:
    """One exclusion, from being put out until it ended."""

    participant_id: ParticipantId
    span: Span
    section_id: SectionId | None
    """The part that they are kept out of; None: not for one part, or not said."""
    version: int
    begins_at: Micros
    ends_at: Micros | None
    """None: it goes on."""
    part_held: bool
    """Its part has been open since."""
    names_next: bool
    """The next part to open is the one that they know of (e.3)."""


@dataclass(frozen=True, slots=True)
class ExclusionRequest:
    asked: ExclusionAsked
    decided: ExclusionRequestDecided | None


@dataclass(frozen=True, slots=True)
class ClosedRequest:
    id: RequestId
    asked_by: ParticipantId
    kind: ClosedKind


@dataclass(frozen=True, slots=True)
class Agenda:
    has_script: bool
    exclusion_notice_days: int
    steps_done: int
    """Of the script, in its order."""
    been_in: frozenset[ParticipantId]
    """Let in at least once."""
    to_announce: tuple[ParticipantId, ...]
    """Came after the script, by time of coming."""
    outs: tuple[Out, ...]
    """Every exclusion, in order."""
    warned: Mapping[ParticipantId, Micros]
    """The last time."""
    planned: Mapping[ParticipantId, frozenset[SectionId]]
    requests: Mapping[RequestId, ExclusionRequest]
    views: Mapping[ParticipantId, TextRef | None]
    closed_requests: tuple[ClosedRequest, ...]
    """Not answered yet."""
    gists: Mapping[tuple[ParticipantId, SectionId], TextRef]
    told: WaitingTold | None
    """What those who wait are told, until the next part opens."""

    @property
    def next_step(self) -> ScriptStep | None:
        """None: there is no script, or it is done."""
        is_open = self.has_script and self.steps_done < len(SCRIPT)
        return SCRIPT[self.steps_done] if is_open else None

    @property
    def script_is_done(self) -> bool:
        return self.has_script and self.next_step is None


PLAIN_AGENDA = Agenda(
    has_script=False,
    exclusion_notice_days=EXCLUSION_NOTICE_DAYS,
    steps_done=0,
    been_in=frozenset(),
    to_announce=(),
    outs=(),
    warned=MappingProxyType({}),
    planned=MappingProxyType({}),
    requests=MappingProxyType({}),
    views=MappingProxyType({}),
    closed_requests=(),
    gists=MappingProxyType({}),
    told=None,
)
