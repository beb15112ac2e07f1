"""Telling those who look after entries what there is to say of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse

from portfolio.models import DistrictPage, DistrictSpace, PortfolioPage, User
from portfolio.services.mail import send_mail_from_templates
from portfolio.services.network import EDITORS


def tell_writers(template: str, news: Mapping[int, Any]) -> set[int]:
    """Mail those who look after entries, one mail each; return the entries that someone was told of.

    `news` says what there is to say, by the number of the entry. The mail comes from the templates
    `<template>_subject.txt` and `<template>.txt`. They are given `entries`, each with `title`,
    `address` (in the editor) and its `news`; `site`, its name; and `home`, the first screen.

    A district's entries are its communicators' to look after; what lies outside of every district is
    the network's editors'. They are listed in the order of `news`. A mail that cannot be sent is
    logged: tell of those entries again later.
    """
    found = PortfolioPage.objects.in_bulk(list(news))
    told: set[int] = set()
    for team, own in _by_team(found[number] for number in news if number in found).items():
        readers = team.user_set.filter(is_active=True).exclude(email="")
        if sum(_mail(reader, template, own, news) for reader in readers):
            told.update(entry.pk for entry in own)
    return told


def _by_team(entries: Iterable[PortfolioPage]) -> dict[Group, list[PortfolioPage]]:
    """Sort entries by the group that looks after them."""
    spaces = DistrictSpace.objects.filter(communicators__isnull=False).select_related("communicators")
    team_of = {space.district_id: space.communicators for space in spaces}
    homes = [
        (path, team_of[district])
        for path, district in DistrictPage.objects.values_list("path", "district_id")
        if district in team_of
    ]
    editors = Group.objects.filter(name=EDITORS).first()
    teams: dict[Group, list[PortfolioPage]] = defaultdict(list)
    for entry in entries:
        team = next((group for path, group in homes if entry.path.startswith(path)), editors)
        if team:
            teams[team].append(entry)
    return teams


def _mail(reader: User, template: str, entries: list[PortfolioPage], news: Mapping[int, Any]) -> bool:
    base = settings.WAGTAILADMIN_BASE_URL
    listed = [
        {
            "title": entry.title,
            "address": urljoin(base, reverse("wagtailadmin_pages:edit", args=[entry.pk])),
            "news": news[entry.pk],
        }
        for entry in entries
    ]
    context = {
        "entries": listed,
        "site": settings.WAGTAIL_SITE_NAME,
        "home": urljoin(base, reverse("wagtailadmin_home")),
    }
    return send_mail_from_templates(template, context, reader.email)
