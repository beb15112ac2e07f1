"""Two records that look like one work are two: a person says so, and may take it back."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from wagtail.log_actions import log

from plugins.researchlinks.matching import pair_of
from plugins.researchlinks.merging import CannotMergeError, locked
from plugins.researchlinks.models import DistinctPair

APART, TOGETHER = "researchlinks.apart", "researchlinks.together"
"""How the log of actions names it"""


@transaction.atomic
def keep_apart(first: int, second: int, *, by: Any) -> DistinctPair:
    """Keep that two records are two works; they are offered for merging no more. Saying it twice changes
    nothing. Raises CannotMergeError where one of them was merged meanwhile."""
    older, newer = locked(first, second)
    pair, is_new = DistinctPair.objects.get_or_create(first=older, second=newer, defaults={"said_by": by})
    if is_new:
        for record, other in ((older, newer), (newer, older)):
            log(record, APART, user=by, data={"other": other.pk, "title": str(other)})
    return pair


@transaction.atomic
def offer_again(first: int, second: int, *, by: Any) -> DistinctPair:
    """Take back that two records are two works. Raises CannotMergeError where nobody has said so."""
    one, other = pair_of(first, second)
    pairs = DistinctPair.objects.select_for_update(of=("self",)).select_related("first", "second")
    pair = pairs.filter(first=one, second=other).first()
    if pair is None:
        raise CannotMergeError(gettext("Nobody says any more that these are two works."))
    DistinctPair.objects.filter(pk=pair.pk).delete()
    for record, twin in ((pair.first, pair.second), (pair.second, pair.first)):
        log(record, TOGETHER, user=by, data={"other": twin.pk, "title": str(twin)})
    return pair


def kept_apart() -> list[DistinctPair]:
    """Return what people have said are two works, the newest first, with who said so."""
    pairs = DistinctPair.objects.select_related("first", "second", "said_by")
    return list(pairs.filter(Q(first__merged_into=None) & Q(second__merged_into=None)))
