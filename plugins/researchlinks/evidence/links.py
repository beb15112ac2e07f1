"""What a study gives to the entry that links it."""

from dataclasses import dataclass, replace

from .studies import Study, best_tier, if_completed, weight_against
from .vocabulary import Relation, Tier


@dataclass(frozen=True)
class Link:
    """A study beside an entry; the overlaps are None until somebody has looked.

    `title` is how the study is named in sentences. `has_logic_model` says whether the entry shows how
    this research leads one to expect that it works.
    """

    study: Study
    relation: Relation
    population_overlaps: bool | None
    setting_overlaps: bool | None
    has_logic_model: bool
    title: str

    @property
    def counts(self) -> bool:
        return self.study.stands and self.relation != Relation.BACKGROUND

    @property
    def speaks_for(self) -> bool:
        """Whether it is put forward as evidence for the entry, strong enough or not."""
        return self.relation in {Relation.EVALUATES, Relation.SUPPORTS} and weight_of(self) is None


def weight_of(link: Link) -> Tier | None:
    """Return how heavily `link` weighs against its entry, None where it does not."""
    if link.relation not in {Relation.EVALUATES, Relation.CONTRADICTS}:
        return None
    return weight_against(link.study)


def tier_of_link(link: Link, against: Tier | None) -> Tier | None:
    """Return the tier that `link` alone gives, with negative evidence of weight `against` beside it.

    The guidance lets no negative evidence override tiers 1 to 3 (how it compares the two was not
    checked against the text): here, negative evidence as strong or stronger does. It leaves tier 4,
    which claims no effect.
    """
    tested = tested_tier(link)
    if tested is not None and (against is None or tested < against):
        return tested
    return Tier.RATIONALE if may_support_rationale(link) and link.has_logic_model else None


def tested_tier(link: Link) -> Tier | None:
    """Return which of tiers 1 to 3 `link` gives: a reviewer said so, and neither facts nor fit deny it."""
    said = link.study.assigned_tier
    allowed = best_tier(link.study).tier
    if link.relation != Relation.EVALUATES or said is None or allowed is None:
        return None
    tier = max(said, allowed)
    return max(tier, fit(link)) if tier <= Tier.PROMISING else None


def may_support_rationale(link: Link) -> bool:
    """Whether a logic model may rest on it: the act asks for research findings or positive evaluation.

    The act also asks for ongoing efforts to examine the effects, of which a link tells nothing.
    """
    return link.speaks_for and best_tier(link.study).tier is not None


def fit(link: Link) -> Tier:
    """Return the strongest tier that the overlap with the students and the setting here allows.

    The guidance asks for both in tier 1 and for either in tier 2.
    """
    overlaps = (link.population_overlaps is True) + (link.setting_overlaps is True)
    return (Tier.PROMISING, Tier.MODERATE, Tier.STRONG)[overlaps]


def at_best(link: Link) -> Link:
    """Return `link` as it would be if all that is still open turned out well."""
    study = if_completed(link.study)
    return replace(
        link,
        study=replace(study, assigned_tier=study.assigned_tier or Tier.STRONG),
        population_overlaps=link.population_overlaps is not False,
        setting_overlaps=link.setting_overlaps is not False,
        has_logic_model=True,
    )
