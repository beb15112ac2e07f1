"""The index as it is stored: segments of up to 65,536 documents, and where each word is in them.

The meaning of each document, where searches go by meaning too. And what the network's staff tell the
search: words that say the same, and results chosen for a query.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from search import language
from search.asked.models import FilterUse, SearchOpening, SearchText, SearchUse

__all__ = [
    "LONGEST_QUERY", "ChosenResult", "CuratedQuery", "FilterUse", "OutsideIndex", "Placing", "Posting",
    "SearchHead", "SearchOpening", "SearchText", "SearchUse", "Segment", "SynonymGroup", "as_asked",
]  # fmt: skip

LONGEST_QUERY = 300
MOST_WORDINGS, LONGEST_WORDING = 20, 8
"""Lines of a group of synonyms, and words of a line"""
MOST_CHOSEN = 20
"""Results that can be pinned or hidden for one query"""


def languages() -> list[tuple[str, str | Promise]]:
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


def usual_language() -> str:
    return str(settings.LANGUAGE_CODE)


class SearchHead(models.Model):
    """How far the segments reach into the publication log, in one row."""

    ONLY = 1

    sequence = models.BigIntegerField(default=0)
    """Every document numbered so far is in a segment; readers take in the later ones themselves"""
    version = models.BigIntegerField(default=0)
    """Grows with every change of the segments. Who makes one has begun at this version, or begins again"""
    language_version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"version {self.version}, up to {self.sequence}"


class OutsideIndex(models.Model):
    """An index in Elasticsearch, and how far it follows the publication log."""

    name = models.CharField(max_length=120, unique=True)
    epoch = models.CharField(max_length=32)
    """The log's, that `sequence` belongs to"""
    shape = models.CharField(max_length=20)
    """What its documents look like; another release may need another index"""
    sequence = models.BigIntegerField(default=0)
    """Every change numbered so far is in it"""
    is_current = models.BooleanField(default=False)
    """It is the one that is asked; a newer one is still being filled"""
    made_at = models.DateTimeField(auto_now_add=True)
    followed_at = models.DateTimeField(null=True)
    """When it was last seen to be up to date, or brought nearer to it"""

    def __str__(self) -> str:
        return f"{self.name}, up to {self.sequence}"


class SegmentManager(models.Manager["Segment"]):
    def get_queryset(self) -> models.QuerySet["Segment"]:
        return super().get_queryset().filter(is_ready=True, retired_at=None)


class Segment(models.Model):
    """Documents that were indexed together. Its arrays are as packing.py lays them out."""

    locale = models.CharField(max_length=10)
    numbers = models.BinaryField()
    """The documents' numbers, by their places in the segment"""
    size = models.PositiveIntegerField()
    text_length = models.FloatField()
    """Words in a document's text, on average"""
    words = models.BinaryField()
    """The words as they are written, and how many documents have each"""
    is_ready = models.BooleanField(default=False)
    """All its postings are there"""
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)
    """It has been replaced; searches under way may still read it"""

    objects: ClassVar[SegmentManager] = SegmentManager()
    rows: ClassVar[models.Manager["Segment"]] = models.Manager()
    """Those that are not ready, and those that are retired, too"""

    class Meta:
        base_manager_name = "rows"

    def __str__(self) -> str:
        return f"{self.size} documents in {self.locale}"


class Posting(models.Model):
    """Where a word is: the places of documents in a segment, and how much it says about each."""

    pk = models.CompositePrimaryKey("term", "segment_id")
    term = models.CharField(max_length=80)
    segment_id = models.BigIntegerField(db_index=True)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.term} in {self.segment_id}"


class MeaningHead(models.Model):
    """How far the meanings follow the publication log, in one row."""

    ONLY = 1

    epoch = models.CharField(max_length=32, default="")
    """The log's, that `sequence` belongs to"""
    version = models.PositiveIntegerField(default=0)
    """The model's, that made them all"""
    sequence = models.BigIntegerField(default=0)
    """Every document numbered so far has its meaning, or needs none"""
    revision = models.BigIntegerField(default=0)
    """Grows with every change of a meaning, never falls"""

    def __str__(self) -> str:
        return f"revision {self.revision}, up to {self.sequence}"


class DocumentMeaning(models.Model):
    """What a document means, as the model puts it (meaning/model.py)."""

    number = models.BigIntegerField(primary_key=True)
    """The document's"""
    locale = models.CharField(max_length=10)
    packed = models.BinaryField()
    """One byte for each of the vector's numbers; none of a document that is gone"""
    digest = models.BinaryField()
    """Of the text it was made from: the same text is not read again"""
    revision = models.BigIntegerField(db_index=True)
    """The head's, when it last changed"""

    def __str__(self) -> str:
        return f"meaning of {self.number}"


class SynonymGroup(models.Model):
    """Words and abbreviations that say the same: who types one finds what says another."""

    locale = models.CharField(_("language"), max_length=10, choices=languages, default=usual_language)
    wordings = models.TextField(
        _("words that say the same"),
        help_text=_(
            "One wording a line, an abbreviation or some words: “CBE”, and below it “competency-based "
            "education”. Capitals, accents and endings do not count."
        ),
    )

    panels = [FieldPanel("locale"), FieldPanel("wordings")]

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")
        ordering = ["locale", "wordings"]

    def __str__(self) -> str:
        return " = ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.wordings.splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        told = [said for line in self.lines if (said := self._unusable(line))]
        if len({tuple(language.words(line)) for line in self.lines}) < 2:
            told.append(gettext("Write at least two wordings, each on a line of its own."))
        if len(self.lines) > MOST_WORDINGS:
            told.append(gettext("Write no more than %s wordings; make another group.") % MOST_WORDINGS)
        if told:
            raise ValidationError({"wordings": told})

    def _unusable(self, line: str) -> str:
        """Return why a line cannot be searched for; nothing where it can."""
        words = language.words(line)
        if not words:
            return gettext("“%s” has neither letters nor digits.") % line
        if len(words) > LONGEST_WORDING:
            told = gettext("“%(line)s” has more than %(most)s words. Shorten it.")
            return told % {"line": line, "most": LONGEST_WORDING}
        if language.STOP_WORDS.get(self.locale, frozenset()).issuperset(words):
            told = gettext("“%s” is too common a word in this language to stand for another. Leave it out.")
            return told % line
        return ""


class CuratedQuery(ClusterableModel):
    """The words of a query, for which staff chose results. Each holds in the language of its entry."""

    words = models.CharField(
        _("words of the search"),
        max_length=LONGEST_QUERY,
        unique=True,
        error_messages={"unique": _("There are chosen results for these words already. Change those.")},
        help_text=_("It holds for just these words, in this order. Capitals and accents do not count."),
    )

    panels = [
        FieldPanel("words"),
        InlinePanel(
            "chosen",
            heading=_("Results"),
            label=_("Result"),
            min_num=1,
            max_num=MOST_CHOSEN,
            help_text=_(
                "Pinned ones come first, in this order. Hidden ones are not found. Each holds for searches "
                "in the language of the entry."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("search with chosen results")
        verbose_name_plural = _("searches with chosen results")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        if not language.words(self.words):
            raise ValidationError({"words": gettext("Write at least one word or number.")})
        self.words = as_asked(language.words(self.words))
        if len(self.words) > LONGEST_QUERY:  # a ligature counts as the letters that it joins
            told = gettext("Write no more than %s letters.")
            raise ValidationError({"words": told % LONGEST_QUERY})

    def save(self, **kwargs: Any) -> None:
        self.words = as_asked(language.words(self.words))
        super().save(**kwargs)


class Placing(models.TextChoices):
    PINNED = "pinned", _("Pin to the top")
    HIDDEN = "hidden", _("Hide")


class ChosenResult(Orderable):
    """An entry that comes first for a query, or not at all."""

    query = ParentalKey(CuratedQuery, on_delete=models.CASCADE, related_name="chosen")
    page = models.ForeignKey(
        "portfolio.PortfolioPage", verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+"
    )
    placing = models.CharField(_("what to do"), max_length=6, choices=Placing, default=Placing.PINNED)

    panels = [FieldPanel("page"), FieldPanel("placing")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["query", "page"],
                name="chosen_result_once",
                violation_error_message=_("This entry is chosen twice. Remove one of them."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.placing} {self.page_id}"


def as_asked(words: Sequence[str]) -> str:
    """Return words as a curated query keeps them."""
    return " ".join(words)
