"""Who may say how strong a study is, and what may be relied on."""

from typing import Any

NETWORK = "portfolio.see_all_districts"


def is_reviewer(user: Any) -> bool:
    return bool(user and user.has_perm(NETWORK))
