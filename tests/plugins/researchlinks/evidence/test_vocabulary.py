"""The words for research."""

import pytest

from plugins.researchlinks.evidence.vocabulary import Relation, StudyDesign, Tier, WwcRating, in_words, rank


def test_tiers_carry_the_labels_of_the_act() -> None:
    assert [(tier.value, str(tier.label)) for tier in Tier] == [
        (1, "Strong evidence"),
        (2, "Moderate evidence"),
        (3, "Promising evidence"),
        (4, "Demonstrates a rationale"),
    ]


def test_wwc_ratings_carry_its_own_words() -> None:
    assert [str(label) for label in WwcRating.labels] == [
        "Meets WWC Standards Without Reservations",
        "Meets WWC Standards With Reservations",
        "Does Not Meet WWC Standards",
        "Ineligible for review",
    ]


def test_choices_keep_the_codes_that_are_stored() -> None:
    assert Relation.values == ["evaluates", "supports", "contradicts", "background"]
    assert StudyDesign.values == [
        "randomized",
        "quasi_experimental",
        "correlational",
        "descriptive",
        "review",
        "qualitative",
        "rationale",
        "other",
    ]


@pytest.mark.parametrize("tier", [*Tier, None])
def test_every_tier_is_one_plain_sentence(tier: Tier | None) -> None:
    said = in_words(tier)
    assert type(said) is str
    assert said.endswith(".")
    assert "tier" not in said.lower()


def test_sentences_differ_by_tier() -> None:
    assert len({in_words(tier) for tier in [*Tier, None]}) == 5


def test_rank_puts_no_tier_last() -> None:
    assert sorted([None, *Tier], key=rank) == [*Tier, None]
