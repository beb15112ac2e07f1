"""How good the search is over the sample portfolio: sixty queries, half of them typed badly.

`judged/` is in BEIR's layout without a corpus, which is the sample itself: entries are named by kind and
address. What answers a query was judged by reading the entries: 2 is just what was asked for, 1 helps too.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from django.test import TestCase
from wagtail.models import Site

from home.site_tree import ensure_site_tree
from portfolio import sample
from portfolio.publication import log
from portfolio.publication.asking import RELEVANCE
from portfolio.publication.documents import entries
from portfolio.publication.models import PublicDocument
from portfolio.publication.positions import position
from search import segments
from search.engines import Wanted
from search.evaluation import Collection, Measured, measure, read
from search.library import search
from search.meaning.nearest import meanings
from search.models import SynonymGroup
from search.starting_synonyms import STARTING
from tests.search.meaning import needs_model, read_all

JUDGED = Path(__file__).parent / "judged"
TYPED_WELL, TYPED_BADLY = 0.847, 0.929
"""nDCG@10 when the queries were judged"""
WELL_BY_MEANING, BADLY_BY_MEANING = 0.88, 0.92
"""And by meaning too"""
LEEWAY = 0.02


class JudgedTests(TestCase):
    known: ClassVar[Mapping[int, str]]
    """The entries' names in the judgements, by the numbers of their documents"""

    @classmethod
    def setUpTestData(cls) -> None:
        ensure_site_tree()
        with (
            patch("portfolio.sample.renditions.make_quick_ones"),  # they take minutes, and nobody looks
            patch("portfolio.publication.log.want_renditions"),
        ):
            sample.load()
            log.flush()
        SynonymGroup.objects.all().delete()  # what a portfolio begins with, whatever was here before
        for locale, groups in STARTING.items():
            for wordings in groups:
                SynonymGroup.objects.create(locale=locale, wordings="\n".join(wordings))
        segments.rebuild()
        rows = PublicDocument.objects.values_list("pk_number", "kind", "path")
        cls.known = {number: f"{kind}/{(path or '').split('/')[-2]}" for number, kind, path in rows}

    def found(self, text: str, limit: int) -> list[str]:
        site = Site.objects.get(is_default_site=True)
        answer = search(position(), text, entries(site.pk, "en", sort=RELEVANCE), Wanted(0, limit))
        return [self.known[hit.row.number] for hit in answer.hits]

    def measured(self, collection: Collection) -> Measured:
        assert len(collection.queries) == 30
        return measure(collection, self.found)

    def test_every_judged_entry_is_in_the_sample(self) -> None:
        judged = read(JUDGED).judged
        assert {entry for grades in judged.values() for entry in grades} <= set(self.known.values())
        assert len(judged) == 60

    def test_queries_typed_well_are_answered_as_well_as_before(self) -> None:
        measured = self.measured(read(JUDGED))
        assert measured.empty == 0
        assert measured.ndcg_at_10 >= TYPED_WELL - LEEWAY

    def test_queries_typed_badly_are_answered_as_well_as_before(self) -> None:
        measured = self.measured(read(JUDGED, "typo"))
        assert measured.empty == 0
        assert measured.ndcg_at_10 >= TYPED_BADLY - LEEWAY

    @needs_model
    def test_by_meaning_the_first_are_answered_better_and_the_others_as_well(self) -> None:
        read_all()
        self.addCleanup(meanings.forget)
        with self.settings(SEARCH_MEANING=True):
            well, badly = self.measured(read(JUDGED)), self.measured(read(JUDGED, "typo"))
        assert (well.empty, badly.empty) == (0, 0)
        assert well.ndcg_at_10 >= WELL_BY_MEANING - LEEWAY / 2
        assert badly.ndcg_at_10 >= BADLY_BY_MEANING - LEEWAY / 2
