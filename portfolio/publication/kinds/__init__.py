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

EVERY_ENTRY = ("picture__renditions", "picture__consents")
FROM_DISTRICTS = ("districts__district__successor", "themes__parent", "themes__locale")
A_TAKEAWAY = ("authors__person",)


def register_kinds() -> None:
    register(
        DistrictPage,
        compile_district,
        [*EVERY_ENTRY, "district__successor", "superintendent", "contact", "milestones", "quotes"],
    )
    register(
        InnovationPage,
        compile_innovation,
        [*EVERY_ENTRY, *FROM_DISTRICTS, "contact", "related", "results", "steps"],
    )
    register(StoryPage, compile_story, [*EVERY_ENTRY, *FROM_DISTRICTS, "innovations"])
    register(
        ToolkitPage, compile_toolkit, [*EVERY_ENTRY, *FROM_DISTRICTS, *A_TAKEAWAY, "items__file__consents"]
    )
    register(
        PlaybookPage, compile_playbook, [*EVERY_ENTRY, *FROM_DISTRICTS, *A_TAKEAWAY, "readiness_questions"]
    )
    for index in (
        DistrictIndexPage,
        InnovationIndexPage,
        StoryIndexPage,
        ToolkitIndexPage,
        PlaybookIndexPage,
    ):
        register(index, compile_index)
