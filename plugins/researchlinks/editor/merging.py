"""Two records of one work, or a record and what a file says of it, side by side: choose, field by field."""

from abc import ABC, abstractmethod
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from plugins.researchlinks.comparing import Pair, pairs
from plugins.researchlinks.editor.screens import CHANGE, Screen, url_of
from plugins.researchlinks.importing import record_of
from plugins.researchlinks.merging import CannotMergeError, merge, take_over
from plugins.researchlinks.models import ReferenceImport, ResearchRecord
from plugins.researchlinks.pending import entry_at
from plugins.researchlinks.reviewing import is_reviewer

KEPT, OTHER = "kept", "other"


class _SideBySide(Screen, TemplateView, ABC):
    """`kept` stands on the left and stays; what is chosen of `other` goes into it."""

    permission_required = CHANGE
    template_name = "researchlinks/editor/side_by_side.html"
    kept: ResearchRecord
    other: ResearchRecord

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.has_perm(CHANGE):
            self.load()

    @abstractmethod
    def load(self) -> None:
        """Find `kept` and `other`."""

    @abstractmethod
    def choose(self, taken: list[str]) -> ResearchRecord:
        """Put the fields `taken` of `other` into `kept`. Raises CannotMergeError."""

    @property
    def pairs(self) -> list[Pair]:
        return pairs(self.kept, self.other, for_reviewer=is_reviewer(self.request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        everything = request.POST.get("all")
        taken = [
            pair.name
            for pair in self.pairs
            if (everything or request.POST.get(f"field-{pair.name}", KEPT)) == OTHER
        ]
        try:
            kept = self.choose(taken)
        except CannotMergeError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return redirect(self.done(kept))

    @abstractmethod
    def done(self, kept: ResearchRecord) -> str:
        """Say so, and return where to go on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kept=self.kept, other=self.other, pairs=self.pairs, **kwargs)


class MergeView(_SideBySide):
    page_title = _("Make one record of two")

    def load(self) -> None:
        first, second = self.kwargs["first"], self.kwargs["second"]
        both = [get_object_or_404(ResearchRecord, pk=pk) for pk in sorted((first, second))]
        if first == second:
            raise Http404
        self.kept, self.other = both

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept.current.pk == self.other.current.pk:
            messages.success(request, gettext("These are one record already."))
            return redirect(url_of("edit", self.kept.current.pk))
        return super().get(request, *args, **kwargs)

    def choose(self, taken: list[str]) -> ResearchRecord:
        return merge(self.kept.pk, self.other.pk, taken, by=self.request.user)

    def done(self, kept: ResearchRecord) -> str:
        told = gettext("The two are one record now: “%(work)s”. All entries that linked either lead to it.")
        messages.success(self.request, told % {"work": kept})
        return url_of("edit", kept.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kept_heading=gettext("The older record, which stays"),
            other_heading=gettext("The newer record"),
            submit=gettext("Make one record"),
            take_all=[(KEPT, gettext("Take all of the older")), (OTHER, gettext("Take all of the newer"))],
            apart=url_of("apart", self.kept.pk, self.other.pk),
            back=url_of("list"),
            **kwargs,
        )


class TakeOverView(_SideBySide):
    page_title = _("Compare with what was imported")

    def load(self) -> None:
        place = self.kwargs["place"]
        mine = ReferenceImport.objects.filter(by_id=self.request.user.pk)
        self.pending = get_object_or_404(mine, pk=self.kwargs["number"])
        if place >= len(self.pending.outcome):
            raise Http404
        _fate, pk = self.pending.outcome[place]
        self.kept = get_object_or_404(ResearchRecord, pk=pk).current
        self.other = record_of(entry_at(self.pending, place))

    def choose(self, taken: list[str]) -> ResearchRecord:
        return take_over(self.kept.pk, self.other, taken, by=self.request.user)

    def done(self, kept: ResearchRecord) -> str:
        messages.success(self.request, gettext("“%(work)s” has what you chose.") % {"work": kept})
        return f"{self._report}?show=differs"

    @property
    def _report(self) -> str:
        return url_of("import_preview", self.pending.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kept_heading=gettext("The record, which stays"),
            other_heading=gettext("In the file"),
            submit=gettext("Save the record"),
            take_all=[(OTHER, gettext("Take all of the file"))],
            back=f"{self._report}?show=differs",
            **kwargs,
        )
