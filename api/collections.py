"""The collections of the API, and the kinds of documents in each."""

from collections.abc import Mapping

from portfolio.publication.schema import Kind

COLLECTIONS: Mapping[str, tuple[Kind, ...]] = {
    "districts": ("district",),
    "innovations": ("innovation",),
    "stories": ("story",),
    "toolkits": ("toolkit",),
    "playbooks": ("playbook",),
    "pages": ("home", "index", "page"),
}

SINGLE: Mapping[str, tuple[Kind, ...]] = {kinds[-1]: kinds for kinds in COLLECTIONS.values()}
"""The same by the word for one of them"""
