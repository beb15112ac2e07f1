from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portfolio.models import DistrictSpace
from portfolio.tenancy.invitations import TeamRole, invite
from portfolio.tenancy.onboarding import CannotOnboardError, find_district, onboard


class Command(BaseCommand):
    help = (
        "Take a district in: its page (a draft), collection, groups and workflow, and invite its people. "
        "Run it again to invite more people or to complete what is missing; it changes nothing else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("leaid", help="the district's NCES id: seven digits, with its leading zeros")
        parser.add_argument("--contact", action="append", default=[], metavar="EMAIL", help="who writes")
        parser.add_argument("--approver", action="append", default=[], metavar="EMAIL",
                            help="who approves, and may write too")  # fmt: skip
        parser.add_argument("--slug", default="", help="the last part of the page's address")

    @transaction.atomic
    def handle(self, *args: Any, leaid: str, **options: Any) -> None:
        try:
            result = onboard(find_district(leaid), slug=options["slug"])
            invited = self._invite(result.space, options["contact"], options["approver"])
        except CannotOnboardError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._tell([f"Made: {item}" for item in result.made] + invited)
        if not result.space.approvers.user_set.exists():
            self.stderr.write(
                self.style.WARNING("Nobody can approve for this district yet: add --approver EMAIL.")
            )

    def _invite(self, space: DistrictSpace, contacts: list[str], approvers: list[str]) -> list[str]:
        told = []
        for role, addresses in ((TeamRole.COMMUNICATOR, contacts), (TeamRole.APPROVER, approvers)):
            for address in addresses:
                invitation = invite(space, address, role)
                if invitation.joined:
                    told.append(f"Invited as {role.value}: {invitation.user.email}")
        return told

    def _tell(self, done: list[str]) -> None:
        for line in done or ["Nothing to do: the district and its people are in already."]:
            self.stdout.write(line)
