"""The memory of the throttles: one row for each attempt that still counts."""

from django.db import models


class Attempt(models.Model):
    """Someone tried something that is limited. `key` is a keyed hash: no address is kept in clear."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempt_by_key")]

    def __str__(self) -> str:
        return f"{self.key[:8]} at {self.at:%Y-%m-%d %H:%M:%S}"
