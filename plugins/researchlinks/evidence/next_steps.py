"""What would lift the tier of an entry, in one sentence for its editor."""

from django.utils.translation import gettext

from .balance import Balance, reach
from .links import Link
from .studies import best_tier, if_completed, missing_facts
from .vocabulary import Tier, rank


def next_step_for(balance: Balance) -> str:
    """Return the step that promises most: first with what is linked, else what to look for."""
    promising = min(balance.pro, key=lambda link: reach(link, balance.weight), default=None)
    if promising and reach(promising, balance.weight) < rank(balance.tier):
        return _step(promising, reach(promising, balance.weight))
    return _what_to_look_for(balance)


def _step(link: Link, within_reach: int) -> str:
    """Return the first thing that keeps `link` from the tier it may reach."""
    title = {"title": link.title}
    if _waits_for_facts(link, within_reach):
        facts = ", ".join(missing_facts(link.study))
        return gettext("Complete the record of “%(title)s”: %(facts)s.") % {**title, "facts": facts}
    if within_reach == Tier.RATIONALE:
        return gettext("Add a logic model that says how this should work, resting on “%(title)s”.") % title
    if link.study.assigned_tier is None:
        return gettext("Ask a reviewer to say which tier “%(title)s” deserves.") % title
    return gettext("State whether the students and the setting of “%(title)s” are like those here.") % title


def _waits_for_facts(link: Link, within_reach: int) -> bool:
    known, completed = best_tier(link.study).tier, best_tier(if_completed(link.study)).tier
    return rank(known) > within_reach and rank(completed) < rank(known)


def _what_to_look_for(balance: Balance) -> str:
    if balance.against and rank(balance.tier) >= Tier.RATIONALE:
        return _beside_stronger(balance, balance.against)
    match balance.tier:
        case Tier.STRONG:
            return gettext("There is no higher tier. Keep what is linked up to date.")
        case Tier.MODERATE:
            return gettext(
                "Link a randomized trial with 350 students or more at two or more sites, in students and a"
                " setting like those here."
            )
        case Tier.PROMISING:
            return gettext(
                "Link an evaluation that compares similar groups, with 350 students or more at two or more"
                " sites, in students or a setting like those here."
            )
        case Tier.RATIONALE:
            return gettext(
                "Link a study that evaluates this and found a statistically significant positive effect."
            )
        case None:
            return gettext(
                "Link a study that evaluates this, and ask a reviewer to say which tier it deserves."
            )


def _beside_stronger(balance: Balance, against: Link) -> str:
    if balance.weight != Tier.STRONG:
        return gettext("Link an evaluation that is stronger than “%(title)s”.") % {"title": against.title}
    if balance.tier is None:
        text = gettext(
            "Link research that supports the idea and add a logic model: while “%(title)s” stands, only"
            " tier 4 is open."
        )
        return text % {"title": against.title}
    return gettext("Nothing can lift it while “%(title)s” stands.") % {"title": against.title}
