"""What was searched for, added up by month: texts, what was opened of what they found, and filters."""

from django.db import models

from search.asked.texts import LONGEST


class SearchText(models.Model):
    """A text that was searched for, and the days on which it was first and last.

    Who asked is not known, so that one text may be somebody's own: it is shown to nobody, and deleted
    after 30 days, until it was asked on a second day (`search.asked.keeping`).
    """

    locale = models.CharField(max_length=10)
    text = models.CharField(max_length=LONGEST)
    """Its words, small and without accents"""
    first_day = models.DateField()
    last_day = models.DateField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["text", "locale"], name="search_text_once")]

    def __str__(self) -> str:
        return self.text


class SearchUse(models.Model):
    """How a text fared in one month."""

    text = models.ForeignKey(SearchText, on_delete=models.CASCADE, related_name="uses")
    month = models.DateField(db_index=True)
    """Its first day"""
    asked = models.PositiveBigIntegerField(default=0)
    by_api = models.PositiveBigIntegerField(default=0)
    """How often of these it was through the API, where nobody tells us what is opened"""
    found_nothing = models.PositiveBigIntegerField(default=0)
    """How often nothing was found, with no filter to blame"""
    corrected = models.PositiveBigIntegerField(default=0)
    """How often other words were looked for in place of some of its own"""
    opened = models.PositiveBigIntegerField(default=0)
    hits = models.PositiveIntegerField(null=True)
    """How many entries it found when it was last asked without filters"""

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["text", "month"], name="search_use_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.text_id}: {self.asked}"


class SearchOpening(models.Model):
    """How often an entry was opened from the results for a text, at one place among them."""

    text = models.ForeignKey(SearchText, on_delete=models.CASCADE, related_name="openings")
    month = models.DateField(db_index=True)
    entry = models.UUIDField()
    """Its public id"""
    rank = models.PositiveSmallIntegerField()
    """1 for the first; `search.asked.notes.LATER` for all after the first page"""
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["text", "month", "entry", "rank"], name="search_opening_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.entry} at {self.rank}: {self.count}"


class FilterUse(models.Model):
    """How often results were narrowed by a filter in one month; never by which of its values."""

    month = models.DateField(db_index=True)
    locale = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["month", "locale", "name"], name="filter_use_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.name}: {self.count}"
