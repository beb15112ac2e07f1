"""Keeps addresses that are keys out of the logs: whoever reads one there could open what it opens."""

import logging
import re

_KEY = re.compile(r"(/(?:progress|api/v1/preview|account/link|account/password/reset/key)/)(?!on/)[^/?#\s]+")
"""What follows is the key to a list, a draft or an account; `/progress/on/` names a public playbook"""


class HidePrivateAddresses(logging.Filter):
    """Writes “/progress/…/” in place of the key. Django logs the address of each request that it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _KEY.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
