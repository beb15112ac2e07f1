from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        from portfolio import checks, signal_handlers  # noqa: F401  (importing registers the checks)
        from portfolio.extensions import checks as plugin_checks  # noqa: F401  (likewise)
        from portfolio.publication.kinds import register_kinds
        from portfolio.tenancy import notifications

        register_kinds()
        signal_handlers.connect()
        notifications.connect()
        if settings.AUTHORING_API:
            from portfolio import authoring

            authoring.prepare()
