"""What the portfolio adds to Wagtail's admin: one line for each thing, into the module that does it."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portfolio.admin.consents import ConsentViewSet
from portfolio.admin.people import OrganisationViewSet, PersonViewSet
from portfolio.models import Consent, Person
from portfolio.tenancy import doors
from portfolio.tenancy.policies import DistrictRowPolicy

register_permission_policy(Person, DistrictRowPolicy(Person, network_rows_readable=True))
register_permission_policy(Consent, DistrictRowPolicy(Consent))
register_snippet(PersonViewSet)
register_snippet(ConsentViewSet)
register_snippet(OrganisationViewSet)

hooks.register("construct_page_chooser_queryset", doors.keep_chooser_to_nameable_pages)
