"""Parts that several kinds have."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from portfolio.models.districts import District
from portfolio.models.people import Person
from portfolio.models.taxonomy import Theme
from portfolio.models.vocabulary import GradeBand, Licence, LocaleGroup, Role, SizeBand, State
from portfolio.publication.encoding import BASE
from portfolio.publication.parts import FacetValue
from portfolio.publication.prose import clean_html
from portfolio.publication.schema import ContactInfo, ThemeRef
from portfolio.publication.sources import Sources
from portfolio.publication.terms import iso, terms
from portfolio.remembering import recall


def theme_path(theme: Theme) -> str:
    """Return the address of the theme's page in its own language."""
    return recall("theme path", (theme.locale_id, theme.slug), lambda: _theme_path(theme))


def _theme_path(theme: Theme) -> str:
    with translation.override(theme.locale.language_code):
        return reverse("theme", args=[theme.slug])


def theme_refs(themes: Iterable[Theme], sources: Sources) -> list[ThemeRef]:
    """Name `themes` and, so that a search for the whole finds its parts, note their lineage."""
    refs: list[ThemeRef] = []
    for theme in themes:
        for above in theme.lineage():
            sources.read("theme", above.pk)
        path = theme_path(theme)
        refs.append({"slug": theme.slug, "name": theme.name, "path": path, "url": f"{BASE}{path}"})
    return refs


def lineage_facets(themes: Iterable[Theme]) -> list[FacetValue]:
    """Return a facet for each theme above those of the entry: it is found by them too."""
    above = {theme for given in themes for theme in given.lineage()}
    return [FacetValue("theme", theme.slug, theme.name) for theme in sorted(above, key=lambda t: t.name)]


def choice_facets(key: str, choices: Any, codes: Iterable[Any]) -> list[FacetValue]:
    """Return a facet for each of `codes` that is set, ranked as the closed list has them."""
    chosen = {code for code in codes if code not in (None, "")}
    return [
        FacetValue(key, str(choice.value), str(choice.label), rank)
        for rank, choice in enumerate(choices)
        if choice.value in chosen
    ]


def place_facets(districts: Iterable[District]) -> list[FacetValue]:
    """Return the facets that say where an entry is from and how large that place is."""
    rows = list(districts)
    return [
        *choice_facets("state", State, (row.state for row in rows)),
        *choice_facets("locale", LocaleGroup, (row.locale_group for row in rows)),
        *choice_facets("size", SizeBand, (row.size_band for row in rows)),
        *(FacetValue("district", row.leaid, row.name) for row in rows),
    ]


def year_facets(year: int | None) -> list[FacetValue]:
    """Return the facet of the year that an entry is of, the newest first; none where it states none."""
    return [FacetValue("year", str(year), str(year), -year)] if year else []


def licence_facets(page: Any) -> list[FacetValue]:
    """Return the facet of what others may do with the entry itself; its files have their own licences."""
    return choice_facets("licence", Licence, [page.licence])


def enrollment(districts: Iterable[District]) -> float | None:
    """Return how many students the lead district has: the size of the place that an entry is from."""
    return next((row.students for row in districts), None)


def contact_info(
    person: Person | None, sources: Sources, *, entry_id: str | None = None
) -> ContactInfo | None:
    """Name `person`; with the form where `entry_id` is given and they may be written to."""
    if person is None:
        return None
    sources.read("person", person.pk)
    form = reverse("contact", args=[entry_id]) if entry_id and person.can_be_written_to else None
    url = f"{BASE}{form}" if form else None
    return {"name": person.name, "role": person.role, "form_path": form, "form_url": url}


def takeaway(page: Any, sources: Sources) -> dict[str, Any]:
    """Return what toolkits and playbooks both say of themselves."""
    authors = [row.person for row in page.authors.all() if row.person_id]  # a draft may have an empty row
    return {
        "audience": terms(Role, page.audience),
        "grade_bands": terms(GradeBand, page.grade_bands),
        "version": page.version,
        "updated_on": iso(page.updated_on),
        "how_to_use_html": clean_html(page.how_to_use, sources),
        "authors": [contact_info(person, sources) for person in authors],
    }
