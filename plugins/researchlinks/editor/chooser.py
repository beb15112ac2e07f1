"""Choosing a record on an entry: searched by title, author or identifier, or made there and then."""

from itertools import product
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)

from plugins.researchlinks.forms import RecordForm
from plugins.researchlinks.matching import standing, twin_of
from plugins.researchlinks.models import ResearchRecord

ASIDE = "researchlinks-aside"
"""The class of columns that a phone has no room for"""
FIRST_AUTHORS = 3


class RecordFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Title, author, DOI or ERIC number"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("algebra, or EJ1234567")}),
    )

    def filter(self, objects: QuerySet[ResearchRecord]) -> QuerySet[ResearchRecord]:
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return objects.filter(_known_by(self.search_query)) if self.search_query else objects


def _known_by(words: str) -> Q:
    """Whether each of the words is in the title, the identifier or the name of one of the first authors."""
    found = Q()
    for word in words.split():
        found &= Q(title__icontains=word) | Q(identifier__icontains=word) | _written_by(word)
    return found


def _written_by(word: str) -> Q:
    found = Q()
    for number, part in product(range(FIRST_AUTHORS), ("family", "literal")):
        found |= Q(**{f"csl__author__{number}__{part}__icontains": word})
    return found


class NewRecordForm(RecordForm):
    """The short form: a reference can be completed, and the study described, once it is there."""

    class Meta:
        model = ResearchRecord
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("published_in", "publisher", "page", "still_holds"):
            del self.fields[name]

    def look_for_a_twin(self, field: str) -> None:
        if there := twin_of(self.instance):
            words = gettext("This work is here already: “%(work)s”. Choose it under “Already here”.")
            self.add_error(field, words % {"work": there})


class _RecordTable(BaseSnippetChooseView):
    """What tells works apart, and how far each carries. What was withdrawn is not linked anew."""

    filter_form_class = RecordFilterForm
    page_subtitle = ""
    results_template_name = "researchlinks/admin/chooser_results.html"

    def get_object_list(self) -> QuerySet[ResearchRecord]:
        return standing().filter(is_withdrawn=False)

    @property
    def columns(self) -> list[Column]:
        title = self.title_column
        title.accessor = "title"
        return [
            title,
            Column("byline", label=_("Authors, year"), classname=ASIDE),
            Column("strength", label=_("Evidence")),
            Column("remarks", label=_("Remarks"), classname=ASIDE),
        ]


class RecordChooseView(_RecordTable, ChooseView):
    pass


class RecordChooseResultsView(_RecordTable, ChooseResultsView):
    pass


class RecordChooserViewSet(SnippetChooserViewSet):
    page_title = _("Choose research")
    search_tab_label = _("Already here")
    creation_tab_label = _("New")
    create_action_label = _("Add it and choose it")
    creation_form_class = NewRecordForm
    choose_view_class = RecordChooseView
    choose_results_view_class = RecordChooseResultsView
