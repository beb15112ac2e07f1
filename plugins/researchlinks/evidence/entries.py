"""The tier of an entry, computed from its links and never typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from .balance import weigh
from .links import Link
from .next_steps import next_step_for
from .reasons import reason_for
from .vocabulary import Tier

__all__ = ["Evidence", "Link", "tier_of_entry"]


@dataclass(frozen=True)
class Evidence:
    """How strong the evidence behind an entry is, and why.

    `is_mixed` says that negative evidence stands beside the tier. `reason` is for readers, `next_step`
    for the editor; `carrier` is the index of the link that carries the tier, None without a tier.
    """

    tier: Tier | None
    is_mixed: bool
    reason: str
    carrier: int | None
    next_step: str


def tier_of_entry(links: Sequence[Link]) -> Evidence:
    """Return what `links` show together: the strongest tier that one of them gives, if any.

    Links add nothing to each other: the act asks for at least one study. Their order does not matter.
    """
    balance = weigh(links)
    return Evidence(
        tier=balance.tier,
        is_mixed=balance.tier is not None and balance.against is not None,
        reason=reason_for(balance),
        carrier=None if balance.carrier is None else links.index(balance.carrier),
        next_step=next_step_for(balance),
    )
