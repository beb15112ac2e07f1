"""“Write about it”: a form for a new entry that remembers which content request it is written for."""

from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from portfolio.models import ContentRequest, DistrictSpace
from portfolio.services.content_requests import answer_with, requests_to
from portfolio.tenancy.spaces import spaces_of

ARGUMENT = "answers"
"""Names the request, in the address of the form and among what it sends"""
MOST_DIGITS = 18
"""Of a number that a request can have: Python reads no number of thousands of digits"""


class Wanted(NamedTuple):
    request: ContentRequest
    space: DistrictSpace


class AnsweringMixin:
    """Links what is created as an answer. A request that is closed or not theirs changes nothing else."""

    request: Any
    parent_page: Page
    page: Any

    @cached_property
    def wanted(self) -> Wanted | None:
        number = self.request.POST.get(ARGUMENT) or self.request.GET.get(ARGUMENT, "")
        if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
            return None
        space = _space_around(self.parent_page, self.request.user)
        asked = requests_to([space]).filter(closed_at=None, pk=number).first() if space else None
        return Wanted(asked, space) if space and asked else None

    def get(self, request: Any) -> HttpResponse:
        if self.wanted:
            told = _("Readers look for “%s”. What you save here is noted as your district’s answer.")
            messages.info(request, told % self.wanted.request)
        elif ARGUMENT in request.GET:
            messages.warning(request, _("That is not looked for any more. You can write all the same."))
        return super().get(request)  # type: ignore[misc]  # a create view is mixed in

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a create view is mixed in
        if self.wanted:
            answer_with(self.wanted.request, self.wanted.space, self.page)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.wanted.request if self.wanted else None
        return {**super().get_context_data(**kwargs), "wanted": wanted}  # type: ignore[misc]  # as above


def _space_around(page: Page, user: Any) -> DistrictSpace | None:
    """Return the space of the user's below whose pages `page` lies, or which it is the page of."""
    for space in spaces_of(user):
        if page.path.startswith(tuple(space.district.pages.values_list("path", flat=True))):
            return space
    return None
