"""The links of an entry put on the scales."""

from collections.abc import Iterable
from dataclasses import dataclass

from .links import Link, at_best, tested_tier, tier_of_link, weight_of
from .vocabulary import Tier, rank


@dataclass(frozen=True)
class Balance:
    """What counts for an entry and what against it, the strongest first in each.

    `pro` is put forward as evidence, strong enough or not.
    """

    pro: tuple[Link, ...]
    contra: tuple[Link, ...]

    @property
    def against(self) -> Link | None:
        return self.contra[0] if self.contra else None

    @property
    def weight(self) -> Tier | None:
        return weight_of(self.contra[0]) if self.contra else None

    @property
    def tier(self) -> Tier | None:
        return tier_of_link(self.pro[0], self.weight) if self.pro else None

    @property
    def carrier(self) -> Link | None:
        return None if self.tier is None else self.pro[0]

    @property
    def overruled(self) -> Link | None:
        """The strongest link of tiers 1 to 3, where the evidence against it is as strong or stronger."""
        tested = min(self.pro, key=lambda link: rank(tested_tier(link)), default=None)
        if tested is None or self.weight is None or tested_tier(tested) is None:
            return None
        return None if rank(self.tier) < Tier.RATIONALE else tested


def weigh(links: Iterable[Link]) -> Balance:
    """Sort `links` into evidence for and against; neither order nor what counts for nothing matters."""
    counted = [link for link in links if link.counts]
    contra = sorted(filter(weight_of, counted), key=lambda link: (rank(weight_of(link)), *_name(link)))
    weight = weight_of(contra[0]) if contra else None
    pro = sorted((link for link in counted if link.speaks_for), key=lambda link: _strength(link, weight))
    return Balance(tuple(pro), tuple(contra))


def reach(link: Link, weight: Tier | None) -> int:
    """Return the rank of the tier that `link` would give if all that is open turned out well."""
    return rank(tier_of_link(at_best(link), weight))


def _strength(link: Link, weight: Tier | None) -> tuple[int, int, int, str, str]:
    given = rank(tier_of_link(link, weight))
    return (given, rank(tested_tier(link)), reach(link, weight), *_name(link))


def _name(link: Link) -> tuple[str, str]:
    """Equally strong links go by title, then by all they say, so that the same sentences come out."""
    return link.title, repr(link)
