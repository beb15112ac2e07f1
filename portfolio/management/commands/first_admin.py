"""`manage.py first_admin`: the way in after the first start, without any default account."""

import os
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from portfolio.services.sign_in import (
    administrator_with_password,
    first_administrator,
    one_time_sign_in_link,
)

DEFAULT_EMAIL = "admin@localhost"


class Command(BaseCommand):
    help = "Print a one-time sign-in link for the first administrator, unless one already has a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--email", default=os.environ.get("ADMIN_EMAIL", DEFAULT_EMAIL),
            help="The address to sign in with (ADMIN_EMAIL, else admin@localhost).",
        )  # fmt: skip
        parser.add_argument(
            "--base-url",
            default=settings.WAGTAILADMIN_BASE_URL,
            help="Where the site is: http://127.0.0.1:8000",
        )

    def handle(self, *args: Any, email: str, base_url: str, **options: Any) -> None:
        if administrator_with_password():
            return
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address. Set ADMIN_EMAIL to yours.") from error
        user = first_administrator(email)
        self.stdout.write(
            f"Sign in once as {user.email} to set a password (holds for 24 hours):\n"
            f"{one_time_sign_in_link(user, base_url)}"
        )
