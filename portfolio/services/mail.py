"""Mail to people who sign in: short, plain text, and never the reason that something else fails."""

import logging
import smtplib
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""RFC 3834: so that an absence notice does not answer."""


def send_mail_from_templates(name: str, context: dict[str, Any], address: str) -> bool:
    """Send `<name>_subject.txt` and `<name>.txt` to `address`; log a failure and return False."""
    subject = " ".join(render_to_string(f"{name}_subject.txt", context).split())
    body = render_to_string(f"{name}.txt", context)
    try:
        EmailMessage(subject, body, to=[address], headers=AUTOMATIC).send()
    except (OSError, smtplib.SMTPException):
        logger.exception("A mail from %s was not sent", name)
        return False
    return True
