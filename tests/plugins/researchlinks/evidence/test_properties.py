"""What holds of any links."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plugins.researchlinks.evidence.entries import Evidence, Link, tier_of_entry
from plugins.researchlinks.evidence.links import at_best, weight_of
from plugins.researchlinks.evidence.studies import best_tier
from plugins.researchlinks.evidence.vocabulary import Relation, Tier, rank

from .builders import any_link, harmful_links, link_lists

places = st.integers(0, 5)


def carried(links: list[Link]) -> tuple[Evidence, Link | None]:
    """What is found, with the carrier itself in place of its index."""
    found = tier_of_entry(links)
    return replace(found, carrier=None), None if found.carrier is None else links[found.carrier]


@given(st.data(), link_lists)
def test_order_does_not_matter(data: st.DataObject, links: list[Link]) -> None:
    assert carried(links) == carried(data.draw(st.permutations(links)))


@given(link_lists, any_link, places)
def test_background_changes_nothing(links: list[Link], other: Link, place: int) -> None:
    background = replace(other, relation=Relation.BACKGROUND)
    assert carried([*links[:place], background, *links[place:]]) == carried(links)


@given(link_lists, any_link, places, st.sampled_from(["is_retracted", "is_withdrawn"]))
def test_retracted_or_withdrawn_study_changes_nothing(
    links: list[Link], other: Link, place: int, gone: str
) -> None:
    changes: dict[str, Any] = {gone: True}
    lost = replace(other, study=replace(other.study, **changes))
    assert carried([*links[:place], lost, *links[place:]]) == carried(links)


@given(link_lists, any_link.filter(lambda link: weight_of(link) is None))
def test_removing_positive_evidence_never_raises_the_tier(links: list[Link], positive: Link) -> None:
    assert rank(tier_of_entry(links).tier) >= rank(tier_of_entry([*links, positive]).tier)


@given(link_lists, harmful_links)
def test_negative_evidence_never_raises_the_tier(links: list[Link], against: Link) -> None:
    assert rank(tier_of_entry([*links, against]).tier) >= rank(tier_of_entry(links).tier)


@given(link_lists, any_link, st.none() | st.sampled_from(Tier), st.sampled_from(Tier))
def test_stronger_tier_of_one_link_never_lowers_the_result(
    links: list[Link], one: Link, weaker: Tier | None, stronger: Tier
) -> None:
    weaker, stronger_or_none = sorted([weaker, stronger], key=rank, reverse=True)
    before = replace(one, study=replace(one.study, assigned_tier=weaker))
    after = replace(one, study=replace(one.study, assigned_tier=stronger_or_none))
    assert rank(tier_of_entry([*links, after]).tier) <= rank(tier_of_entry([*links, before]).tier)


@given(link_lists, any_link)
def test_stating_an_overlap_never_lowers_the_result(links: list[Link], one: Link) -> None:
    fits = replace(one, population_overlaps=True, setting_overlaps=True)
    assert rank(tier_of_entry([*links, fits]).tier) <= rank(tier_of_entry([*links, one]).tier)


@given(link_lists)
def test_tier_is_never_stronger_than_its_carrier_allows(links: list[Link]) -> None:
    found = tier_of_entry(links)
    assert (found.carrier is None) == (found.tier is None)
    if found.carrier is None or found.tier is None:
        return
    carrier = links[found.carrier]
    assert found.tier >= rank(best_tier(carrier.study).tier)
    if found.tier < Tier.RATIONALE:
        assert carrier.relation == Relation.EVALUATES
        assert found.tier >= rank(carrier.study.assigned_tier)
    else:
        assert carrier.has_logic_model


@given(link_lists)
def test_mixed_says_that_negative_evidence_stands_beside_a_tier(links: list[Link]) -> None:
    found = tier_of_entry(links)
    against = any(link.counts and weight_of(link) for link in links)
    assert found.is_mixed == (against and found.tier is not None)


@given(link_lists)
def test_sentences_are_whole_and_name_the_carrier(links: list[Link]) -> None:
    found = tier_of_entry(links)
    for text in (found.reason, found.next_step):
        assert type(text) is str
        assert text.endswith(".")
        assert "%(" not in text
        assert "  " not in text
    if found.carrier is not None:
        assert links[found.carrier].title in found.reason


@given(link_lists)
def test_step_with_what_is_linked_can_lift_the_tier(links: list[Link]) -> None:
    found = tier_of_entry(links)
    if found.next_step.startswith(("Link ", "There is no higher tier", "Nothing can lift")):
        return
    title_named = [place for place, link in enumerate(links) if f"“{link.title}”" in found.next_step]
    lifted = [[*links[:place], at_best(links[place]), *links[place + 1 :]] for place in title_named]
    assert any(rank(tier_of_entry(after).tier) < rank(found.tier) for after in lifted)
