"""Wagtail's workflow mails, sent after the step is committed and never in its way.

Wagtail sends them inside the transaction: a mail server that does not answer undoes the approval,
and a step that is rolled back has been announced. Ours register under the same ids, and first, so
that Wagtail's own are not added. Texts: templates/wagtailadmin/notifications/.
"""

from typing import Any

from django.db import transaction
from wagtail.admin.mail import (
    EmailNotificationMixin,
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted


class AfterCommit(EmailNotificationMixin):
    def send_notifications(self, template_set: Any, context: Any, recipients: Any, **kwargs: Any) -> bool:
        """Send once the step is committed. What goes wrong then is logged by Django (`robust`)."""
        transaction.on_commit(lambda: self.send_emails(template_set, context, recipients), robust=True)
        return True


class StepNotifier(AfterCommit, GroupApprovalTaskStateSubmissionEmailNotifier):
    """To those who can approve the step that an entry has come to."""


class ApprovedNotifier(AfterCommit, WorkflowStateApprovalEmailNotifier):
    """To whoever sent the entry off: it is public."""


class SentBackNotifier(AfterCommit, WorkflowStateRejectionEmailNotifier):
    """To whoever sent the entry off: someone asks for changes."""


class CommentMailsAfterCommit:
    """For the edit view: mails about comments wait for the commit too, and may fail."""

    def send_commenting_notifications(self, changes: Any) -> None:
        send = super().send_commenting_notifications  # type: ignore[misc]  # an edit view is mixed in
        transaction.on_commit(lambda: send(changes), robust=True)


def _nobody(**kwargs: Any) -> None:
    """Take the place of the mail that Wagtail sends to every superuser."""


NOTIFIERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification", StepNotifier),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification", ApprovedNotifier),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", SentBackNotifier),
)
SUPERUSERS = "workflow_state_submitted_email_notification"


def connect() -> None:
    """Register ours. `ready()` of this app runs before that of wagtail.admin, which tests pin."""
    for signal, sender, uid, notifier in NOTIFIERS:
        signal.connect(notifier(), sender=sender, dispatch_uid=uid, weak=False)
    workflow_submitted.connect(_nobody, sender=WorkflowState, dispatch_uid=SUPERUSERS)
