"""Keeps addresses that are keys out of the logs: whoever reads one there could open what it opens."""

import logging
import re

_KEY = re.compile(r"(/(?:progress|api/v1/preview|account/link|account/password/reset/key)/)(?!on/)[^/?#\s]+")
"""What follows is the key to a list, a draft or an account; `/progress/on/` names a public playbook"""


class HidePrivateAddresses(logging.Formatter):
    """Writes “/progress/…/” in place of the key, in tracebacks too.

    Django logs the address of each request that it refuses. A filter would not do: it has to put the
    message together itself, and one that cannot be would then fail whoever logs it.
    """

    def format(self, record: logging.LogRecord) -> str:
        return _KEY.sub(r"\1…", super().format(record))
