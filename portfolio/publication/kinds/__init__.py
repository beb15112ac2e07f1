"""One module a kind: what its page contributes to its document."""

from portfolio.models import (
    DistrictIndexPage,
    DistrictPage,
    InnovationIndexPage,
    InnovationPage,
    PlaybookIndexPage,
    PlaybookPage,
    StoryIndexPage,
    StoryPage,
    ToolkitIndexPage,
    ToolkitPage,
)
from portfolio.publication.compiler import register
from portfolio.publication.kinds.districts import compile_district
from portfolio.publication.kinds.indexes import compile_index
from portfolio.publication.kinds.innovations import compile_innovation
from portfolio.publication.kinds.playbooks import compile_playbook
from portfolio.publication.kinds.stories import compile_story
from portfolio.publication.kinds.toolkits import compile_toolkit


def register_kinds() -> None:
    register(DistrictPage, compile_district)
    register(InnovationPage, compile_innovation)
    register(StoryPage, compile_story)
    register(ToolkitPage, compile_toolkit)
    register(PlaybookPage, compile_playbook)
    for index in (
        DistrictIndexPage,
        InnovationIndexPage,
        StoryIndexPage,
        ToolkitIndexPage,
        PlaybookIndexPage,
    ):
        register(index, compile_index)
