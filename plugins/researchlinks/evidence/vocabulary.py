"""The words in which research is described."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class StudyDesign(TextChoices):
    """How a study was done."""

    RANDOMIZED = "randomized", _("Randomized controlled trial")
    QUASI_EXPERIMENTAL = "quasi_experimental", _("Quasi-experimental study")
    CORRELATIONAL = "correlational", _("Correlational study with statistical controls")
    DESCRIPTIVE = "descriptive", _("Descriptive or case study")
    REVIEW = "review", _("Systematic review or meta-analysis")
    QUALITATIVE = "qualitative", _("Qualitative study")
    RATIONALE = "rationale", _("Logic model or rationale")
    OTHER = "other", _("Other")


class Relation(TextChoices):
    """What a study has to do with the entry that links it."""

    EVALUATES = "evaluates", _("Evaluates this")
    SUPPORTS = "supports", _("Supports the idea")
    CONTRADICTS = "contradicts", _("Contradicts this")
    BACKGROUND = "background", _("Background")


class WwcRating(TextChoices):
    """What the What Works Clearinghouse (WWC) said of a study, in its own words."""

    WITHOUT_RESERVATIONS = "without_reservations", _("Meets WWC Standards Without Reservations")
    WITH_RESERVATIONS = "with_reservations", _("Meets WWC Standards With Reservations")
    DOES_NOT_MEET = "does_not_meet", _("Does Not Meet WWC Standards")
    INELIGIBLE = "ineligible", _("Ineligible for review")


class Direction(TextChoices):
    """Which way the effect that a study found points."""

    POSITIVE = "positive", _("Positive")
    NONE = "none", _("No effect")
    NEGATIVE = "negative", _("Negative")
    MIXED = "mixed", _("Mixed")


class Tier(IntegerChoices):
    """The four levels of evidence of 20 U.S.C. 7801(21)(A): the lower the number, the stronger.

    The act names the levels; the numbers and the label of the fourth are those in common use.
    """

    STRONG = 1, _("Strong evidence")
    MODERATE = 2, _("Moderate evidence")
    PROMISING = 3, _("Promising evidence")
    RATIONALE = 4, _("Demonstrates a rationale")


NO_TIER = 5
"""Where no tier stands in the order of tiers."""


def rank(tier: Tier | None) -> int:
    """Return where `tier` stands: 1 is strongest, NO_TIER weakest."""
    return NO_TIER if tier is None else tier.value


def in_words(tier: Tier | None) -> str:
    """Return one plain sentence that says what `tier` means to a reader."""
    match tier:
        case Tier.STRONG:
            return gettext(
                "A large randomized trial, with students and a setting like those here, found that it helps."
            )
        case Tier.MODERATE:
            return gettext("A large study that compared similar groups found that it helps.")
        case Tier.PROMISING:
            return gettext("A smaller or less certain study found that it helps.")
        case Tier.RATIONALE:
            return gettext("Research gives a reason to expect that it helps; that is not yet shown.")
        case None:
            return gettext("The research linked here does not yet show that it helps.")
