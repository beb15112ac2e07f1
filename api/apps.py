from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = _("Delivery API")

    def ready(self) -> None:
        from api import use

        request_finished.connect(use.counts.flush_when_due)
