"""What is wrong with what plugins add to the sample portfolio, in plain words."""

from collections.abc import Iterator

from django.core.checks import CheckMessage

from portfolio.extensions.config import PluginConfig
from portfolio.extensions.declaration import Extensions
from portfolio.extensions.kind_checks import boolean_fields, fault, wrong_rows


def wrong_sample(config: PluginConfig, extensions: Extensions) -> Iterator[CheckMessage]:
    for rows in extensions.sample.rows if extensions.sample else ():
        yield from wrong_rows(config, rows.model)
        booleans = boolean_fields(rows.model)
        if booleans is not None and "is_sample" not in booleans:
            hint = "Add `is_sample = models.BooleanField(default=False, editable=False)`: readers are told."
            yield fault(28, f"{config.label}: rows of {rows.model} cannot be marked as samples.", hint)
