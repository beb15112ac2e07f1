"""Records of research, the links from entries to them, imports, and what is found out about records."""

from plugins.researchlinks.models.imports import ReferenceImport
from plugins.researchlinks.models.links import ResearchLink
from plugins.researchlinks.models.pairs import DistinctPair
from plugins.researchlinks.models.records import FACTS, LONGEST, ResearchRecord
from plugins.researchlinks.models.upkeep import (
    AddressCheck,
    AddressStatus,
    Concern,
    GatheredAddresses,
    Host,
    SourceCheck,
    Telling,
)

__all__ = [
    "FACTS", "LONGEST", "AddressCheck", "AddressStatus", "Concern", "DistinctPair",
    "GatheredAddresses", "Host", "ReferenceImport", "ResearchLink", "ResearchRecord", "SourceCheck",
    "Telling",
]  # fmt: skip
