from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Library search")

    def ready(self) -> None:
        from search import checks  # noqa: F401  (importing registers the checks)
        from search.asked.notes import counts

        request_finished.connect(counts.flush_when_due)
