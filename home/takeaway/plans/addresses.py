"""Where a plan is. It has the language of its entry, whatever that of the page which leads to it."""

from django.urls import reverse
from django.utils import translation

FORMS = ("docx", "md")


def plan_path(entry: str, locale: str, form: str) -> str:
    with translation.override(locale):
        return reverse("plan", args=[entry, form])
