"""Public addresses that are not pages of the tree: themes, and what machines ask for."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.library.languages import language
from home.rendering import entries_by_kind, render_in_site
from portfolio.models import Theme
from portfolio.publication import documents
from portfolio.publication.themes import in_other_languages

AT_MOST = 24
"""Entries of a kind on a theme's page; the rest is one link away"""


@transaction.non_atomic_requests
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with what there is on one theme and those below it."""
    site = Site.find_for_request(request)
    locale = translation.get_language()
    found = Theme.objects.select_related("parent").filter(slug=slug, locale__language_code=locale).first()
    if found is None or site is None:
        raise Http404
    context = {"theme": _theme_context(found), **_entries_on(slug, site.pk, locale)}
    return render_in_site(request, "home/pages/theme.html", context, locales=_languages(slug, locale))


def _languages(slug: str, locale: str) -> list[dict[str, str]]:
    """Return the theme's page in each language that it has one in; nothing where that is one alone."""
    slugs = in_other_languages([slug], locale)
    if len(slugs) < 2:
        return []
    return [{**language(code), "path": _path_in(code, there[slug])} for code, there in sorted(slugs.items())]


def _path_in(code: str, slug: str) -> str:
    with translation.override(code):
        return reverse("theme", args=[slug])


def _entries_on(slug: str, site_id: int, locale: str) -> dict[str, object]:
    """Return the newest entries of each kind and, where there are more, the address of all of them."""
    found = documents.having(documents.entries(site_id, locale), "theme", [slug])
    entries = entries_by_kind(documents.newest_of_each_kind(found, AT_MOST + 1))
    indexes = documents.indexes(site_id, locale)
    more = {
        kind: f"{indexes[kind]['path']}?{urlencode({'theme': slug})}"
        for kind, items in entries.items()
        if len(items) > AT_MOST and kind in indexes
    }
    return {"entries": {kind: items[:AT_MOST] for kind, items in entries.items()}, "more": more}


def _theme_context(theme: Theme) -> dict[str, object]:
    def link(other: Theme) -> dict[str, str]:
        return {"name": other.name, "slug": other.slug, "path": reverse("theme", args=[other.slug])}

    return {
        "name": theme.name,
        "slug": theme.slug,
        "description": theme.description,
        "synonyms": theme.synonym_list,
        "parent": link(theme.parent) if theme.parent else None,
        "children": [link(child) for child in theme.children.order_by("name")],
        "lineage": [link(above) for above in theme.lineage()[:-1]],
    }
