"""Errors as answers: application/problem+json (RFC 9457), in words that say how to put it right."""

import json
from collections.abc import Mapping

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "That cannot be asked",
    401: "The key does not open anything",
    403: "This key does not open that",
    404: "There is no such thing",
    405: "Only reading is possible here",
    409: "The log has begun anew",
    410: "It is not public any more",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Not available for a moment",
}


class Problem(Exception):
    """What is wrong with a request. `parameter` names the one to blame."""

    def __init__(
        self, status: int, detail: str, *, parameter: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter
        self.headers = dict(headers or {})

    def response(self, docs_url: str) -> HttpResponse:
        """Return the answer. Its type is an address in the documentation."""
        body: dict[str, object] = {
            "type": f"{docs_url}#status-{self.status}",
            "title": TITLES[self.status],
            "status": self.status,
            "detail": self.detail,
        }
        if self.parameter:
            body["parameter"] = self.parameter
        headers = {"Cache-Control": "no-store", **self.headers}
        content = json.dumps(body, ensure_ascii=False).encode()
        return HttpResponse(content, status=self.status, content_type=MEDIA_TYPE, headers=headers)
