"""Who belongs where. Everything that keeps districts apart asks here."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from portfolio.models import DistrictSpace, User

AnyUser = User | AnonymousUser


def sees_all_districts(user: AnyUser) -> bool:
    """Whether `user` is of the network's staff, who see every district's work."""
    return user.is_active and user.has_perm("portfolio.see_all_districts")


def manages_districts(user: AnyUser) -> bool:
    """Whether `user` may take districts in and decide who belongs to them."""
    return user.is_active and user.has_perm("portfolio.onboard_district")


def spaces_of(user: Any) -> list[DistrictSpace]:
    """Return the spaces that `user` writes in. Read once for each user object, as permissions are."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_district_spaces"):
        mine = Q(communicators__user=user) | Q(approvers__user=user)
        found = DistrictSpace.objects.filter(mine).select_related("district", "page", "collection").distinct()
        user._district_spaces = list(found)
    return list(user._district_spaces)


def district_ids_of(user: AnyUser) -> set[int]:
    return {space.district_id for space in spaces_of(user)}
