"""What must be so before somebody comes in, as the chair's panel shows it."""

from app.domain.gating.panel import GatePanel
from signalling import gates as parts


def on_wire(gate: GatePanel | None) -> parts.Gate | None:
    if gate is None:
        return None
    return parts.Gate(
        missing=gate.missing,
        kind=gate.kind,
        supports=sorted(gate.supports, key=str),
        approved=gate.approved,
        accepted=gate.accepted,
        agreed=gate.agreed,
        consents_open=sorted(gate.consents_open, key=str),
        serves=gate.serves,
        sections=None if gate.sections is None else sorted(gate.sections, key=str),
    )
