"""People and organisations in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from portfolio.admin.district_rows import DistrictRowForm, DistrictRowViewSet
from portfolio.models import Organisation, Person


class PersonViewSet(DistrictRowViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
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
