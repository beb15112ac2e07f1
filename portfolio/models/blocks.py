"""The StreamField blocks of free prose. Plain words for labels; structure instead of looks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from portfolio.models.vocabulary import Difficulty, Role

PROSE = ["bold", "italic", "link", "document-link", "ol", "ul"]
"""What a writer may use inside a paragraph or a rich text field."""


class FigureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alt text"), required=False, max_length=250,
        help_text=_("What it shows, for someone who cannot see it. Empty: the picture's own description."),
    )  # fmt: skip
    decorative = blocks.BooleanBlock(
        label=_("Only decoration"), required=False, help_text=_("Then a screen reader passes over it.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=800)
    name = blocks.CharBlock(label=_("Who said it"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=120)
    permission = blocks.BooleanBlock(
        label=_("They agreed to be quoted"), required=False,
        help_text=_("For a student: a parent or guardian agreed."),
    )  # fmt: skip

    class Meta:
        icon = "openquote"
        label = _("Quote")


class VideoBlock(blocks.StructBlock):
    """A link to a video, with what WCAG 2.2 asks for (1.2.1, 1.2.2): captions and a transcript."""

    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    captions = blocks.BooleanBlock(label=_("It has captions"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=PROSE)

    class Meta:
        icon = "media"
        label = _("Video")


class FactBlock(blocks.StructBlock):
    """A number that carries a story, with where it is from."""

    number = blocks.CharBlock(label=_("Number"), max_length=20)
    label = blocks.CharBlock(label=_("What it counts"), max_length=120)
    source = blocks.CharBlock(label=_("Source and year"), max_length=160)

    class Meta:
        icon = "order"
        label = _("Key number")


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    label = blocks.CharBlock(label=_("What it is"), required=False, max_length=150)

    class Meta:
        icon = "download"
        label = _("File")


class StoryBlocks(blocks.StreamBlock):
    """Prose in the order a reader takes it."""

    heading = blocks.CharBlock(label=_("Heading"), icon="h2", max_length=120)
    subheading = blocks.CharBlock(label=_("Smaller heading"), icon="h3", max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=PROSE)
    figure = FigureBlock()
    quote = QuoteBlock()
    fact = FactBlock()
    table = TableBlock(label=_("Table"), icon="table")
    video = VideoBlock()
    file = DownloadBlock()

    class Meta:
        required = False


class ResourceBlock(blocks.StructBlock):
    """A file or a link that helps with a step."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("File"), required=False)
    url = blocks.URLBlock(label=_("or link"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and bool(cleaned["file"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Give either a file or a link."))}
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Resource")


class StepBlock(blocks.StructBlock):
    """One step of a playbook; schema.org `HowToStep`."""

    title = blocks.CharBlock(label=_("Step"), max_length=150)
    why = blocks.TextBlock(label=_("Why it matters"), required=False, rows=2)
    how = blocks.RichTextBlock(label=_("How to do it"), features=PROSE)
    owner = blocks.ChoiceBlock(label=_("Who leads it"), choices=Role.choices, required=False)
    time = blocks.CharBlock(label=_("Time"), required=False, max_length=60, help_text=_("“Two afternoons”."))
    difficulty = blocks.ChoiceBlock(label=_("Difficulty"), choices=Difficulty.choices, required=False)
    inputs = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("What you need"), default=[])
    checklist = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("Checklist"), default=[])
    key_questions = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("Key questions"), default=[])
    done_when = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("It is done when"), default=[])
    resources = blocks.ListBlock(ResourceBlock(), label=_("Resources"), default=[])
    example = blocks.PageChooserBlock(
        label=_("Example"), required=False,
        page_type=["portfolio.InnovationPage", "portfolio.StoryPage"],
        help_text=_("An innovation or a story that shows this step."),
    )  # fmt: skip

    class Meta:
        icon = "list-ol"
        label = _("Step")


class PhaseBlock(blocks.StructBlock):
    """One phase of a playbook; schema.org `HowToSection`."""

    title = blocks.CharBlock(label=_("Phase"), max_length=120)
    goal = blocks.TextBlock(label=_("Goal"), rows=2)
    duration = blocks.CharBlock(label=_("Duration"), required=False, max_length=60)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Phase")


class PlaybookBlocks(blocks.StreamBlock):
    phase = PhaseBlock()
