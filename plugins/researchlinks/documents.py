"""From an entry's links to the section of its document, and from a record to its own."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from plugins.researchlinks.evidence.entries import tier_of_entry
from plugins.researchlinks.evidence.vocabulary import (
    Direction,
    Relation,
    StudyDesign,
    Tier,
    WwcRating,
    in_words,
)
from plugins.researchlinks.references.citation import Citation, cite
from plugins.researchlinks.schema import (
    ResearchlinksEvidence,
    ResearchlinksRecord,
    ResearchlinksStudy,
    ResearchlinksTerm,
    ResearchlinksTier,
    ResearchlinksWork,
    ResearchlinksWorkCard,
)
from portfolio.extensions import PlanPart, RowContent, Sources

CONTRADICTS = str(Relation.CONTRADICTS.value)


def build(page: Any, sources: Sources) -> ResearchlinksEvidence | None:
    """Return what the research that `page` links says of it; None where it links none."""
    links = _each_once(page)
    for link in links:
        sources.read("researchlinks.researchrecord", link.work.pk)  # a merged one is not shown
    if not links:
        return None
    evidence = tier_of_entry([link.as_evidence for link in links])
    carrier = None if evidence.carrier is None else links[evidence.carrier].work
    citations = {citation.index: citation for citation in cite([link.work.citable for link in links])}
    return {
        "tier": _tier(evidence.tier),
        "is_mixed": evidence.is_mixed,
        "is_stale": bool(carrier and carrier.is_stale),
        "reason": evidence.reason,
        "records": [_record(link, citations[number]) for number, link in enumerate(links)],
    }


def _each_once(page: Any) -> list[Any]:
    """Return the links of `page`; of two that say the same of one work, since it was merged, the first."""
    links: dict[tuple[int, str], Any] = {}
    for link in page.research_links.all():
        if link.record_id:  # a draft may have an empty row
            links.setdefault((link.work.pk, link.relation), link)
    return list(links.values())


def _record(link: Any, citation: Citation) -> ResearchlinksRecord:
    record = link.work
    return {
        "id": record.pk,
        "public_id": str(record.public_id),
        "relation": {"code": link.relation, "label": str(link.get_relation_display())},
        "is_withdrawn": record.is_withdrawn,
        **_study(record, citation),
    }


def _study(record: Any, citation: Citation) -> ResearchlinksStudy:
    return {
        "citation_text": citation.text,
        "citation_html": citation.html,
        "in_text": citation.in_text,
        "url": record.address,
        "open_access_url": record.open_access_url,
        "note": record.note,
        "design": _term(StudyDesign, record.design),
        "students": record.students,
        "sites": record.sites,
        "grades": record.grades,
        "found": _term(Direction, record.direction),
        "effect": record.effect,
        "is_peer_reviewed": record.is_peer_reviewed,
        "wwc": _term(WwcRating, record.wwc_rating),
        "wwc_url": record.wwc_url,
        "tier": _tier(Tier(record.tier) if record.tier else None),
        "tier_why": record.tier_why if record.tier else "",
        "tier_on": _iso(record.tier_on if record.tier else None),
        "last_reviewed": _iso(record.last_reviewed),
        "review_by": _iso(record.good_until),
        "is_stale": record.is_stale,
        "is_retracted": record.is_retracted,
        "is_sample": record.is_sample,
        "csl": dict(record.citable),
    }


def build_work(record: Any, sources: Sources) -> RowContent[ResearchlinksWork]:
    """Return what the document of a record says."""
    [citation] = cite([record.citable])
    work: ResearchlinksWork = {**_study(record, citation), "year": record.year}
    card: ResearchlinksWorkCard = {
        "citation_text": work["citation_text"],
        "year": work["year"],
        "design": work["design"],
        "found": work["found"],
        "tier": work["tier"],
        "is_retracted": work["is_retracted"],
    }
    return RowContent(
        title=record.title,
        summary=record.note,
        card=card,
        body=work,
        added_at=record.added_at,
        changed_at=record.changed_at,
    )


def path_of(record: Any) -> str:
    return reverse("researchlinks:work", args=[record.public_id])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _term(choices: Any, code: str) -> ResearchlinksTerm | None:
    return {"code": code, "label": str(choices(code).label)} if code else None


def _tier(tier: Tier | None) -> ResearchlinksTier | None:
    return {"code": str(tier.value), "label": str(tier.label), "words": in_words(tier)} if tier else None


def tier_values(section: ResearchlinksEvidence) -> list[tuple[str, str]]:
    tier = section["tier"]
    return [(tier["code"], tier["label"])] if tier else []


def strength_of(section: ResearchlinksEvidence) -> float | None:
    """Return what entries are ordered by: the better the tier, the more; None where there is none."""
    tier = section["tier"]
    return len(Tier) + 1 - int(tier["code"]) if tier else None


def design_values(section: ResearchlinksEvidence) -> list[tuple[str, str]]:
    designs = [record["design"] for record in section["records"] if record["design"]]
    return list({design["code"]: (design["code"], design["label"]) for design in designs}.values())


def record_ids(section: ResearchlinksEvidence) -> list[tuple[str, str]]:
    """Return the ids of the documents of the records that an entry links."""
    shown = [record for record in section["records"] if not record["is_withdrawn"]]
    return [(record["public_id"], record["in_text"]) for record in shown]


def ids_of_what_contradicts(section: ResearchlinksEvidence) -> list[tuple[str, str]]:
    against = {
        record["public_id"] for record in section["records"] if record["relation"]["code"] == CONTRADICTS
    }
    return [(public_id, words) for public_id, words in record_ids(section) if public_id in against]


def tier_of_work(work: ResearchlinksWork) -> list[tuple[str, str]]:
    """Return the tier that a work is found by. What is retracted shows nothing any longer."""
    tier = work["tier"]
    return [(tier["code"], tier["label"])] if tier and not work["is_retracted"] else []


def design_of_work(work: ResearchlinksWork) -> list[tuple[str, str]]:
    design = work["design"]
    return [(design["code"], design["label"])] if design else []


def citations(section: ResearchlinksEvidence) -> dict[str, Any]:
    """Return the works as schema.org has them: `citation` of the entry, each a ScholarlyArticle."""
    return {"citation": [_scholarly(record) for record in section["records"] if not record["is_withdrawn"]]}


def references(section: ResearchlinksEvidence) -> PlanPart:
    """Return the works for a plan that is taken away: how strong the evidence is, and each as it is cited."""
    tier = section["tier"]
    words = [f"{tier['label']}. {tier['words']}"] if tier else []
    works = format_html_join("", "<li>{}: {}{}</li>", (_cited(record) for record in section["records"]))
    told = format_html_join("", "<p>{}</p>", ((text,) for text in [*words, section["reason"]]))
    return PlanPart(title=_("What the research says"), html=format_html("{}<ul>{}</ul>", told, works))


def _cited(record: ResearchlinksRecord) -> tuple[str, str, str]:
    """Return how a work relates to the entry, its citation, and that it counts no longer where so."""
    ended = ""
    if record["is_retracted"]:
        ended = _("This work has been retracted. It counts for nothing here.")
    elif record["is_withdrawn"]:
        ended = _("This network no longer stands by this work. It counts for nothing here.")
    citation = mark_safe(record["citation_html"])  # noqa: S308  (sanitised when it was cited)
    return record["relation"]["label"], citation, f" {ended}" if ended else ""


def _scholarly(record: ResearchlinksRecord) -> dict[str, Any]:
    csl: Any = record["csl"]
    year = (csl.get("issued", {}).get("date-parts") or [[None]])[0][0]
    node = {
        "@type": "ScholarlyArticle",
        "name": csl.get("title"),
        "url": record["url"],
        "author": [_author(name) for name in csl.get("author", [])],
        "datePublished": str(year) if year else None,
        "identifier": f"https://doi.org/{csl['DOI']}" if csl.get("DOI") else None,
    }
    return {key: value for key, value in node.items() if value}


def _author(name: dict[str, str]) -> dict[str, str]:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    given, family = name.get("given", ""), name.get("family", "")
    return {"@type": "Person", "name": f"{given} {family}".strip(), "familyName": family, "givenName": given}
