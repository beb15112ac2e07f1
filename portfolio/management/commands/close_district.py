from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portfolio.districts.closing import close_district
from portfolio.models import District


class Command(BaseCommand):
    help = "Record that a district closed or merged. It keeps its LEAID, and names its successor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("leaid", help="Seven digits, with leading zeros.")
        parser.add_argument("--on", required=True, metavar="DATE", help="The day, as 2024-06-30.")
        parser.add_argument("--successor", metavar="LEAID", help="The district that took over.")

    def handle(self, *args: Any, **options: Any) -> None:
        district = self._district(options["leaid"])
        successor = self._district(options["successor"]) if options["successor"] else None
        try:
            close_district(district, self._day(options["on"]), successor)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{district.name} ({district.leaid}) is marked as closed on {district.closed_on}.")
        if successor:
            self.stdout.write(f"Readers are sent on to {successor}.")

    def _district(self, leaid: str) -> District:
        try:
            return District.objects.get(leaid=leaid)
        except District.DoesNotExist:
            raise CommandError(
                f"There is no district with LEAID {leaid}. Write all seven digits, zeros first, or import "
                "the file that has it."
            ) from None

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"{text} is not a date. Write it as 2024-06-30.") from None
