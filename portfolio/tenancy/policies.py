"""Permission policies for rows that belong to a district: people and consents."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from portfolio.models import User
from portfolio.tenancy.spaces import AnyUser, district_ids_of, sees_all_districts

READING = {"view", "choose"}


class DistrictRowPolicy(ModelPermissionPolicy):
    """Django's permissions, for the rows of one's own districts; the network's staff have them for all.

    With `network_rows_readable`, everyone who may view reads the rows of no district too.
    """

    def __init__(self, model: type[Model], *, network_rows_readable: bool = False) -> None:
        super().__init__(model)
        self.network_rows_readable = network_rows_readable

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return bool(super().user_has_permission(user, "view" if action == "choose" else action))

    def user_has_permission_for_instance(self, user: AnyUser, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        if sees_all_districts(user) or instance.district_id in district_ids_of(user):
            return True
        return self._readable(action) and instance.district_id is None

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> QuerySet[Any]:
        allowed = [action for action in actions if self.user_has_permission(user, action)]
        rows: QuerySet[Any] = self.model._default_manager.all()
        if not allowed:
            return rows.none()
        if sees_all_districts(user):
            return rows
        mine = Q(district__in=district_ids_of(user))
        return rows.filter(mine | Q(district=None) if any(map(self._readable, allowed)) else mine)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[User]:
        able = self.users_with_any_permission(actions)
        kept = [
            user.pk for user in able if self.user_has_any_permission_for_instance(user, actions, instance)
        ]
        return User.objects.filter(pk__in=kept)

    def _readable(self, action: str) -> bool:
        return self.network_rows_readable and action in READING
