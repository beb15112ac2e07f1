"""An index page. What it lists is a query, made when it is read."""

from portfolio.models.pages import IndexPage
from portfolio.publication.parts import Parts
from portfolio.publication.sources import Sources


def compile_index(page: IndexPage, sources: Sources) -> Parts:
    return Parts(card={"lists": page.lists}, body={"lists": page.lists, "introduction": page.introduction})
