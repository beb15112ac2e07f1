"""The addresses of plugins: below `/x/<label>/`, while the plugin is on, for the audience it states."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import get_resolver

from portfolio.extensions import registry
from portfolio.extensions.declaration import Audience

View = Callable[..., HttpResponse]
NEEDED = {Audience.WRITERS: "wagtailadmin.access_admin", Audience.NETWORK: "portfolio.see_all_districts"}


def plugin_urls() -> list[URLResolver]:
    """Return the addresses of every plugin that has stated whom they are for, on or off."""
    found = []
    for config, extensions in registry.everything():
        routes = extensions.routes
        if routes and routes.audience:
            with registry.passing_over_what_is_off(config, f"reading its addresses in {routes.urls}"):
                patterns = _guarded(config.label, routes.urls, routes.audience)
                found.append(path(f"x/{config.label}/", include((patterns, config.label))))
    return found


def _guarded(label: str, urls: str, audience: Audience) -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = list(get_resolver(urls).url_patterns)
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            raise TypeError(f"{urls}: a plugin lists its addresses in one module, without include().")
        pattern.callback = _guard(label, audience, pattern.callback)
    return patterns


def _guard(label: str, audience: Audience, view: View) -> View:
    allowed = (
        permission_required(NEEDED[audience], raise_exception=True)(view) if audience in NEEDED else view
    )

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not registry.is_enabled(label):
            raise Http404
        return allowed(request, *args, **kwargs)

    return guarded
