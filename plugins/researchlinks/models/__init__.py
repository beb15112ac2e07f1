"""Records of research, the links from entries to them, and what is found when records are looked after."""

from plugins.researchlinks.models.links import ResearchLink
from plugins.researchlinks.models.records import FACTS, LONGEST, NETWORK, ResearchRecord
from plugins.researchlinks.models.upkeep import (
    AddressCheck,
    AddressStatus,
    Concern,
    Host,
    SourceCheck,
    Telling,
)

__all__ = [
    "FACTS", "LONGEST", "NETWORK", "AddressCheck", "AddressStatus", "Concern", "Host", "ResearchLink",
    "ResearchRecord", "SourceCheck", "Telling",
]  # fmt: skip
