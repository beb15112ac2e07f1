"""People and organisations in the admin."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from portfolio.admin.district_rows import DistrictRowForm, DistrictRowViewSet, OwnDeleteView
from portfolio.models import Organisation, Person
from portfolio.services.erasure import erase_person


class PersonEraseView(OwnDeleteView):
    """Deleting a person is erasing them: no second, weaker way lies beside it."""

    page_title = _("Erase")
    success_message = _("The person was erased, from entries and their versions too.")

    @property
    def confirmation_message(self) -> str:
        return gettext(
            "This erases the person for good: from this list, from the entries that name them and from "
            "all earlier versions of these. It cannot be undone."
        )

    def get_usage_url(self) -> None:
        """Let no mention stand in the way: erasing takes the mentions out."""

    def delete_action(self) -> None:
        erase_person(self.object, by=self.request.user)


class PersonViewSet(DistrictRowViewSet):
    model = Person
    delete_view_class = PersonEraseView
    icon = "user"
    menu_label = _("People")
    menu_order = 350
    add_to_admin_menu = True
    list_display = ["name", "role", "district", "contact_public"]
    list_filter = ["contact_public"]
    search_fields = ["name", "role"]
    edit_handler = ObjectList(Person.panels, base_form_class=DistrictRowForm)


class OrganisationViewSet(SnippetViewSet):
    """Shared by all districts: anyone may add one, the network's staff correct them."""

    model = Organisation
    icon = "group"
    menu_label = _("Organizations")
    list_display = ["name", "kind", "website"]
    list_filter = ["kind"]
    search_fields = ["name"]
