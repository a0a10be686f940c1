"""Which local rules a conference runs under. For ever: no field changes."""

from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import Jurisdiction
from app.domain.local_rules.figures import Figure


@dataclass(frozen=True, slots=True)
class LocalRulesFixed:
    """The figures that hold on the day of booking; later versions do not change them."""

    jurisdiction: Jurisdiction
    version: date | None
    """The first day of the authority's version; None: national defaults alone."""
    figures: tuple[Figure, ...]


LocalRulesEvent = LocalRulesFixed
