"""Why an entry has its tier, in sentences for its readers."""

from collections.abc import Iterator

from django.utils.translation import gettext

from .balance import Balance
from .links import Link, fit, tested_tier
from .studies import best_tier
from .vocabulary import Relation, Tier, rank


def reason_for(balance: Balance) -> str:
    """Return complete sentences: what carries the tier, what moved it, or what is missing for one.

    They stand below the tier's name, so that they do not say it again.
    """
    return " ".join([*_sentences(balance), *_against(balance)])


def _sentences(balance: Balance) -> Iterator[str]:
    if balance.carrier is None or balance.tier is None:
        yield from _missing(balance)
    elif balance.tier == Tier.RATIONALE:
        yield from _carried_by_rationale(balance.carrier)
    else:
        yield from _carried_by_test(balance.carrier, balance.tier)


def _carried_by_test(link: Link, tier: Tier) -> Iterator[str]:
    said = link.study.assigned_tier or tier
    text = gettext("“%(title)s” evaluates this, and a reviewer gave it tier %(said)d.")
    yield text % {"title": link.title, "said": said}
    cap = best_tier(link.study)
    if rank(cap.tier) > said:
        yield gettext("What is known of it allows tier %(tier)d at most.") % {"tier": rank(cap.tier)}
        yield from cap.reasons
    if fit(link) > max(said, rank(cap.tier)):
        yield _held_back_by_fit(link)
    elif tier < Tier.PROMISING:
        yield _what_fits(link)


def _held_back_by_fit(link: Link) -> str:
    overlaps = (link.population_overlaps, link.setting_overlaps)
    if True in overlaps:
        return " ".join([_what_fits(link), gettext("Tier 1 needs both its students and its setting to be.")])
    if None in overlaps:
        return gettext(
            "Tiers 1 and 2 need students or a setting like those here, which nobody has yet stated."
        )
    return gettext("Tiers 1 and 2 need students or a setting like those here, and it has neither.")


def _what_fits(link: Link) -> str:
    if link.population_overlaps and link.setting_overlaps:
        return gettext("Its students and its setting are like those here.")
    if link.population_overlaps:
        return gettext("Its students are like those here.")
    return gettext("Its setting is like that here.")


def _carried_by_rationale(link: Link) -> Iterator[str]:
    if link.relation == Relation.EVALUATES:
        text = gettext("“%(title)s” evaluates this, and a logic model says how it should work.")
    else:
        text = gettext("“%(title)s” supports the idea, and a logic model says how it should work.")
    yield text % {"title": link.title}
    if link.relation == Relation.EVALUATES and tested_tier(link) is None:
        yield from _why_untested(link)


def _why_untested(link: Link) -> Iterator[str]:
    """Why a study that evaluates the entry gives it none of tiers 1 to 3."""
    cap = best_tier(link.study)
    if rank(cap.tier) > Tier.PROMISING:
        yield from cap.reasons
    elif link.study.assigned_tier is None:
        yield gettext("A reviewer has not yet said how strong “%(title)s” is.") % {"title": link.title}
    else:
        yield gettext("A reviewer gave “%(title)s” tier 4.") % {"title": link.title}


def _missing(balance: Balance) -> Iterator[str]:
    if balance.overruled:
        return
    if balance.pro:
        yield from _shortfall(balance.pro[0])
    elif not balance.contra:
        yield gettext("No study that counts here evaluates this or supports the idea.")


def _shortfall(link: Link) -> Iterator[str]:
    """What keeps `link` from giving any tier."""
    title = {"title": link.title}
    if best_tier(link.study).tier is None:
        yield gettext("“%(title)s” cannot carry a tier.") % title
        yield from best_tier(link.study).reasons
    elif link.relation == Relation.SUPPORTS:
        yield gettext("“%(title)s” supports the idea, but no logic model says how it should work.") % title
    else:
        yield gettext("“%(title)s” evaluates this, but does not yet give it a tier.") % title
        yield from _why_untested(link)
        if rank(best_tier(link.study).tier) > Tier.PROMISING or link.study.assigned_tier:
            yield gettext("Tier 4 needs a logic model that says how it should work.")


def _against(balance: Balance) -> Iterator[str]:
    if balance.against is None:
        return
    values = {"title": balance.against.title}
    if balance.overruled:
        text = gettext(
            "“%(title)s” found a statistically significant negative effect and weighs as much as “%(other)s”"
            " or more, so tiers 1 to 3 are ruled out."
        )
        yield text % {**values, "other": balance.overruled.title}
    elif balance.tier is None:
        text = gettext(
            "“%(title)s” found a statistically significant negative effect, and nothing outweighs it."
        )
        yield text % values
    elif balance.tier == Tier.RATIONALE:
        yield gettext("It is mixed: “%(title)s” found a statistically significant negative effect.") % values
    else:
        text = gettext(
            "It is mixed: “%(title)s” found a statistically significant negative effect, but weighs less."
        )
        yield text % values
