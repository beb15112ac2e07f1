"""Calls that Schemathesis makes up from the API's own description, each answer held against it."""

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, strategies
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.openapi import openapi
from tests.api.published import API, live_innovations, live_story

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = int(os.environ.get("GROUNDWORK_API_CALLS", "200"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip


def calls_of(operation: Any, count: int, call: Callable[[Any], None]) -> None:
    """Make `count` calls: half of them as described, half of them not."""
    cases = strategies.one_of(*(
        operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode
    ))  # fmt: skip

    @hypothesis_settings(
        max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases)
    def made_up(case: Any) -> None:
        call(case)

    made_up()


def test_made_up_calls_get_what_the_description_says(home: Any, settings: Any) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 0
    settings.ALLOWED_HOSTS = ["*"]
    live_innovations("A", "B")
    live_story()
    schema = schemathesis.openapi.from_dict(openapi())
    schema.app = WSGIHandler()
    operations = [found.ok() for found in schema.get_all_operations()]
    made: list[int] = []

    def call(case: Any) -> None:
        answer = case.call(base_url=f"http://localhost{API}")
        made.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    for operation in operations:
        calls_of(operation, max(1, CALLS // len(operations)), call)

    assert len(made) >= CALLS // 2
    assert 200 in made
