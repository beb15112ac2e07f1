"""The network that districts belong to: its groups and the last step of every approval."""

from dataclasses import dataclass

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from portfolio.extensions.access import grant_stated_permissions
from portfolio.tenancy.grants import (
    ADMINISTRATOR_MODELS,
    EDITOR_MODELS,
    NETWORK_PAGES,
    grant_library,
    grant_models,
    grant_pages,
)

EDITORS = "Network editors"
ADMINISTRATORS = "Network administrators"
WAGTAILS_OWN_GROUPS = ("Editors", "Moderators")
WAGTAILS_OWN_WORKFLOW = "Moderators approval"


@dataclass(frozen=True)
class Network:
    editors: Group
    administrators: Group
    approval: GroupApprovalTask
    """The step that publishes; the last one of every district's workflow."""


@transaction.atomic
def ensure_network() -> Network:
    """Make what the network has in every portfolio, or complete it; change nothing that is there."""
    editors = _ensure_group(EDITORS, EDITOR_MODELS)
    administrators = _ensure_group(ADMINISTRATORS, ADMINISTRATOR_MODELS)
    approval = _ensure_approval(editors)
    _ensure_workflow(approval)
    grant_stated_permissions(editors, administrators)
    _retire_wagtails_own()
    return Network(editors, administrators, approval)


def grant_what_came_with(app: AppConfig) -> None:
    """Let the network's groups do what an upgrade of `app` made for them. Where there are none, make none.

    They get back what an administrator took from them: who is to do less has a group of their own.
    """
    for name, models in ((EDITORS, EDITOR_MODELS), (ADMINISTRATORS, ADMINISTRATOR_MODELS)):
        wanted = [model for model in models if model.startswith(f"{app.label}.")]
        if wanted and (group := Group.objects.filter(name=name).first()):
            create_permissions(app, verbosity=0)  # Django's own turn may come after ours
            grant_models(group, wanted)


def _ensure_group(name: str, models: tuple[str, ...]) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    grant_models(group, models)
    if root := Page.get_first_root_node():
        grant_pages(group, root, NETWORK_PAGES)
    if library := Collection.get_first_root_node():
        grant_library(group, library)
    return group


def _ensure_approval(editors: Group) -> GroupApprovalTask:
    """Return the network's step. It is found by its group, so that it may be renamed."""
    task = GroupApprovalTask.objects.filter(groups=editors, active=True).order_by("pk").first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=_("Network approval"))
        task.groups.add(editors)
    return task


def _ensure_workflow(approval: GroupApprovalTask) -> None:
    """See that pages outside every district go through the network's step too."""
    root = Page.get_first_root_node()
    if (
        root is None
        or WorkflowPage.objects.filter(page=root, workflow__workflow_tasks__task=approval).exists()
    ):
        return
    workflow = Workflow.objects.create(name=_("Network"))
    WorkflowTask.objects.create(workflow=workflow, task=approval, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def _retire_wagtails_own() -> None:
    """Remove the groups that Wagtail's first migration grants the whole tree, unless someone is in them."""
    for workflow in Workflow.objects.active().filter(name=WAGTAILS_OWN_WORKFLOW, workflow_pages=None):
        workflow.deactivate()
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS, user=None).delete()
