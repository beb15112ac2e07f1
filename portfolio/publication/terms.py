"""Codes from closed lists, with the words for them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext

from portfolio.models.vocabulary import LICENCE_URLS, Licence
from portfolio.publication.schema import LicenceInfo, Term


def term(choices: Any, code: Any) -> Term | None:
    """Return the term for `code`, or None where there is none."""
    if code in (None, "") or code not in choices.values:
        return None
    return {"code": str(code), "label": str(choices(code).label)}


def required_term(choices: Any, code: Any) -> Term:
    """Return the term for `code`; in a preview the choice may not have been made yet."""
    return term(choices, code) or {"code": "", "label": gettext("Not stated")}


def terms(choices: type[models.TextChoices], codes: Iterable[str]) -> list[Term]:
    """Return the terms for `codes`, in the list's own order."""
    chosen = set(codes)
    return [{"code": c.value, "label": str(c.label)} for c in choices if c.value in chosen]


def licence_info(code: str) -> LicenceInfo | None:
    if code not in Licence.values:
        return None
    return {"code": code, "label": str(Licence(code).label), "url": LICENCE_URLS[Licence(code)]}


def iso(value: datetime.date | None) -> str | None:
    return value.isoformat() if value else None


def number(value: Any) -> float | None:
    return None if value is None else float(value)


def percent(part: int | None, whole: int | None) -> float | None:
    """Return `part` of `whole` in per cent with one decimal; None where either is unknown."""
    return round(100 * part / whole, 1) if part is not None and whole else None
