from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from api.keys import issue_key, revoke_key
from api.models import ApiKey, Scope


class Command(BaseCommand):
    help = (
        "Make a key for the delivery API and print its secret, once: it is kept nowhere. "
        "Or list the keys, or revoke one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="the site or program that reads with the key")
        parser.add_argument("--contact", metavar="EMAIL", help="whom to write to about it")
        parser.add_argument("--days", type=int, default=365, help="how long it holds, at most 365 (365)")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="what it opens (read)")
        parser.add_argument("--list", action="store_true", help="list the keys")
        parser.add_argument("--revoke", metavar="PREFIX", help="revoke the key that begins so")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
        elif options["revoke"]:
            self._revoke(options["revoke"])
        else:
            self._issue(options)

    def _issue(self, options: dict[str, Any]) -> None:
        if not options["name"] or not options["contact"]:
            raise CommandError("Say whose key it is: manage.py api_key NAME --contact EMAIL")
        if not 1 <= options["days"] <= 365:
            raise CommandError("--days is from 1 to 365: a key holds for a year at most.")
        try:
            key, secret = issue_key(
                name=options["name"],
                contact=options["contact"],
                scopes=options["scope"] or [Scope.READ],
                expires_at=timezone.now() + timedelta(days=options["days"]),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(f"Holds until {timezone.localdate(key.expires_at)}. It is not shown again:")
        self.stdout.write(secret)

    def _list(self) -> None:
        for key in ApiKey.objects.all():
            used = f"last used {key.last_used_on}" if key.last_used_on else "never used"
            until = timezone.localdate(key.expires_at)
            self.stdout.write(
                f"{key.prefix}…  {key.name}  {'+'.join(key.scopes)}  {key.state.value}  until {until}  {used}"
            )

    def _revoke(self, prefix: str) -> None:
        found = list(ApiKey.objects.filter(prefix__startswith=prefix.rstrip("…"))[:2])
        if len(found) != 1:
            why = "No key begins" if not found else "More than one key begins"
            raise CommandError(f"{why} with {prefix}. See manage.py api_key --list")
        revoke_key(found[0])
        self.stdout.write(f"Revoked: {found[0].name}")
