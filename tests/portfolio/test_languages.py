"""A language is named in itself, and by the settings where Django does not know it."""

import pytest
from django.test import override_settings

from portfolio.languages import own_name

SOMALI = override_settings(LANGUAGES=[("en", "English"), ("es", "Spanish"), ("so", "Somali")])


@pytest.mark.parametrize(
    ("code", "name"), [("es", "español"), ("es-us", "español"), ("so", "Somali"), ("tlh", "tlh"), ("", "")]
)
def test_language_is_named_whether_django_knows_it_or_not(code: str, name: str) -> None:
    with SOMALI:
        assert own_name(code) == name
