"""Consents in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from portfolio.admin.district_rows import DistrictRowForm, DistrictRowViewSet
from portfolio.models import Consent


class ConsentViewSet(DistrictRowViewSet):
    model = Consent
    icon = "clipboard-list"
    menu_label = _("Consents")
    list_display = ["name", "given_by", "district", "signed_on", "expires_on", "withdrawn_on"]
    list_filter = ["given_by", "expires_on", "withdrawn_on"]
    search_fields = ["name", "note"]
    edit_handler = ObjectList(Consent.panels, base_form_class=DistrictRowForm)
