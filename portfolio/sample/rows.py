"""The sample's reference rows: themes, organisations, districts, people."""

from typing import Any

from portfolio.models import (
    ContentRequest,
    District,
    DistrictSpace,
    Organisation,
    Person,
    PortfolioPage,
    RequestAnswer,
    Theme,
)
from portfolio.sample import content
from portfolio.sample.shelf import Shelf, sample_key

INVENTED = "Invented for the sample portfolio. No real district."
FACTS_YEAR = "2022-23"


def load_themes(shelf: Shelf, themes: list[dict[str, Any]], parent: Theme | None = None) -> None:
    for written in themes:
        fields = {
            "parent": parent,
            "name": written["name"],
            "description": written["description"],
            "synonyms": "\n".join(written["synonyms"]),
            "translation_key": sample_key("theme", written["slug"]),
        }
        theme, made = Theme.objects.get_or_create(locale=shelf.locale, slug=written["slug"], defaults=fields)
        shelf.themes[theme.slug] = theme
        shelf.made["themes"] += made
        load_themes(shelf, written.get("children", []), theme)


def load_organisations(shelf: Shelf, organisations: list[dict[str, Any]]) -> None:
    for written in organisations:
        fields = {"kind": written["kind"], "website": written.get("website", ""), "is_sample": True}
        row, made = Organisation.objects.get_or_create(name=written["name"], defaults=fields)
        shelf.organisations[written["key"]] = row
        shelf.made["organisations"] += made


def load_directory(shelf: Shelf) -> None:
    """Add real districts as facts of the directory, where no import has brought them yet."""
    texts = {"name", "state", "city", "county", "facts_year", "source"}
    for written in content.directory():
        leaid = written.pop("leaid")
        facts = {name: value if name in texts else value or None for name, value in written.items()}
        _row, made = District.objects.get_or_create(leaid=leaid, defaults=facts)
        shelf.made["directory districts"] += made


def load_district(shelf: Shelf, written: dict[str, Any]) -> None:
    """Add an invented district. It has no state: no state shall seem to have it."""
    facts = {**written, "is_sample": True, "facts_year": FACTS_YEAR, "source": INVENTED}
    leaid = facts.pop("leaid")
    if "successor" in facts:
        facts["successor"] = shelf.find(District, facts["successor"])
    row, made = District.objects.get_or_create(leaid=leaid, defaults=facts)
    shelf.districts[leaid] = row
    shelf.made["sample districts"] += made


def load_people(shelf: Shelf, written: dict[str, Any]) -> None:
    own = written.get("district", {}).get("leaid")
    for person in written.get("people", []):
        leaid = person.get("district", own)
        fields = {
            "name": person["name"],
            "role": person["role"],
            "contact_public": person.get("contact_public", False),
            "district": shelf.find(District, leaid) if leaid else None,
            "organisation": _organisation(shelf, person),
            "is_sample": True,
        }
        row, made = Person.objects.get_or_create(email=f"{person['key']}@example.org", defaults=fields)
        shelf.people[person["key"]] = row
        shelf.made["people"] += made


def load_content_requests(shelf: Shelf, requests: list[dict[str, Any]]) -> None:
    """Ask all sample districts; nobody is mailed."""
    for written in requests:
        fields = {"note": written["note"], "language": shelf.locale.language_code, "kind": written["kind"]}
        row, made = ContentRequest.objects.get_or_create(
            title=written["title"], is_sample=True, defaults=fields
        )
        shelf.made["content requests"] += made
        if made:
            row.told.set(DistrictSpace.objects.all())  # nor when it is changed later
        for key in written["answers"] if made else ():
            RequestAnswer.objects.create(request=row, entry_id=shelf.find(PortfolioPage, key).pk)


def _organisation(shelf: Shelf, person: dict[str, Any]) -> Organisation | None:
    key = person.get("organisation")
    return shelf.find(Organisation, key) if key else None
