"""What is stored for readers: one document for each public page and locale."""

from django.db import models


class PublicDocument(models.Model):
    """A public page as bytes-to-be: the card for lists and the whole body. Nothing private is in it.

    `id` is the page's public id (its `translation_key`): it survives moves and renames.
    """

    pk_number = models.BigAutoField(primary_key=True)
    id = models.UUIDField()
    locale = models.CharField(max_length=10)
    kind = models.CharField(max_length=30)
    page_id = models.PositiveBigIntegerField(unique=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    """The live revision it was compiled from"""
    site_id = models.PositiveBigIntegerField()
    path = models.CharField(max_length=1000)
    title = models.CharField(max_length=255)
    card = models.JSONField()
    body = models.JSONField()
    is_sample = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    compiler_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "locale"], name="document_unique_per_locale"),
            models.UniqueConstraint(fields=["site_id", "path"], name="document_unique_per_path"),
        ]
        indexes = [models.Index(fields=["site_id", "kind", "locale", "title"], name="document_by_title")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} at {self.path}"


class Facet(models.Model):
    """One value that a document can be found by, e.g. ("state", "PA", "Pennsylvania")."""

    document = models.ForeignKey(PublicDocument, on_delete=models.CASCADE, related_name="facets")
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=100)
    label = models.CharField(max_length=200)
    rank = models.PositiveSmallIntegerField(default=0)
    """Orders the values of one key"""

    class Meta:
        indexes = [models.Index(fields=["key", "value", "document"], name="facet_by_value")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class Dependency(models.Model):
    """Something a document was compiled from; when it changes, the document is compiled again."""

    document = models.ForeignKey(PublicDocument, on_delete=models.CASCADE, related_name="dependencies")
    key = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.key


class PublicFile(models.Model):
    """A stored file that a document names. A file that no document names does not answer."""

    document = models.ForeignKey(PublicDocument, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255, db_index=True)
    download_name = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.name
