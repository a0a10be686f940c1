"""The model again, with what it has to know of parts: who is in them, and out of which somebody is.

An exclusion from one part ends when another part opens after that one.
"""

from dataclasses import dataclass, field

from app.domain import events
from app.domain.agenda.events import AudienceChanged, OrderEvent, SectionAdded
from app.domain.evolve import Recorded
from app.domain.ids import ParticipantId, SectionId
from tests.domain.model import Model as Places


@dataclass
class Model(Places):
    out_of: dict[ParticipantId, SectionId] = field(default_factory=dict[ParticipantId, SectionId])
    """The part, of whom only a part is kept."""
    parts_begun: set[ParticipantId] = field(default_factory=set[ParticipantId])
    """Their part has been open since they were put out."""

    def learn(self, recorded: Recorded) -> None:
        super().learn(recorded)
        self._heard = None
        match recorded.event:
            case events.SectionOpened(section_id):
                self._part_opens(section_id)
            case events.ParticipantReadmitted(id):
                self._ended(id)
            case events.ParticipantExcluded(id, section_id=part) if part is not None:
                self.out_of[id] = part
                self.parts_begun |= {id} if part == self.section else set()
            case event if isinstance(event, OrderEvent):
                self.taken[None] = recorded.version
                self._ordered(event)
            case _:
                pass

    def _part_opens(self, section: SectionId) -> None:
        """Whoever was out of the part before may be let in, on what they have said since."""
        for id, part in list(self.out_of.items()):
            if part == section:
                self.parts_begun.add(id)
            elif id in self.parts_begun:
                self._ended(id)
                for leg in {leg for leg in self.came if self.owner(leg) == id}:
                    self.notices.pop(leg, None)

    def _ended(self, id: ParticipantId) -> None:
        self.excluded.discard(id)
        self.out_of.pop(id, None)
        self.parts_begun.discard(id)

    def _ordered(self, event: OrderEvent) -> None:
        if isinstance(event, AudienceChanged):
            self.audiences[event.section_id] = event.audience
        elif isinstance(event, SectionAdded):
            added = event.section
            self.audiences[added.section_id] = added.audience
            self.restricted |= {added.section_id}
