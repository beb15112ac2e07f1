"""The form through which a reader reaches the person behind an entry."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from portfolio import throttle
from portfolio.services.contact import Contact, contact_for, send_message

HOUR, DAY = 60 * 60, 24 * 60 * 60
FROM_ONE_ADDRESS = throttle.Limit("contact-address", 10, HOUR)
FROM_ONE_SENDER = throttle.Limit("contact-sender", 10, DAY)
TO_ONE_PERSON = throttle.Limit("contact-person", 40, DAY)


class ContactForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, so that they know who asks.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Only the person you write to sees it, to answer you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your address, so that they can answer."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )
    text = forms.CharField(
        label=_("Message"),
        max_length=4000,
        help_text=_("What you would like to know, and which district or school you are from."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you would like to know.")},
    )
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=500)
    """For machines that fill in whatever they find; people do not see it."""

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


@method_decorator(never_cache, name="dispatch")
class ContactView(View):
    """`/contact/<entry>/`: 404 where nobody may be written to, so that it tells nothing of private pages."""

    contact: Contact

    def dispatch(self, request: HttpRequest, *args: Any, entry: UUID, **kwargs: Any) -> Any:
        contact = contact_for(entry, get_language() or "")
        if contact is None:
            raise Http404
        self.contact = contact
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(ContactForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if form.is_from_a_machine:  # it is told what people are told
            return redirect("contact_sent", entry=self.contact.entry)
        try:
            throttle.take(self._limits(form))
        except throttle.Throttled as refusal:
            return self._too_many(form, refusal)
        data = form.cleaned_data
        send_message(self.contact, name=data["name"], email=data["email"], text=data["text"])
        return redirect("contact_sent", entry=self.contact.entry)

    def _limits(self, form: ContactForm) -> list[tuple[throttle.Limit, str]]:
        return [
            (FROM_ONE_ADDRESS, throttle.client_address(self.request)),
            (FROM_ONE_SENDER, form.cleaned_data["email"]),
            (TO_ONE_PERSON, str(self.contact.person.pk)),
        ]

    def _too_many(self, form: ContactForm, refusal: throttle.Throttled) -> HttpResponse:
        minutes = -(-refusal.retry_after // 60)
        wait = ngettext(
            "Too many messages were sent from here. Nothing is lost: send it again in %d minute.",
            "Too many messages were sent from here. Nothing is lost: send it again in %d minutes.",
            minutes,
        )
        form.add_error(None, wait % minutes)
        response = self._page(form, status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return response

    def _page(self, form: ContactForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "contact": self.contact}
        return render(self.request, "home/contact/form.html", context, status=status)


class ContactSentView(ContactView):
    """`/contact/<entry>/sent/`"""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "home/contact/sent.html", {"contact": self.contact})
