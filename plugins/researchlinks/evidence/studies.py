"""What one study can show, whatever entry it is linked to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from .vocabulary import Direction, StudyDesign, Tier, WwcRating, rank

LARGE_SAMPLE = 350
"""Students in a large sample, for the WWC and the guidance.

The guidance also accepts 50 groups of 10 students or more; those are 500 students, so that the count
of students covers both. Its second form was not checked against the text.
"""

MULTI_SITE = 2
"""Sites in a multi-site sample: for the WWC, two educational sites.

The guidance speaks of more than one local educational agency, locality or State (not checked against
the text). What counts as a site is for the person who fills in the record.
"""

TESTING_DESIGNS = frozenset(
    {StudyDesign.RANDOMIZED, StudyDesign.QUASI_EXPERIMENTAL, StudyDesign.CORRELATIONAL}
)
"""The designs that 20 U.S.C. 7801(21)(A)(i) names. Any other can support a rationale, no more."""


@dataclass(frozen=True)
class Study:
    """What a record says of a study; None where it says nothing."""

    design: StudyDesign | None
    students: int | None = None
    sites: int | None = None
    direction: Direction | None = None
    is_significant: bool | None = None
    wwc_rating: WwcRating | None = None
    is_retracted: bool = False
    is_withdrawn: bool = False
    assigned_tier: Tier | None = None
    """What a reviewer said, None until one has."""

    @property
    def stands(self) -> bool:
        """Whether it counts: neither retracted by its journal nor its record withdrawn here."""
        return not (self.is_retracted or self.is_withdrawn)


@dataclass(frozen=True)
class Cap:
    """The strongest tier allowed (None: not any), and in full sentences why it is not a stronger one."""

    tier: Tier | None
    reasons: list[str]


def best_tier(study: Study) -> Cap:
    """Return the strongest tier that the facts of `study` allow.

    Whether a study is well designed and well implemented, which the act asks too, no record can tell:
    that is for the reviewer.
    """
    caps = list(_caps(study))
    worst = max((rank(cap.tier) for cap in caps), default=rank(Tier.STRONG))
    binding = [cap for cap in caps if rank(cap.tier) == worst]
    tier = binding[0].tier if binding else Tier.STRONG
    return Cap(tier, [reason for cap in binding for reason in cap.reasons])


def check_assignment(study: Study, tier: Tier) -> str:
    """Return "" where a reviewer may give `study` that tier, else why not, in words for the reviewer."""
    best = best_tier(study).tier
    if rank(best) <= tier:
        return ""
    reasons = [reason for cap in _caps(study) if rank(cap.tier) > tier for reason in cap.reasons]
    return " ".join([_verdict(best), *reasons])


def weight_against(study: Study) -> Tier | None:
    """Return how heavily `study` weighs against an entry, None where it does not.

    Only a statistically significant negative effect weighs. It weighs as much as a positive effect
    of the same study would carry, except that a size or number of sites that is not stated is taken
    to be enough: what we do not know must not help the entry.
    """
    is_harm = study.direction == Direction.NEGATIVE and study.is_significant
    if study.design not in TESTING_DESIGNS or not is_harm:
        return None
    return best_tier(replace(if_completed(study), direction=Direction.POSITIVE)).tier


def if_completed(study: Study) -> Study:
    """Return `study` as it is at best: each fact that its record leaves open turned out well."""
    return replace(
        study,
        design=study.design or StudyDesign.RANDOMIZED,
        students=LARGE_SAMPLE if study.students is None else study.students,
        sites=MULTI_SITE if study.sites is None else study.sites,
        direction=study.direction or Direction.POSITIVE,
        is_significant=True if study.is_significant is None else study.is_significant,
    )


def missing_facts(study: Study) -> list[str]:
    """Return the names of the facts that the record of `study` leaves open."""
    facts = (
        (study.design, gettext("study design")),
        (study.students, gettext("number of students")),
        (study.sites, gettext("number of sites")),
        (study.direction, gettext("direction of the effect")),
        (study.is_significant, gettext("statistical significance")),
    )
    return [name for fact, name in facts if fact is None]


def _verdict(best: Tier | None) -> str:
    if best is None:
        return gettext("This study cannot carry a tier.")
    return gettext("This study can be tier %(tier)d (%(label)s) at most.") % {
        "tier": best,
        "label": best.label,
    }


def _caps(study: Study) -> Iterator[Cap]:
    """Yield what holds `study` back, each with the strongest tier that it leaves."""
    yield from _cap_by_standing(study)
    yield from _cap_by_design(study)
    yield from _cap_by_effect(study)
    if study.design in TESTING_DESIGNS:
        yield from _cap_by_rating(study)
        yield from _cap_by_size(study)
        yield from _cap_by_sites(study)


def _cap_by_standing(study: Study) -> Iterator[Cap]:
    if study.is_retracted:
        yield Cap(None, [gettext("The study has been retracted.")])
    if study.is_withdrawn:
        yield Cap(None, [gettext("The record of the study has been withdrawn.")])


def _cap_by_design(study: Study) -> Iterator[Cap]:
    """The act lets an experiment be strong, a quasi-experiment moderate, a correlation promising."""
    match study.design:
        case StudyDesign.RANDOMIZED:
            return
        case StudyDesign.QUASI_EXPERIMENTAL:
            yield Cap(Tier.MODERATE, [gettext("Only a randomized controlled trial can be strong evidence.")])
        case StudyDesign.CORRELATIONAL:
            yield Cap(Tier.PROMISING, [gettext("A correlational study is promising evidence at most.")])
        case StudyDesign.REVIEW:
            yield Cap(
                Tier.RATIONALE, [gettext("A review sums up other studies, which need links of their own.")]
            )
        case None:
            yield Cap(None, [gettext("The record does not say how the study was done.")])
        case _:
            yield Cap(Tier.RATIONALE, [gettext("A study of this kind does not test whether it works.")])


def _cap_by_effect(study: Study) -> Iterator[Cap]:
    """Tiers 1 to 3 need a statistically significant positive effect.

    A mixed effect is not one; it still gives a reason to go on. No effect or harm gives none.
    """
    match study.direction:
        case Direction.POSITIVE:
            yield from _cap_by_significance(study)
        case Direction.MIXED:
            yield Cap(Tier.RATIONALE, [gettext("It found mixed effects.")])
        case Direction.NONE:
            yield Cap(None, [gettext("It found no effect.")])
        case Direction.NEGATIVE:
            yield Cap(None, [gettext("It found a negative effect.")])
        case None if study.design in TESTING_DESIGNS:
            yield Cap(Tier.RATIONALE, [gettext("The record does not say what effect it found.")])


def _cap_by_significance(study: Study) -> Iterator[Cap]:
    if study.design not in TESTING_DESIGNS or study.is_significant:
        return
    if study.is_significant is None:
        reason = gettext("The record does not say whether its effect is statistically significant.")
    else:
        reason = gettext("Its effect is not statistically significant.")
    yield Cap(Tier.RATIONALE, [reason])


def _cap_by_rating(study: Study) -> Iterator[Cap]:
    """The WWC asks "without reservations" for tier 1 and either "meets" for tier 2.

    A study that it has not reviewed, or held ineligible, may be as good: the reviewer decides.
    """
    match study.wwc_rating:
        case WwcRating.DOES_NOT_MEET:
            yield Cap(
                Tier.PROMISING, [gettext("It does not meet the standards of the What Works Clearinghouse.")]
            )
        case WwcRating.WITH_RESERVATIONS:
            reason = gettext("It meets the standards of the What Works Clearinghouse only with reservations.")
            yield Cap(Tier.MODERATE, [reason])


def _cap_by_size(study: Study) -> Iterator[Cap]:
    if study.students is None:
        yield Cap(Tier.PROMISING, [gettext("The record does not say how many students took part.")])
    elif study.students < LARGE_SAMPLE:
        reason = ngettext(
            "%(count)d student took part; tiers 1 and 2 need %(need)d or more.",
            "%(count)d students took part; tiers 1 and 2 need %(need)d or more.",
            study.students,
        )
        yield Cap(Tier.PROMISING, [reason % {"count": study.students, "need": LARGE_SAMPLE}])


def _cap_by_sites(study: Study) -> Iterator[Cap]:
    if study.sites is None:
        yield Cap(Tier.PROMISING, [gettext("The record does not say at how many sites it was done.")])
    elif study.sites < MULTI_SITE:
        reason = ngettext(
            "It was done at %(count)d site; tiers 1 and 2 need %(need)d or more.",
            "It was done at %(count)d sites; tiers 1 and 2 need %(need)d or more.",
            study.sites,
        )
        yield Cap(Tier.PROMISING, [reason % {"count": study.sites, "need": MULTI_SITE}])
