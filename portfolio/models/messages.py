"""What readers write to the people behind an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.people import Person


class ContactMessage(models.Model):
    """A message on its way from a reader to a person. Kept for 90 days, then purged (FERPA, COPPA)."""

    entry = models.UUIDField(_("entry"), help_text="The public id of the document it was written from.")
    entry_title = models.CharField(_("title of the entry"), max_length=255)
    recipient = models.ForeignKey(
        Person, verbose_name=_("to"), on_delete=models.CASCADE, related_name="messages"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("message"), max_length=4000)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.name}: {self.entry_title}"
