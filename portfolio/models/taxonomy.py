"""Themes: what an entry is about, as a small tree with the words people use for each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin


class Theme(TranslatableMixin, models.Model):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, help_text=_("The last part of the theme's address."))
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="children",
    )  # fmt: skip
    synonyms = models.TextField(
        _("other words for it"), blank=True,
        help_text=_("One a line: abbreviations and the words that people would search for."),
    )  # fmt: skip
    description = models.TextField(_("description"), blank=True, max_length=400)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("parent"),
        FieldPanel("description"),
        FieldPanel("synonyms"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="theme_slug_unique_per_locale")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def synonym_list(self) -> list[str]:
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]

    def lineage(self) -> list["Theme"]:
        """Return the themes from the root of the tree down to this one."""
        line: list[Theme] = [self]
        while (above := line[0].parent) is not None and above not in line:
            line.insert(0, above)
        return line

    def clean(self) -> None:
        super().clean()
        above = self.parent
        while above is not None:
            if above.pk and above.pk == self.pk:
                raise ValidationError(
                    {"parent": _("A theme cannot be part of itself or of one below it. Choose another.")}
                )
            above = above.parent
