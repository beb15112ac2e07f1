"""The index as it is stored: segments of up to 65,536 documents, and where each word is in them."""

from typing import ClassVar

from django.db import models


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
