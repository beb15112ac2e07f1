"""Invented research in the sample portfolio: every state is there, it says that it is invented, it goes."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client, TestCase

from home.models import HomePage
from home.site_tree import ensure_site_tree
from plugins.researchlinks.filling import due_records
from plugins.researchlinks.models import Concern, ResearchLink, ResearchRecord
from plugins.researchlinks.upkeep.addresses import changed_records
from plugins.researchlinks.upkeep.concerns import records_with
from plugins.researchlinks.upkeep.telling import tell_of_concerns
from portfolio import sample
from portfolio.models import PublicDocument
from portfolio.publication import log
from tests import factories


def sections() -> Iterator[Any]:
    for document in PublicDocument.objects.filter(row_key=None):
        if section := document.body.get("research"):
            yield section


class SampleResearchTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        ensure_site_tree()
        with (
            patch("portfolio.sample.renditions.make_quick_ones"),
            patch("portfolio.publication.log.want_renditions"),
        ):
            sample.load()
            log.flush()

    def test_every_state_can_be_seen(self) -> None:
        shown = list(sections())
        tiers = {section["tier"]["code"] if section["tier"] else None for section in shown}
        records = [record for section in shown for record in section["records"]]

        assert tiers == {"1", "2", "3", "4", None}
        assert any(section["is_mixed"] for section in shown)
        assert any(section["is_stale"] for section in shown)
        assert {record["relation"]["code"] for record in records} == {
            "evaluates", "supports", "contradicts", "background",
        }  # fmt: skip
        for state in ("is_retracted", "is_withdrawn", "is_stale"):
            assert sum(record[state] for record in records) == 1, state

    def test_records_are_as_the_rules_allow_and_as_the_editor_would_save_them(self) -> None:
        for record in ResearchRecord.objects.all():
            record.full_clean()
        assert set(ResearchLink.objects.values_list("page__is_sample", flat=True)) == {True}

    def test_each_says_that_it_is_invented_and_names_nothing_real(self) -> None:
        for record in ResearchRecord.objects.all():
            source = " ".join(str(record.csl.get(key, "")) for key in ("container-title", "publisher"))
            assert record.is_sample
            assert record.kind in ("doi", "url")
            assert record.identifier.startswith(("10.5555/", "https://example.org/")), record
            assert "(sample)" in source, record
            assert record.wwc_rating == "", "the What Works Clearinghouse has looked at none of it"
        documents = PublicDocument.objects.filter(kind="research")
        assert documents.count() == ResearchRecord.objects.filter(is_withdrawn=False).count()
        assert not documents.filter(is_sample=False).exists()
        page = Client().get(documents[0].path).content.decode()
        assert '<span class="sample">' in page

    def test_nobody_is_asked_and_nobody_is_told(self) -> None:
        factories.UserFactory(is_superuser=True)
        assert not due_records().exists()
        assert not changed_records().exists()
        assert tell_of_concerns() == 0
        assert mail.outbox == []
        assert set(records_with(Concern)) == set(
            ResearchRecord.objects.filter(is_retracted=True) | ResearchRecord.objects.filter(is_stale=True)
        )

    def test_it_goes_with_the_sample(self) -> None:
        theirs = ResearchRecord.objects.create(csl={"title": "Found by a person"})
        assert sample.remove()["research records"] == 13
        assert list(ResearchRecord.objects.all()) == [theirs]

    def test_a_real_entry_that_links_it_holds_it_up(self) -> None:
        page = factories.toolkit_page()
        page.research_links = [ResearchLink(record=ResearchRecord.objects.first(), relation="background")]
        factories.add_draft(HomePage.objects.get().get_children().get(slug="toolkits"), page)

        with pytest.raises(sample.CannotRemoveError, match="uses a sample research record"):
            sample.remove()
