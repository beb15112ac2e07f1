"""Studies and links to start from, and hypothesis strategies for any of them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from plugins.researchlinks.evidence.entries import Link
from plugins.researchlinks.evidence.studies import Study
from plugins.researchlinks.evidence.vocabulary import Direction, Relation, StudyDesign, Tier, WwcRating

TRIAL = Study(
    StudyDesign.RANDOMIZED, students=900, sites=12, direction=Direction.POSITIVE, is_significant=True
)
"""What allows tier 1, before a reviewer has looked at it."""


def trial(**changes: Any) -> Study:
    return replace(TRIAL, **changes)


def link(study: Study | None = None, **changes: Any) -> Link:
    """A link of a study that evaluates the entry and fits it, without a logic model."""
    plain = Link(
        study or trial(assigned_tier=Tier.STRONG), Relation.EVALUATES, True, True, False, "Big trial"
    )
    return replace(plain, **changes)


def negative(**changes: Any) -> Link:
    """A link of a large trial that found harm."""
    study = trial(**{"direction": Direction.NEGATIVE, **changes})
    return link(study, relation=Relation.CONTRADICTS, title="Harm trial")


maybe = st.none() | st.booleans()
tiers = st.none() | st.sampled_from(Tier)
studies = st.builds(
    Study,
    design=st.none() | st.sampled_from(StudyDesign),
    students=st.none() | st.sampled_from([0, 1, 40, 349, 350, 5000]),
    sites=st.none() | st.sampled_from([0, 1, 2, 30]),
    direction=st.none() | st.sampled_from(Direction),
    is_significant=maybe,
    wwc_rating=st.none() | st.sampled_from(WwcRating),
    is_retracted=st.sampled_from([False, False, False, True]),
    is_withdrawn=st.sampled_from([False, False, False, True]),
    assigned_tier=tiers,
)
effective_studies = st.builds(
    Study,
    design=st.sampled_from(
        [StudyDesign.RANDOMIZED, StudyDesign.QUASI_EXPERIMENTAL, StudyDesign.CORRELATIONAL]
    ),
    students=st.sampled_from([None, 40, 900]),
    sites=st.sampled_from([None, 1, 5]),
    direction=st.sampled_from([Direction.POSITIVE, Direction.POSITIVE, Direction.NEGATIVE]),
    is_significant=st.just(True),
    wwc_rating=st.none() | st.sampled_from(WwcRating),
    assigned_tier=tiers,
)
"""Those that decide: any study at random seldom carries a tier or weighs against one."""

any_link = st.builds(
    Link,
    study=effective_studies | studies,
    relation=st.sampled_from(Relation),
    population_overlaps=maybe,
    setting_overlaps=maybe,
    has_logic_model=st.booleans(),
    title=st.sampled_from(["Alpha", "Beta", "100% (Gamma)"]),
)
link_lists = st.lists(any_link, max_size=5)
harmful_links = st.builds(
    negative,
    design=st.sampled_from(
        [StudyDesign.RANDOMIZED, StudyDesign.QUASI_EXPERIMENTAL, StudyDesign.CORRELATIONAL]
    ),
    students=st.sampled_from([None, 40, 900]),
    assigned_tier=tiers,
)
