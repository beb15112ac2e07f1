"""The tier of an entry and the sentences that go with it, by example."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from plugins.researchlinks.evidence.entries import Link, tier_of_entry
from plugins.researchlinks.evidence.links import tier_of_link
from plugins.researchlinks.evidence.studies import Study
from plugins.researchlinks.evidence.vocabulary import Direction, Relation, StudyDesign, Tier

from .builders import link, negative, trial

CORRELATION = link(trial(design=StudyDesign.CORRELATIONAL, assigned_tier=Tier.PROMISING), title="Survey")
MODEL = link(Study(StudyDesign.RATIONALE), relation=Relation.SUPPORTS, has_logic_model=True, title="Theory")
QUASI_HARM = negative(design=StudyDesign.QUASI_EXPERIMENTAL)


def test_tier_3_and_tier_1_study_give_strong_and_say_why() -> None:
    found = tier_of_entry([CORRELATION, link()])

    assert (found.tier, found.carrier, found.is_mixed) == (Tier.STRONG, 1, False)
    assert found.reason == (
        "“Big trial” evaluates this, and a reviewer gave it tier 1."
        " Its students and its setting are like those here."
    )
    assert found.next_step == "There is no higher tier. Keep what is linked up to date."


def test_withdrawing_the_tier_1_study_gives_promising() -> None:
    found = tier_of_entry([CORRELATION, link(trial(assigned_tier=Tier.STRONG, is_withdrawn=True))])

    assert (found.tier, found.carrier) == (Tier.PROMISING, 0)
    assert found.reason == "“Survey” evaluates this, and a reviewer gave it tier 3."
    assert found.next_step == (
        "Link an evaluation that compares similar groups, with 350 students or more at two or more sites,"
        " in students or a setting like those here."
    )


def test_nothing_linked_gives_no_tier() -> None:
    found = tier_of_entry([])

    assert (found.tier, found.carrier, found.is_mixed) == (None, None, False)
    assert found.reason == "No study that counts here evaluates this or supports the idea."
    assert found.next_step == (
        "Link a study that evaluates this, and ask a reviewer to say which tier it deserves."
    )


@pytest.mark.parametrize(
    "nothing",
    [
        link(relation=Relation.BACKGROUND, has_logic_model=True),
        link(relation=Relation.CONTRADICTS, has_logic_model=True),
        link(trial(assigned_tier=Tier.STRONG, is_retracted=True), has_logic_model=True),
        negative(is_retracted=True),
    ],
)
def test_what_counts_for_nothing_leaves_the_entry_as_it_was(nothing: Link) -> None:
    assert tier_of_entry([nothing]) == tier_of_entry([])


class TestReviewer:
    def test_without_one_there_is_no_tier(self) -> None:
        found = tier_of_entry([link(trial())])

        assert found.tier is None
        assert found.reason == (
            "“Big trial” evaluates this, but does not yet give it a tier."
            " A reviewer has not yet said how strong “Big trial” is."
        )
        assert found.next_step == "Ask a reviewer to say which tier “Big trial” deserves."

    def test_without_one_a_logic_model_gives_a_rationale(self) -> None:
        found = tier_of_entry([link(trial(), has_logic_model=True)])

        assert found.tier == Tier.RATIONALE
        assert found.reason == (
            "“Big trial” evaluates this, and a logic model says how it should work."
            " A reviewer has not yet said how strong “Big trial” is."
        )
        assert found.next_step == "Ask a reviewer to say which tier “Big trial” deserves."

    def test_may_say_less_than_the_facts_allow(self) -> None:
        found = tier_of_entry([link(trial(assigned_tier=Tier.MODERATE), setting_overlaps=False)])

        assert found.tier == Tier.MODERATE
        assert found.reason == (
            "“Big trial” evaluates this, and a reviewer gave it tier 2. Its students are like those here."
        )
        assert found.next_step == (
            "Link a randomized trial with 350 students or more at two or more sites, in students and a"
            " setting like those here."
        )

    def test_cannot_say_more_than_the_facts_allow(self) -> None:
        found = tier_of_entry([link(trial(assigned_tier=Tier.STRONG, students=60))])

        assert found.tier == Tier.PROMISING
        assert found.reason == (
            "“Big trial” evaluates this, and a reviewer gave it tier 1."
            " What is known of it allows tier 3 at most."
            " 60 students took part; tiers 1 and 2 need 350 or more."
        )

    def test_tier_4_needs_a_logic_model(self) -> None:
        weak = link(trial(assigned_tier=Tier.RATIONALE))
        found = tier_of_entry([weak])

        assert found.tier is None
        assert found.reason == (
            "“Big trial” evaluates this, but does not yet give it a tier. A reviewer gave “Big trial” tier 4."
            " Tier 4 needs a logic model that says how it should work."
        )
        assert found.next_step == (
            "Add a logic model that says how this should work, resting on “Big trial”."
        )


class TestOverlap:
    def test_not_stated_falls_to_promising_and_asks(self) -> None:
        found = tier_of_entry([link(population_overlaps=None, setting_overlaps=False)])

        assert found.tier == Tier.PROMISING
        assert found.reason == (
            "“Big trial” evaluates this, and a reviewer gave it tier 1."
            " Tiers 1 and 2 need students or a setting like those here, which nobody has yet stated."
        )
        assert found.next_step == (
            "State whether the students and the setting of “Big trial” are like those here."
        )

    def test_of_neither_falls_to_promising(self) -> None:
        found = tier_of_entry([link(population_overlaps=False, setting_overlaps=False)])

        assert found.tier == Tier.PROMISING
        assert found.reason.endswith(
            "Tiers 1 and 2 need students or a setting like those here, and it has neither."
        )
        assert found.next_step.startswith("Link an evaluation that compares similar groups")

    @pytest.mark.parametrize(
        ("overlaps", "said"),
        [
            ({"population_overlaps": None}, "Its setting is like that here."),
            ({"setting_overlaps": False}, "Its students are like those here."),
        ],
    )
    def test_of_one_falls_to_moderate(self, overlaps: dict[str, Any], said: str) -> None:
        found = tier_of_entry([link(**overlaps)])

        assert found.tier == Tier.MODERATE
        assert found.reason == (
            "“Big trial” evaluates this, and a reviewer gave it tier 1."
            f" {said} Tier 1 needs both its students and its setting to be."
        )

    def test_does_not_matter_for_promising(self) -> None:
        study = trial(design=StudyDesign.CORRELATIONAL, assigned_tier=Tier.PROMISING)
        assert tier_of_entry([link(study, population_overlaps=None, setting_overlaps=None)]).tier == 3


class TestRationale:
    def test_support_with_a_logic_model_gives_tier_4(self) -> None:
        found = tier_of_entry([MODEL])

        assert found.tier == Tier.RATIONALE
        assert found.reason == ("“Theory” supports the idea, and a logic model says how it should work.")
        assert found.next_step == (
            "Link a study that evaluates this and found a statistically significant positive effect."
        )

    def test_support_without_one_gives_nothing(self) -> None:
        found = tier_of_entry([link(relation=Relation.SUPPORTS)])

        assert found.tier is None
        assert found.reason == "“Big trial” supports the idea, but no logic model says how it should work."
        assert found.next_step == (
            "Add a logic model that says how this should work, resting on “Big trial”."
        )

    def test_support_never_gives_more_than_tier_4(self) -> None:
        assert tier_of_entry([link(relation=Relation.SUPPORTS, has_logic_model=True)]).tier == Tier.RATIONALE

    def test_support_of_unknown_design_waits_for_its_record(self) -> None:
        unknown = link(Study(None), relation=Relation.SUPPORTS, has_logic_model=True, title="Blog")
        found = tier_of_entry([unknown])

        assert found.tier is None
        assert found.reason == ("“Blog” cannot carry a tier. The record does not say how the study was done.")
        assert found.next_step.startswith("Complete the record of “Blog”: study design, number of students")

    def test_evaluation_without_significance_rests_on_its_logic_model(self) -> None:
        study = trial(is_significant=False, assigned_tier=Tier.PROMISING)
        found = tier_of_entry([link(study, has_logic_model=True)])

        assert found.tier == Tier.RATIONALE
        assert found.reason.endswith("Its effect is not statistically significant.")

    def test_evaluation_without_significance_or_logic_model_gives_nothing(self) -> None:
        found = tier_of_entry([link(trial(is_significant=False))])

        assert found.tier is None
        assert found.reason == (
            "“Big trial” evaluates this, but does not yet give it a tier."
            " Its effect is not statistically significant."
            " Tier 4 needs a logic model that says how it should work."
        )


def test_study_that_found_no_effect_says_so() -> None:
    found = tier_of_entry([link(trial(direction=Direction.NONE), has_logic_model=True)])

    assert found.reason == "“Big trial” cannot carry a tier. It found no effect."
    assert found.next_step.startswith("Link a study that evaluates this")


def test_incomplete_record_is_the_first_thing_to_mend() -> None:
    found = tier_of_entry([link(trial(students=None, sites=None))])
    assert found.next_step == "Complete the record of “Big trial”: number of students, number of sites."


class TestNegativeEvidence:
    def test_as_strong_rules_out_tiers_1_to_3(self) -> None:
        found = tier_of_entry([link(), negative()])

        assert (found.tier, found.carrier, found.is_mixed) == (None, None, False)
        assert found.reason == (
            "“Harm trial” found a statistically significant negative effect and weighs as much as"
            " “Big trial” or more, so tiers 1 to 3 are ruled out."
        )
        assert found.next_step == (
            "Add a logic model that says how this should work, resting on “Big trial”."
        )

    def test_as_strong_leaves_a_rationale_which_is_mixed(self) -> None:
        found = tier_of_entry([link(has_logic_model=True), negative()])

        assert (found.tier, found.carrier, found.is_mixed) == (Tier.RATIONALE, 0, True)
        assert "weighs as much as “Big trial” or more" in found.reason
        assert found.next_step == "Nothing can lift it while “Harm trial” stands."

    def test_weaker_leaves_the_tier_and_makes_it_mixed(self) -> None:
        found = tier_of_entry([link(), QUASI_HARM])

        assert (found.tier, found.carrier, found.is_mixed) == (Tier.STRONG, 0, True)
        assert found.reason.endswith(
            "It is mixed: “Harm trial” found a statistically significant negative effect, but weighs less."
        )

    def test_is_measured_against_what_the_positive_study_gives_here(self) -> None:
        elsewhere = link(population_overlaps=False, setting_overlaps=False)
        found = tier_of_entry([elsewhere, QUASI_HARM])

        assert found.tier is None
        assert "tiers 1 to 3 are ruled out" in found.reason

    def test_of_an_evaluating_study_counts_too(self) -> None:
        harm = link(trial(direction=Direction.NEGATIVE), title="Own trial")
        assert tier_of_entry([link(), harm]).tier is None

    def test_of_an_evaluating_study_alone_is_said_once(self) -> None:
        harm = link(trial(direction=Direction.NEGATIVE), title="Harm trial")
        assert tier_of_entry([harm]) == tier_of_entry([negative()])

    def test_is_measured_by_the_strongest(self) -> None:
        weaker = replace(QUASI_HARM, title="A small doubt")
        found = tier_of_entry([link(), weaker, negative()])

        assert found.tier is None
        assert "“Harm trial” found" in found.reason

    @pytest.mark.parametrize("relation", [Relation.SUPPORTS, Relation.BACKGROUND])
    def test_of_another_relation_does_not_count(self, relation: Relation) -> None:
        harm = link(trial(direction=Direction.NEGATIVE), relation=relation)
        assert tier_of_entry([link(), harm]).tier == Tier.STRONG

    @pytest.mark.parametrize(
        "changes",
        [
            {"is_significant": False},
            {"is_significant": None},
            {"design": StudyDesign.DESCRIPTIVE},
            {"is_retracted": True},
            {"is_withdrawn": True},
        ],
    )
    def test_that_does_not_qualify_changes_nothing(self, changes: dict[str, Any]) -> None:
        assert tier_of_entry([link(), negative(**changes)]) == tier_of_entry([link()])

    def test_alone_is_said_plainly(self) -> None:
        found = tier_of_entry([negative()])

        assert (found.tier, found.is_mixed) == (None, False)
        assert found.reason == (
            "“Harm trial” found a statistically significant negative effect, and nothing outweighs it."
        )
        assert found.next_step == (
            "Link research that supports the idea and add a logic model: while “Harm trial” stands, only"
            " tier 4 is open."
        )

    def test_alone_and_weaker_can_be_outweighed(self) -> None:
        assert tier_of_entry([QUASI_HARM]).next_step == (
            "Link an evaluation that is stronger than “Harm trial”."
        )

    def test_beside_a_mere_rationale_is_mixed(self) -> None:
        found = tier_of_entry([MODEL, negative()])

        assert (found.tier, found.is_mixed) == (Tier.RATIONALE, True)
        assert found.reason.endswith(
            "It is mixed: “Harm trial” found a statistically significant negative effect."
        )


def test_of_equal_links_the_first_title_carries() -> None:
    found = tier_of_entry([link(title="Zeta"), link(title="Eta")])
    assert (found.carrier, "“Eta”" in found.reason) == (1, True)


def test_without_a_tier_the_most_promising_study_is_spoken_of() -> None:
    idle = link(relation=Relation.SUPPORTS, title="An idea")
    found = tier_of_entry([idle, link(trial())])

    assert found.reason.startswith("“Big trial” evaluates this")
    assert found.next_step == "Ask a reviewer to say which tier “Big trial” deserves."


def test_contradicting_link_gives_no_rationale() -> None:
    assert tier_of_link(link(relation=Relation.CONTRADICTS, has_logic_model=True), None) is None


def test_equal_links_of_one_title_give_the_same_sentences_in_any_order() -> None:
    first = link(trial(assigned_tier=Tier.STRONG, students=60))
    second = link(trial(assigned_tier=Tier.STRONG, sites=1))
    assert tier_of_entry([first, second]).reason == tier_of_entry([second, first]).reason


def test_percent_sign_in_a_title_is_kept() -> None:
    assert "“100% (more)”" in tier_of_entry([link(title="100% (more)")]).reason


def test_labels_in_sentences_are_said_in_the_language_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "plugins.researchlinks.evidence.next_steps.gettext", lambda text: f"[{translation.get_language()}]"
    )
    with translation.override("es"):
        assert tier_of_entry([]).next_step == "[es]"
