"""What pages and API alike call the ways to narrow documents, and the numbers that have ranges."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILTER_NAMES = {"format": "file_format"}
"""By facet, the name of its filter where that is another: `format` is that of texts"""


@dataclass(frozen=True)
class Number:
    """A number that entries lie within a range of."""

    label: str | Promise
    least: int
    most: int
    is_offered: bool = True
    """Whether the library's page has fields for it; if not, another number there says the same"""


ENROLLMENT = Number(_("Students in the district"), 0, 10_000_000)
START_YEAR = Number(_("The year it began"), 1900, 2100, is_offered=False)
COST = Number(_("Cost of the first year, in dollars"), 0, 1_000_000_000)
YEAR = Number(_("Year"), 1900, 2100)
NUMBERS: Mapping[str, Mapping[str, Number]] = {
    "district": {"enrollment": ENROLLMENT},
    "innovation": {"start_year": START_YEAR, "enrollment": ENROLLMENT, "cost": COST, "year": YEAR},
    "story": {"enrollment": ENROLLMENT, "year": YEAR},
    "toolkit": {"enrollment": ENROLLMENT, "year": YEAR},
    "playbook": {"enrollment": ENROLLMENT, "year": YEAR},
}
"""By kind, what can be given a least and a most. The year is that in which an innovation began, a story
came out, and a toolkit or playbook was last changed"""


def filter_name(facet: str) -> str:
    """Return what requests and answers call this facet."""
    return FILTER_NAMES.get(facet, facet)


def facet_of(name: str) -> str:
    """Return the facet that requests and answers call `name`."""
    return next((facet for facet, other in FILTER_NAMES.items() if other == name), name)
