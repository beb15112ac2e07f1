"""The people of a district: invited by mail, never given a password."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.models import DistrictSpace, User
from portfolio.services.mail import send_mail_from_templates


class TeamRole(models.TextChoices):
    COMMUNICATOR = "communicator", gettext_lazy("Communicator: writes")
    APPROVER = "approver", gettext_lazy("Approver: writes and approves for the district")


@dataclass(frozen=True)
class Invitation:
    user: User
    new_account: bool
    joined: bool
    """False where the person was in the group already; then no mail goes out."""


def clean_address(address: str) -> str:
    """Return the address as accounts keep it, or raise ValidationError."""
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("“%s” is not an e-mail address.") % address) from None
    return address


@transaction.atomic
def invite(space: DistrictSpace, address: str, role: TeamRole) -> Invitation:
    """Add the person to the district's group, making an account where there is none.

    A link to sign in once goes out by mail after commit. A switched-off account is refused: whoever
    closed it had a reason.
    """
    user, new_account = User.objects.get_or_create(email=clean_address(address))
    if new_account:
        user.set_unusable_password()
        user.save()
    elif not user.is_active:
        raise ValidationError(
            _("The account %s is closed. Ask an administrator to open it again.") % user.email
        )
    group = group_for(space, role)
    joined = not user.groups.filter(pk=group.pk).exists()
    user.groups.add(group)
    if joined:
        send_invitation(space, user)
    return Invitation(user, new_account, joined)


def group_for(space: DistrictSpace, role: TeamRole) -> Group:
    group = space.approvers if role == TeamRole.APPROVER else space.communicators
    if group is None:
        raise ValidationError(_("%s has lost its groups. Onboard it again first.") % space.district)
    return group


def send_invitation(space: DistrictSpace, user: User) -> None:
    """Mail `user` a fresh link to sign in once, after commit. A mail that fails is logged, not raised."""
    transaction.on_commit(lambda: _mail_invitation(space, user))


def _mail_invitation(space: DistrictSpace, user: User) -> None:
    from portfolio.services.sign_in import one_time_sign_in_link

    context = {
        "district": space.district.name,
        "site": settings.WAGTAIL_SITE_NAME,
        "link": one_time_sign_in_link(user, settings.WAGTAILADMIN_BASE_URL),
    }
    send_mail_from_templates("portfolio/onboarding/mail/invitation", context, user.email)


@transaction.atomic
def remove_from_district(space: DistrictSpace, user: User) -> None:
    """Take the person out of the district's groups; what they wrote stays, and so does the account."""
    user.groups.remove(*[group for group in (space.communicators, space.approvers) if group])


def people_of(space: DistrictSpace) -> list[tuple[User, list[str]]]:
    """Return the district's people by address, each with their roles in words."""
    groups = {
        space.communicators_id: _("communicator"),
        space.approvers_id: _("approver"),
    }
    users = User.objects.filter(groups__in=[pk for pk in groups if pk]).distinct().order_by("email")
    return [
        (user, [groups[group.pk] for group in user.groups.all() if group.pk in groups])
        for user in users.prefetch_related("groups")
    ]
