"""What documents say of one another: a change of that is a change of more than one."""

from collections.abc import Iterator

from portfolio.models.districts import District
from portfolio.publication.compiler import Compiled
from portfolio.publication.models import INDEX, PublicDocument


def entries_of(lists: str) -> str:
    """Return the key of all entries of one kind: their address lies below its index page, which need not
    be public, or be there."""
    return f"{INDEX}:{lists}"


def names_of(document: PublicDocument | Compiled | None) -> tuple[str, ...] | None:
    """Return what other documents say of this one; None where there is nothing to name."""
    if document is None or not document.path:
        return None
    lists = document.card.get("lists", "") if document.kind == "index" else ""
    return document.title, document.path, document.leaid, lists


def also_named(*names: tuple[str, ...] | None) -> Iterator[str]:
    """Return what, besides the page itself, a change of these names is a change of.

    A district is named in every entry from it, by its page where that is public. Entries lie below
    their index, also where none was there when they were compiled.
    """
    states = [name for name in names if name]
    leaids = [leaid for _title, _path, leaid, _lists in states if leaid]
    for pk in District.objects.filter(leaid__in=leaids).values_list("pk", flat=True) if leaids else ():
        yield f"district:{pk}"
    yield from (entries_of(lists) for _title, _path, _leaid, lists in states if lists)
