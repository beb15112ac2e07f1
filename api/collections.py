"""The collections of the API, and the kinds of documents in each."""

from collections.abc import Mapping

from portfolio.extensions import registry
from portfolio.publication.schema import Kind

Kinds = tuple[str, ...]

OURS: Mapping[str, tuple[Kind, ...]] = {
    "districts": ("district",),
    "innovations": ("innovation",),
    "stories": ("story",),
    "toolkits": ("toolkit",),
    "playbooks": ("playbook",),
    "pages": ("home", "index", "page"),
}


def collections() -> dict[str, Kinds]:
    """Return them all, those of plugins last."""
    return {**OURS, **{kind.collection: (kind.name,) for _, kind in registry.kinds()}}


def by_the_word_for_one() -> dict[str, Kinds]:
    """Return the same by what one document of a collection is called."""
    return {kinds[-1]: kinds for kinds in collections().values()}
