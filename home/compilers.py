"""What the site's own pages contribute to their documents."""

from home.models import HomePage, StandardPage
from portfolio.publication.compiler import register
from portfolio.publication.parts import Parts
from portfolio.publication.prose import compile_blocks
from portfolio.publication.sources import Sources


def register_kinds() -> None:
    register(HomePage, compile_home)
    register(StandardPage, compile_standard)


def compile_home(page: HomePage, sources: Sources) -> Parts:
    featured = sources.refs(row.entry_id for row in page.featured.all())
    return Parts(
        body={
            "headline": page.headline,
            "introduction": page.introduction,
            "body": compile_blocks(page.body, sources),
            "featured": featured,
        },
        relations={"featured": featured},
    )


def compile_standard(page: StandardPage, sources: Sources) -> Parts:
    return Parts(body={"introduction": page.introduction, "body": compile_blocks(page.body, sources)})
