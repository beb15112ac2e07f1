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
