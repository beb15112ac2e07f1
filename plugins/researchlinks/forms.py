"""The form of a research record: paste what you have, or write it by hand."""

from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from plugins.researchlinks.comparing import fill_gaps, line_of
from plugins.researchlinks.importing import fill_in_later, record_of
from plugins.researchlinks.matching import twin_of
from plugins.researchlinks.models import FACTS, LONGEST, ResearchRecord
from plugins.researchlinks.references.identifiers import Identifier, NotAnIdentifierError, parse_identifier
from plugins.researchlinks.references.reading import read_references
from plugins.researchlinks.reviewing import is_reviewer

PLAIN = {"work_title": "title", "published_in": "container-title", "publisher": "publisher", "page": "page"}


class RecordForm(WagtailAdminModelForm):
    instance: ResearchRecord
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
        self._work = _work(record)
        self.to_compare: ResearchRecord | None = None
        """The record of the same work, where the two are best looked at side by side once this is saved"""
        self.was_made_meanwhile = False
        for name, key in PLAIN.items():
            if name in self.fields:
                self.fields[name].initial = record.csl.get(key, "")
        if "authors" in self.fields:
            self.fields["authors"].initial = "\n".join(map(line_of, record.csl.get("author", [])))
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
        if not self.errors and _work(self.instance) != self._work:
            self.look_for_a_twin("pasted" if pasted else "work_title")
        return dict(cleaned)

    def _drop_tier_of_other_facts(self, cleaned: dict[str, Any]) -> None:
        """Take the tier away where a writer has changed what it was given for."""
        changed = any(cleaned.get(name, fact) != fact for name, fact in self._facts.items())
        if changed and not is_reviewer(self.for_user):
            self.instance.tier, self.instance.tier_why = None, ""

    def _review(self, cleaned: dict[str, Any]) -> None:
        """Note that it was looked at today. A day that was set before and is past gives way to the usual."""
        today, review_by = timezone.localdate(), cleaned.get("review_by")
        self.instance.reviewed_on = today
        if review_by and review_by <= today:
            cleaned["review_by"] = None
            if "review_by" in self.changed_data:
                self.add_error("review_by", gettext("Choose a day after today, or leave it empty."))

    def look_for_a_twin(self, field: str) -> None:
        record = self.instance
        there = twin_of(record)
        if there is None:
            return
        has_more_to_say = bool(record.identifier and record.csl.get("title"))
        if not record.pk and has_more_to_say and there.known_as != record.known_as:
            self.to_compare = there
            return
        if record.pk:
            words = gettext("This work is here already: “{work}”. {compare}, and make one of the two.")
            address, name = "merge", gettext("Compare them")
            arguments = sorted((there.pk, record.pk))
        else:
            words = gettext("This work is here already: “{work}”. Choose {compare} instead.")
            address, name, arguments = "edit", gettext("that record"), [there.pk]
        url = reverse(f"wagtailsnippets_researchlinks_researchrecord:{address}", args=arguments)
        link = format_html('<a href="{}">{}</a>', url, name)
        self.add_error(field, format_html(words, work=there, compare=link))

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
            self._take_identifier(identifier)
            return
        reading = read_references(pasted)
        for problem in reading.problems:
            self.add_error("pasted", f"{problem.where}: {problem.what}")
        if len(reading.items) > 1:
            self.add_error("pasted", gettext("These are several references. Paste one at a time."))
        if len(reading.items) == 1 and not self.errors:
            found = record_of(reading.entries[0])
            self.instance.csl = {**self.instance.csl, **found.csl}
            if found.identifier:
                self.instance.kind, self.instance.identifier = found.kind, found.identifier

    def _take_identifier(self, identifier: Identifier) -> None:
        """Let the record be known by this. A DOI in the reference would say something else."""
        self.instance.kind, self.instance.identifier = identifier.kind, identifier.value
        if identifier.kind == "doi":
            self.instance.csl = {key: value for key, value in self.instance.csl.items() if key != "DOI"}

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
        try:
            with transaction.atomic():
                saved: ResearchRecord = super().save(commit)
        except IntegrityError:
            there = self._made_meanwhile()
            if there is None:
                raise
            return there
        if commit:
            fill_in_later(saved)
        return saved

    def _made_meanwhile(self) -> ResearchRecord | None:
        """Return the record that someone else made of this work since the form was checked.

        It takes over what it lacks. A record that was there before cannot become another one: None.
        """
        there = twin_of(self.instance) if self.instance._state.adding else None
        if there is None:
            return None
        fill_gaps(there, self.instance)
        there.save()
        self.instance, self.was_made_meanwhile = there, True
        return there


def _work(record: ResearchRecord) -> tuple[Any, ...]:
    """Return what says which work a record is of."""
    record.derive()
    return record.kind, record.identifier, record.doi, record.eric, record.title, record.year


def _name(line: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in line.strip().partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": line.strip()}
