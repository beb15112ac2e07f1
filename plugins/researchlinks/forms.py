"""The form of a research record: paste what you have, or write it by hand."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from plugins.researchlinks.importing import record_of, twin_of
from plugins.researchlinks.models import FACTS, LONGEST, NETWORK, ResearchRecord
from plugins.researchlinks.references.identifiers import NotAnIdentifierError, parse_identifier
from plugins.researchlinks.references.reading import read_references
from plugins.researchlinks.tasks import fill_in_record

PLAIN = {"work_title": "title", "published_in": "container-title", "publisher": "publisher", "page": "page"}


class RecordForm(WagtailAdminModelForm):
    pasted = forms.CharField(
        label=_("Paste what you have"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A DOI, an ERIC number, an ISBN, a web address, or a whole reference as BibTeX or RIS. What can "
            "be found of it is filled in, within a minute."
        ),
    )
    work_title = forms.CharField(label=_("Title"), required=False, max_length=500)
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: “Rivera, Ana”. An organization is written as it is."),
    )
    published = forms.IntegerField(label=_("Year"), required=False, min_value=1500, max_value=2200)
    published_in = forms.CharField(label=_("Journal or book"), required=False, max_length=500)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    page = forms.CharField(label=_("Pages"), required=False, max_length=50)
    still_holds = forms.BooleanField(
        label=_("I have looked at it again: what is said of it here still holds"),
        required=False,
        help_text=_("Readers then see today as the day of its last review."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = self.instance
        self._facts = {name: getattr(record, name) for name in FACTS}
        self._tier = (record.tier, record.tier_why)
        for name, key in PLAIN.items():
            if name in self.fields:
                self.fields[name].initial = record.csl.get(key, "")
        if "authors" in self.fields:
            self.fields["authors"].initial = "\n".join(map(_line, record.csl.get("author", [])))
            self.fields["published"].initial = record.year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        pasted = (cleaned.get("pasted") or "").strip()
        if pasted:
            self._take_pasted(pasted)
        self._take_written(cleaned)
        self._drop_tier_of_other_facts(cleaned)
        if cleaned.get("still_holds"):
            self._review(cleaned)
        if not self.errors and not (self.instance.csl.get("title") or self.instance.identifier):
            self.add_error("work_title", gettext("Paste an identifier or a reference, or write a title."))
        if there := not self.errors and twin_of(self.instance):
            words = gettext("This work is here already: “%(work)s”. Choose that record instead.")
            self.add_error("pasted" if pasted else "work_title", words % {"work": there})
        return dict(cleaned)

    def _drop_tier_of_other_facts(self, cleaned: dict[str, Any]) -> None:
        """Take the tier away where a writer has changed what it was given for."""
        is_reviewer = bool(self.for_user and self.for_user.has_perm(NETWORK))
        if not is_reviewer and any(cleaned.get(name, fact) != fact for name, fact in self._facts.items()):
            self.instance.tier, self.instance.tier_why = None, ""

    def _review(self, cleaned: dict[str, Any]) -> None:
        """Note that it was looked at today. A day that was set before and is past gives way to the usual."""
        today, review_by = timezone.localdate(), cleaned.get("review_by")
        self.instance.reviewed_on = today
        if review_by and review_by <= today:
            cleaned["review_by"] = None
            if "review_by" in self.changed_data:
                self.add_error("review_by", gettext("Choose a day after today, or leave it empty."))

    def _take_pasted(self, pasted: str) -> None:
        if "\n" not in pasted and not pasted.startswith(("@", "{", "[")):
            try:
                identifier = parse_identifier(pasted)
            except NotAnIdentifierError as error:
                self.add_error("pasted", str(error))
                return
            if len(identifier.value) > LONGEST:
                words = gettext("This is longer than %(most)s signs. Is there a DOI, or a shorter address?")
                self.add_error("pasted", words % {"most": LONGEST})
                return
            self.instance.kind, self.instance.identifier = identifier.kind, identifier.value
            return
        reading = read_references(pasted)
        for problem in reading.problems:
            self.add_error("pasted", f"{problem.where}: {problem.what}")
        if len(reading.items) > 1:
            self.add_error("pasted", gettext("These are several references. Paste one at a time."))
        if len(reading.items) == 1 and not self.errors:
            found = record_of(reading.items[0])
            self.instance.csl = {**self.instance.csl, **found.csl}
            if found.identifier:
                self.instance.kind, self.instance.identifier = found.kind, found.identifier

    def _take_written(self, cleaned: dict[str, Any]) -> None:
        """Put what was written by hand into the reference: where it was changed, and where it was emptied."""
        csl = dict(self.instance.csl)
        for name, key in PLAIN.items():
            if name in self.changed_data:
                csl[key] = cleaned.get(name, "").strip()
        if "authors" in self.changed_data:
            csl["author"] = [_name(line) for line in cleaned.get("authors", "").splitlines() if line.strip()]
        if "published" in self.changed_data:
            year = cleaned.get("published")
            csl["issued"] = {"date-parts": [[year]]} if year else {}
        if csl.get("title"):  # of a bare identifier nobody knows yet what it is: the sources say
            csl.setdefault("type", "article-journal")
        self.instance.csl = {key: value for key, value in csl.items() if value not in ("", [], {})}

    def save(self, commit: bool = True) -> ResearchRecord:
        record = self.instance
        if (record.tier, record.tier_why) != self._tier:
            record.tier_by, record.tier_on = (
                (self.for_user, timezone.localdate()) if record.tier else (None, None)
            )
        saved: ResearchRecord = super().save(commit)
        if commit and saved.identifier and not saved.csl.get("title"):
            transaction.on_commit(lambda: fill_in_record.enqueue(saved.pk))
        return saved


def _line(name: dict[str, str]) -> str:
    family = ", ".join(part for part in (name.get("family", ""), name.get("given", "")) if part)
    return name.get("literal") or family


def _name(line: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in line.strip().partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": line.strip()}
