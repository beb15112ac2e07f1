"""The log as it is stored: one latest state for each document, what it rests on, and what is still to do."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portfolio.publication.encoding import decode


class LogHead(models.Model):
    """The end of the log, in one row. Who numbers a change holds its lock until the change is committed.

    `epoch` says which history the numbers belong to: it changes when a backup is restored.
    """

    ONLY = 1

    epoch = models.UUIDField(default=uuid.uuid4)
    sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sequence} of {self.epoch}"


class OutboxRow(models.Model):
    """Something that changed and is not in the log yet. Triggers write these rows (triggers.py).

    `key` is "<model>:<primary key>" as documents name what they were made from; "page:7" for a page
    itself, "row:<model>:7" for the documents of a row; "subtree:7" for a page and all below it, or one of
    the keys in watching.py that stand for many rows.
    """

    key = models.CharField(max_length=80)
    fanned_out = models.BooleanField(default=False, db_default=False)
    """It follows from another change: its turn comes after what people are waiting for"""
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    is_quarantined = models.BooleanField(default=False, db_default=False)
    """It failed too often to be tried again by itself"""
    error = models.TextField(blank=True, default="", db_default="")
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["fanned_out", "id"], name="outbox_in_turn")]

    def __str__(self) -> str:
        return self.key


PAGE, ROW, INDEX = "page", "row", "index"
Place = tuple[int, str] | tuple[()]
"""Which of the documents of a row it is: site and language. A page has one, wherever it moves"""


def unit_of(page_id: int | None, row_key: str | None) -> str:
    """Return the outbox's key for all documents of a page or a row."""
    return f"{ROW}:{row_key}" if row_key else f"{PAGE}:{page_id}"


def place_of(row_key: str | None, site_id: int, locale: str) -> Place:
    return (site_id, locale) if row_key else ()


class State(models.TextChoices):
    LIVE = "live"
    GONE = "gone"


class PublicManager(models.Manager["PublicDocument"]):
    """What readers may see: not what is gone, and not what was just withdrawn."""

    def get_queryset(self) -> models.QuerySet["PublicDocument"]:
        return super().get_queryset().filter(state=State.LIVE, is_hidden=False)


class PublicDocument(models.Model):
    """A public page, or row of a plugin, as bytes: the card for lists and the whole body. Nothing private
    is in it.

    `id` is the page's public id (its `translation_key`), or the row's: it survives moves and renames. What
    is gone keeps id, kind and sequence, and nothing of its content. The JSON holds a mark where the address
    of the site belongs (encoding.py).
    """

    pk_number = models.BigAutoField(primary_key=True)
    id = models.UUIDField()
    locale = models.CharField(max_length=10)
    kind = models.CharField(max_length=30)
    page_id = models.PositiveBigIntegerField(unique=True, null=True)
    row_key = models.CharField(max_length=80, null=True)
    """"<model>:<primary key>" of the row it was made from; null for a page's. A row has one document for
    each site and language that it is public in"""
    revision_id = models.PositiveBigIntegerField(null=True)
    """The live revision it was compiled from"""
    site_id = models.PositiveBigIntegerField()
    sequence = models.BigIntegerField(unique=True)
    """When it last changed, in commit order"""
    state = models.CharField(max_length=4, choices=State, default=State.LIVE)
    is_hidden = models.BooleanField(default=False, db_default=False)
    """Withdrawn in a transaction that the log has not caught up with; a trigger sets it"""
    path = models.CharField(max_length=1000, null=True)
    title = models.CharField(max_length=255, blank=True)
    leaid = models.CharField(max_length=7, blank=True, db_index=True)
    """A district's own number: it is found by it too"""
    etag = models.CharField(max_length=32, blank=True)
    card_json = models.BinaryField(default=b"")
    body_json = models.BinaryField(default=b"")
    body_markdown_json = models.BinaryField(default=b"")
    """The body with Markdown where the other has HTML"""
    facets_json = models.BinaryField(default=b"[]")
    """[key, value, label, rank] of each value it is found by"""
    numbers_json = models.BinaryField(default=b"{}")
    """What it is compared by: {"enrollment": 1800}"""
    relations_json = models.BinaryField(default=b"{}")
    """Ids of the documents it names: {"related": ["…"]}"""
    search_text = models.TextField(blank=True)
    """All its words, for those who index it"""
    is_sample = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    compiler_version = models.PositiveIntegerField()

    objects: ClassVar[PublicManager] = PublicManager()
    log: ClassVar[models.Manager["PublicDocument"]] = models.Manager()
    """All of it, with what is hidden and what is gone"""

    class Meta:
        base_manager_name = "log"
        constraints = [
            models.UniqueConstraint(
                fields=["id", "locale"], condition=Q(row_key=None), name="document_unique_per_locale"
            ),
            models.UniqueConstraint(fields=["id", "locale", "site_id"], name="document_unique_per_site"),
            models.UniqueConstraint(fields=["row_key", "locale", "site_id"], name="document_unique_per_row"),
            models.UniqueConstraint(
                fields=["site_id", "path"], condition=Q(state="live"), name="document_unique_per_path"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "locale"], name="document_by_kind"),
            models.Index(fields=["pk_number"], condition=Q(is_hidden=True), name="document_hidden"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} at {self.path}"

    @property
    def unit(self) -> str:
        """The outbox's key for what it was made from."""
        return unit_of(self.page_id, self.row_key)

    @property
    def place(self) -> Place:
        return place_of(self.row_key, self.site_id, self.locale)

    @cached_property
    def card(self) -> Any:
        """The card as our own pages read it: addresses are relative to the site's root."""
        return decode(self.card_json)

    @cached_property
    def body(self) -> Any:
        return decode(self.body_json)


class Dependency(models.Model):
    """Something a document was compiled from; when it changes, the document is compiled again."""

    document = models.ForeignKey(PublicDocument, on_delete=models.CASCADE, related_name="dependencies")
    key = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.key


class PublicFileManager(models.Manager["PublicFile"]):
    def get_queryset(self) -> models.QuerySet["PublicFile"]:
        return super().get_queryset().filter(document__is_hidden=False, document__state=State.LIVE)


class PublicFile(models.Model):
    """A stored file that a document names. A file that no document names does not answer."""

    document = models.ForeignKey(PublicDocument, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255, db_index=True)
    download_name = models.CharField(max_length=255, blank=True)

    objects: ClassVar[PublicFileManager] = PublicFileManager()
    rows: ClassVar[models.Manager["PublicFile"]] = models.Manager()

    class Meta:
        base_manager_name = "rows"

    def __str__(self) -> str:
        return self.name
