"""One thing that is missing, and the refusal that lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """Something that an entry lacks.

    `field` is where the editor puts it right: a field (`summary`), a field of a row
    (`results.0.students`, rows counted from 0), or a block (`body.<block id>.alt`).
    `message` says what to do, `why` what depends on it. Only what is `blocking` stops publication.
    """

    code: str
    field: str
    message: str
    why: str
    blocking: bool = True


class NotReadyError(ValidationError):
    """Publication was refused. `problems` are the blocking ones, `page` the entry they are about."""

    def __init__(self, page: Any, problems: Sequence[Problem]) -> None:
        self.page = page
        self.problems = list(problems)
        super().__init__([problem.message for problem in self.problems], code="not_ready")

    def __str__(self) -> str:
        return f"{self.summary} {' '.join(problem.message for problem in self.problems)}"

    @property
    def summary(self) -> str:
        title = self.page.get_admin_display_title()
        return _("“%(title)s” cannot be published yet.") % {"title": title}
