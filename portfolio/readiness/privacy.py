"""What must not be published: pupils who could be recognised, people who have not agreed (FERPA)."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from portfolio.models.media import PeopleShown
from portfolio.models.vocabulary import Licence
from portfolio.readiness.content import Content
from portfolio.readiness.media import used_files, used_pictures
from portfolio.readiness.problem import Problem

NOT_FOR_REPUBLICATION = {Licence.IN_COPYRIGHT, Licence.IN_COPYRIGHT_EDU}


def small_counts(content: Content) -> Iterator[Problem]:
    """Refuse results of so few students that someone could work out who they are."""
    smallest = settings.GROUNDWORK_SMALL_COUNT
    for row in content.rows_of("results"):
        if row.instance.students is not None and 0 < row.instance.students < smallest:
            yield Problem(
                "small_count",
                row.path("students"),
                _("Result %(number)d is about %(n)d students. Report it for a larger group, or take it out.")
                % {"number": row.index + 1, "n": row.instance.students},
                _("With fewer than %(smallest)d, someone could work out who a student is.")
                % {"smallest": smallest},
            )


def unpermitted_quotes(content: Content) -> Iterator[Problem]:
    quotes = [
        (piece.path, piece.value["name"], piece.value["permission"]) for piece in content.named("quote")
    ]
    quotes += [
        (row.path("permission").rsplit(".", 1)[0], row.instance.name, row.instance.permission)
        for row in content.rows_of("quotes")
    ]
    for path, name, permission in quotes:
        if not permission:
            yield Problem(
                "quote_without_permission",
                f"{path}.permission",
                _("Ask %(name)s, then tick “They agreed to be quoted”.") % {"name": name or _("the speaker")},
                _("People must know that their words become public. For a student, a parent says yes."),
            )


def people_without_consent(content: Content) -> Iterator[Problem]:
    for use in (*used_pictures(content), *used_files(content)):
        if not use.item.may_be_shown():
            yield Problem(
                "no_consent",
                use.path,
                _("“%(title)s” shows people without a valid consent. Link their consents, or choose another.")
                % {"title": use.item.title},
                _("Nobody is shown without having agreed, and for a student a parent or guardian has to."),
            )


def republication_beyond_consent(content: Content) -> Iterator[Problem]:
    """An open licence invites others to show a face; the signed form has to allow that."""
    for use in used_pictures(content):
        shown = use.item
        if shown.people_shown == PeopleShown.NONE or not shown.licence:
            continue
        if shown.licence in NOT_FOR_REPUBLICATION or not shown.may_be_shown():
            continue
        if not all(consent.covers_republication for consent in shown.consents.all()):
            yield Problem(
                "consent_without_republication",
                use.path,
                _("“%(title)s” may be shown here, but not by others. Change its license to “In copyright”.")
                % {"title": shown.title},
                _("An open license lets anyone republish the faces in it; the consent does not."),
            )
