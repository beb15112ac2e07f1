"""Importing references: paste or upload, look at what would come of it, confirm, and a report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from plugins.researchlinks.comparing import differing, label_of
from plugins.researchlinks.editor.screens import Screen, url_of
from plugins.researchlinks.importing import Fate, Planned, record_of
from plugins.researchlinks.models import ReferenceImport, ResearchRecord
from plugins.researchlinks.pending import begin, entry_at, finish, plan_of
from plugins.researchlinks.references.reading import LARGEST, Reading, read_references

LONGEST_PASTE = 500_000
PROBLEMS_TOLD = 5
A_PAGE = 50
UNREADABLE = "unreadable"


class ImportForm(forms.Form):
    reading: Reading
    """What was found, once the form is valid"""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_(
            "From a reference manager or a database: BibTeX (.bib), RIS (.ris), CSL-JSON or ERIC’s JSON "
            "(.json), or a text with one identifier on each line. Up to 10 MB and 20,000 works."
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste it"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "10.1234/abc\nEJ1234567"}),
        help_text=_("The same, or a list of DOIs, ERIC numbers, ISBNs and web addresses, one on each line."),
    )

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        most = min(LARGEST, settings.UPLOAD_LIMIT)
        if file and (file.size is None or file.size > most):
            told = _("The file is larger than %s. Split it into smaller files, and import them in turn.")
            raise forms.ValidationError(told % filesizeformat(most))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, pasted = cleaned.get("file"), (cleaned.get("pasted") or "").strip()
        if not self.errors and bool(file) == bool(pasted):
            told = _("Choose one: a file, or what you paste.") if file else _("Choose a file, or paste.")
            raise forms.ValidationError(told)
        if not self.errors:
            self.reading = read_references(file.read() if file else pasted)
            self._refuse_what_holds_nothing()
        return dict(cleaned)

    def _refuse_what_holds_nothing(self) -> None:
        if self.reading.entries:
            return
        problems = self.reading.problems
        told = [f"{problem.where}: {problem.what}" for problem in problems[:PROBLEMS_TOLD]]
        more = len(problems) - PROBLEMS_TOLD
        if more > 0:
            told.append(ngettext("and %d problem more", "and %d problems more", more) % more)
        raise forms.ValidationError(told)


class ImportView(Screen, FormView[ImportForm]):
    """Reads what is brought in and keeps it for the next screen; no record is touched."""

    form_class = ImportForm
    page_title = _("Import references")
    template_name = "researchlinks/editor/import.html"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        begun = begin(form.reading, by=self.request.user, name=file.name if file else "")
        return redirect(url_of("import_preview", begun.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = ReferenceImport.objects.filter(by_id=self.request.user.pk)
        return super().get_context_data(earlier=earlier.only("name", "begun_at", "finished_at"), **kwargs)


@dataclass(frozen=True)
class Row:
    """A work, or what could not be read, as a line of the list."""

    where: str
    title: str
    told: str = ""
    url: str = ""
    link: str = ""


class PreviewView(Screen, TemplateView):
    """What would become of each work; once confirmed, what became of it."""

    template_name = "researchlinks/editor/import_preview.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = ReferenceImport.objects.filter(by_id=request.user.pk)
        self.pending = get_object_or_404(mine, pk=kwargs["number"])

    @property
    def is_over(self) -> bool:
        return self.pending.finished_at is not None

    def get_page_title(self) -> str:
        return gettext("What was imported") if self.is_over else gettext("What would be imported")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        finished = finish(self.pending.pk, by=request.user)
        made = sum(fate == Fate.NEW for fate, _record in finished.outcome)
        told = ngettext("%d record added.", "%d records added.", made) % made
        messages.success(request, told)
        return redirect(url_of("import_preview", finished.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = Counter(self.fates)
        counts[UNREADABLE] = len(self.pending.problems)
        asked = self.request.GET.get("show", "")
        show = asked if asked in counts else next(fate for fate in (*Fate, UNREADABLE) if counts[fate])
        page = Paginator(self._choose(show), A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            pending=self.pending,
            is_over=self.is_over,
            tabs=[(name, label, counts[name]) for name, label in _labels(self.is_over) if counts[name]],
            show=show,
            page=page,
            rows=self._rows(show, list(page)),
            new=counts[Fate.NEW],
            **kwargs,
        )

    @cached_property
    def planned(self) -> list[Planned]:
        return plan_of(self.pending)

    @cached_property
    def fates(self) -> list[str]:
        if self.is_over:
            return [fate for fate, _record in self.pending.outcome]
        return [str(each.fate) for each in self.planned]

    def _choose(self, show: str) -> Sequence[Any]:
        """Return the places of the entries with this fate, or the problems."""
        if show == UNREADABLE:
            return list(self.pending.problems)
        return [place for place, fate in enumerate(self.fates) if fate == show]

    def _rows(self, show: str, chosen: Sequence[Any]) -> list[Row]:
        if show == UNREADABLE:
            return [Row(where, what) for where, what in chosen]
        return self._reported(chosen) if self.is_over else [self._previewed(place) for place in chosen]

    def _previewed(self, place: int) -> Row:
        each = self.planned[place]
        if each.twin is None or each.fate is Fate.REPEATED:
            return Row(each.where, str(each.record))
        return Row(
            each.where, str(each.record), _told(each.differing), url_of("edit", each.twin.pk), str(each.twin)
        )

    def _reported(self, places: Sequence[int]) -> list[Row]:
        numbers = {place: self.pending.outcome[place][1] for place in places}
        records = ResearchRecord.objects.select_related("merged_into").in_bulk(numbers.values())
        return [self._outcome(place, records[number].current) for place, number in numbers.items()]

    def _outcome(self, place: int, record: ResearchRecord) -> Row:
        entry = entry_at(self.pending, place)
        fields = differing(record, record_of(entry)) if self.fates[place] == Fate.DIFFERS else []
        if fields:
            compare = url_of("import_compare", self.pending.pk, place)
            return Row(entry.where, str(record), _told(fields), compare, gettext("Compare"))
        return Row(entry.where, str(record), url=url_of("edit", record.pk), link=gettext("Open"))


def _told(fields: list[str]) -> str:
    return ", ".join(map(label_of, fields))


def _labels(is_over: bool) -> list[tuple[str, str]]:
    return [
        (Fate.NEW, gettext("Added") if is_over else gettext("Would be added")),
        (Fate.DIFFERS, gettext("Here already, differs")),
        (Fate.KNOWN, gettext("Here already")),
        (Fate.REPEATED, gettext("Twice in this file")),
        (UNREADABLE, gettext("Could not be read")),
    ]
