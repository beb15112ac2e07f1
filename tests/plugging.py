"""Plugins on and off within a run of tests; a site does it by its settings and a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import reload

from django.test import override_settings
from django.urls import clear_url_caches

import api.urls
import config.urls
from api import views
from portfolio.models import InnovationPage


@contextmanager
def turned_on(*labels: str) -> Iterator[None]:
    """Have these plugins on, and no other."""
    with override_settings(PLUGINS=list(labels)):
        _work_out_anew()
        yield
    _work_out_anew()


def _work_out_anew() -> None:
    """Forget what a process works out once: the editor's forms, the API's addresses and description."""
    InnovationPage.get_edit_handler.cache_clear()
    views._openapi.cache_clear()
    views._docs.cache_clear()
    reload(api.urls)
    for resolver in config.urls.urlpatterns:
        if getattr(resolver, "urlconf_name", None) is api.urls:
            vars(resolver).pop("url_patterns", None)  # it keeps those that were there
    clear_url_caches()
