"""What one study can show."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.researchlinks.evidence.studies import (
    Study,
    best_tier,
    check_assignment,
    if_completed,
    missing_facts,
    weight_against,
)
from plugins.researchlinks.evidence.vocabulary import Direction, StudyDesign, Tier, WwcRating, rank

from .builders import studies, trial


def test_large_trial_at_many_sites_can_be_strong() -> None:
    cap = best_tier(trial())
    assert (cap.tier, cap.reasons) == (Tier.STRONG, [])


@pytest.mark.parametrize(
    ("changes", "tier", "reason"),
    [
        (
            {"design": StudyDesign.QUASI_EXPERIMENTAL},
            Tier.MODERATE,
            "Only a randomized controlled trial can be strong evidence.",
        ),
        (
            {"design": StudyDesign.CORRELATIONAL},
            Tier.PROMISING,
            "A correlational study is promising evidence at most.",
        ),
        (
            {"design": StudyDesign.REVIEW},
            Tier.RATIONALE,
            "A review sums up other studies, which need links of their own.",
        ),
        (
            {"design": StudyDesign.QUALITATIVE},
            Tier.RATIONALE,
            "A study of this kind does not test whether it works.",
        ),
        ({"design": None}, None, "The record does not say how the study was done."),
        ({"students": 349}, Tier.PROMISING, "349 students took part; tiers 1 and 2 need 350 or more."),
        ({"students": 1}, Tier.PROMISING, "1 student took part; tiers 1 and 2 need 350 or more."),
        ({"students": None}, Tier.PROMISING, "The record does not say how many students took part."),
        ({"sites": 1}, Tier.PROMISING, "It was done at 1 site; tiers 1 and 2 need 2 or more."),
        ({"sites": None}, Tier.PROMISING, "The record does not say at how many sites it was done."),
        (
            {"wwc_rating": WwcRating.WITH_RESERVATIONS},
            Tier.MODERATE,
            "It meets the standards of the What Works Clearinghouse only with reservations.",
        ),
        (
            {"wwc_rating": WwcRating.DOES_NOT_MEET},
            Tier.PROMISING,
            "It does not meet the standards of the What Works Clearinghouse.",
        ),
        ({"direction": Direction.MIXED}, Tier.RATIONALE, "It found mixed effects."),
        ({"direction": None}, Tier.RATIONALE, "The record does not say what effect it found."),
        ({"direction": Direction.NONE}, None, "It found no effect."),
        ({"direction": Direction.NEGATIVE}, None, "It found a negative effect."),
        ({"is_significant": False}, Tier.RATIONALE, "Its effect is not statistically significant."),
        (
            {"is_significant": None},
            Tier.RATIONALE,
            "The record does not say whether its effect is statistically significant.",
        ),
        ({"is_retracted": True}, None, "The study has been retracted."),
        ({"is_withdrawn": True}, None, "The record of the study has been withdrawn."),
    ],
)
def test_cap_follows_from_one_fact(changes: dict[str, Any], tier: Tier | None, reason: str) -> None:
    cap = best_tier(trial(**changes))
    assert (cap.tier, cap.reasons) == (tier, [reason])


@pytest.mark.parametrize("rating", [None, WwcRating.WITHOUT_RESERVATIONS, WwcRating.INELIGIBLE])
def test_rating_that_says_nothing_against_it_leaves_tier_1(rating: WwcRating | None) -> None:
    assert best_tier(trial(wwc_rating=rating)).tier == Tier.STRONG


def test_350_students_at_two_sites_are_enough() -> None:
    assert best_tier(trial(students=350, sites=2)).tier == Tier.STRONG


def test_cap_names_every_fact_that_binds() -> None:
    assert len(best_tier(trial(students=20, sites=1)).reasons) == 2


def test_logic_model_needs_no_effect_of_its_own() -> None:
    cap = best_tier(Study(StudyDesign.RATIONALE))
    assert (cap.tier, len(cap.reasons)) == (Tier.RATIONALE, 1)


def test_reviewer_may_assign_up_to_the_cap() -> None:
    assert check_assignment(trial(), Tier.STRONG) == ""
    assert check_assignment(trial(design=StudyDesign.QUASI_EXPERIMENTAL), Tier.PROMISING) == ""


def test_reviewer_sees_all_that_speaks_against_a_tier() -> None:
    small = trial(students=40, wwc_rating=WwcRating.WITH_RESERVATIONS)
    assert check_assignment(small, Tier.STRONG) == (
        "This study can be tier 3 (Promising evidence) at most."
        " It meets the standards of the What Works Clearinghouse only with reservations."
        " 40 students took part; tiers 1 and 2 need 350 or more."
    )


def test_reviewer_sees_nothing_that_the_tier_does_not_ask() -> None:
    small = trial(design=StudyDesign.QUASI_EXPERIMENTAL, students=40)
    assert check_assignment(small, Tier.MODERATE) == (
        "This study can be tier 3 (Promising evidence) at most."
        " 40 students took part; tiers 1 and 2 need 350 or more."
    )


def test_significance_is_not_asked_of_a_case_study() -> None:
    cap = best_tier(trial(design=StudyDesign.DESCRIPTIVE, is_significant=None))
    assert cap.reasons == ["A study of this kind does not test whether it works."]


def test_reviewer_sees_that_a_retracted_study_carries_nothing() -> None:
    assert check_assignment(trial(is_retracted=True), Tier.RATIONALE) == (
        "This study cannot carry a tier. The study has been retracted."
    )


@given(studies, st.sampled_from(Tier))
def test_check_agrees_with_the_cap_and_ends_in_a_full_stop(study: Study, tier: Tier) -> None:
    refusal = check_assignment(study, tier)
    assert (refusal == "") == (rank(best_tier(study).tier) <= tier)
    assert refusal == "" or refusal.endswith(".")


@given(studies)
def test_cap_below_tier_1_always_has_a_reason(study: Study) -> None:
    cap = best_tier(study)
    assert bool(cap.reasons) == (cap.tier != Tier.STRONG)


FACTS: dict[str, list[Any]] = {
    "design": [*StudyDesign],
    "students": [0, 349, 350, 9000],
    "sites": [0, 1, 2, 9],
    "direction": [*Direction],
    "is_significant": [False, True],
    "wwc_rating": [*WwcRating],
}


@given(studies, st.sampled_from(sorted(FACTS)))
def test_unknown_fact_never_does_better_than_the_best_known_one(study: Study, fact: str) -> None:
    def best_with(value: Any) -> int:
        changes: dict[str, Any] = {fact: value}
        return rank(best_tier(replace(study, **changes)).tier)

    assert best_with(None) >= min(map(best_with, FACTS[fact]))


@given(studies, st.integers(0, 500), st.integers(0, 500))
def test_more_students_never_lower_the_cap(study: Study, students: int, more: int) -> None:
    before, after = replace(study, students=students), replace(study, students=students + more)
    assert rank(best_tier(after).tier) <= rank(best_tier(before).tier)


@given(studies)
def test_completing_a_record_well_never_lowers_the_cap(study: Study) -> None:
    assert rank(best_tier(if_completed(study)).tier) <= rank(best_tier(study).tier)
    assert missing_facts(if_completed(study)) == []


def test_missing_facts_are_named() -> None:
    assert missing_facts(Study(StudyDesign.OTHER, sites=2)) == [
        "number of students",
        "direction of the effect",
        "statistical significance",
    ]


@pytest.mark.parametrize(
    ("changes", "weight"),
    [
        ({}, Tier.STRONG),
        ({"students": None, "sites": None}, Tier.STRONG),
        ({"students": 40}, Tier.PROMISING),
        ({"design": StudyDesign.QUASI_EXPERIMENTAL}, Tier.MODERATE),
        ({"wwc_rating": WwcRating.DOES_NOT_MEET}, Tier.PROMISING),
        ({"design": StudyDesign.DESCRIPTIVE}, None),
        ({"design": None}, None),
        ({"is_significant": False}, None),
        ({"is_significant": None}, None),
        ({"direction": Direction.MIXED}, None),
        ({"direction": Direction.POSITIVE}, None),
        ({"is_retracted": True}, None),
        ({"is_withdrawn": True}, None),
    ],
)
def test_negative_effect_weighs_as_a_positive_one_would(changes: dict[str, Any], weight: Tier | None) -> None:
    assert weight_against(trial(**{"direction": Direction.NEGATIVE, **changes})) == weight
