from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portfolio.models import Person
from portfolio.services.erasure import erase_person


class Command(BaseCommand):
    help = (
        "Erase a person for good: from the list of people, from the entries that name them and from "
        "all versions of these. It cannot be undone, except from a backup."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, help="the number at the end of the person's address in the admin")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(pk=options["id"]).first()
        if person is None:
            raise CommandError(
                f"There is no person number {options['id']}. Open the person in the admin: "
                "the number is at the end of the address."
            )
        done = erase_person(person)
        self.stdout.write(f"Erased. Changed: {done.entries} entries, {done.revisions} versions.")
