"""Where Elasticsearch is, and what is done while it does not answer."""

import threading
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch import Elasticsearch as Client

PATIENCE = 1.0
"""Seconds that a reader's question may take"""
PATIENCE_WHEN_KEEPING = 30.0
LEFT_ALONE = 10.0
"""Seconds for which a cluster that failed is not asked again"""
FAILURES: Final = (TransportError, ApiError)
"""It is away, too slow, refuses us, or lacks the index"""


class Breaker:
    """Keeps a process from asking a broken cluster again and again.

    After a failure nobody asks for some seconds; then one does, and the others when that went well.
    """

    def __init__(self, seconds: float = LEFT_ALONE) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._until: float | None = None

    def lets_through(self) -> bool:
        with self._lock:
            if self._until is None:
                return True
            if time.monotonic() < self._until:
                return False
            self._until = time.monotonic() + self._seconds
            return True

    def failed(self) -> None:
        with self._lock:
            self._until = time.monotonic() + self._seconds

    def succeeded(self) -> None:
        with self._lock:
            self._until = None


@dataclass(frozen=True)
class Cluster:
    """A cluster, and the name under which this portfolio's index is asked there."""

    urls: tuple[str, ...]
    alias: str
    api_key: str = ""
    ca_certs: str = ""
    patience: float = PATIENCE
    breaker: Breaker = field(default_factory=Breaker, compare=False)

    @cached_property
    def asking(self) -> Client:
        """For readers: one try, and no longer than they would wait."""
        return self._client(request_timeout=self.patience, max_retries=0)

    @cached_property
    def keeping(self) -> Client:
        """For whoever fills the index, who comes again by themselves."""
        return self._client(request_timeout=PATIENCE_WHEN_KEEPING, max_retries=0)

    def close(self) -> None:
        for name in ("asking", "keeping"):
            if client := self.__dict__.get(name):
                client.close()

    def _client(self, **how: Any) -> Client:
        if self.ca_certs:
            how["ca_certs"] = self.ca_certs
        return Client(list(self.urls), api_key=self.api_key or None, **how)


def configured(alias: str = "", patience: float = PATIENCE) -> Cluster:
    """Return the cluster that the settings name, with another alias where one is given."""
    return Cluster(
        tuple(settings.ELASTICSEARCH_URL.split()),
        alias or settings.ELASTICSEARCH_INDEX,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_CERTS,
        patience,
    )
