"""What every engine does, and all do alike. Documents are known by their numbers, from 1."""

import pytest

from portfolio.publication.models import LogHead, PublicDocument, State
from search import scratch, told
from search.curation import Curation
from search.models import SynonymGroup
from search.scratch import Made
from tests.search.conftest import Library

FILLER = Made("Filler", "Nothing of any interest is said in here at all.")


def with_facets(title: str, **values: str) -> Made:
    return Made(title, "A maker space.", [[key, value, value.title(), 0] for key, value in values.items()])


def test_endings_capitals_and_accents_do_not_count(library: Library) -> None:
    library.publish(Made("Naïve teachers", "They were teaching."), FILLER)
    for text in ("NAIVE", "naïve", "teacher", "Teaching"):
        assert library.find(text).numbers == [1], text


def test_who_says_more_of_the_question_comes_first(library: Library) -> None:
    library.publish(
        Made("One", "rural"), Made("Two", "rural makers in rural places"), Made("Three", "makers")
    )
    assert library.find("rural makers").numbers[0] == 2
    assert sorted(library.find("rural makers").numbers) == [1, 2, 3]


def test_the_title_counts_more_than_the_text(library: Library) -> None:
    filler = "many other words that say nothing of it " * 3
    library.publish(Made("One", f"maker {filler}"), Made("Maker", f"one {filler}"), FILLER, FILLER)
    assert library.find("maker").numbers == [2, 1]


def test_rare_words_say_more_than_common_ones(library: Library) -> None:
    common = [Made(f"Common {number}", "school") for number in range(30)]
    library.publish(*common, Made("Rare", "wallaby too"), Made("Both", "wallaby school"))
    assert library.find("wallaby school").numbers[:2] == [32, 31]


@pytest.mark.parametrize("typed", ["compatency", "competncy", "comptency"])
def test_a_word_typed_badly_finds_what_was_meant(library: Library, typed: str) -> None:
    library.publish(Made("Competency", "based"), FILLER)
    assert library.find(typed).numbers == [1]


def test_the_beginning_of_a_word_finds_it_where_nobody_wrote_it_so(library: Library) -> None:
    library.publish(Made("Kindergarten", "garden"), FILLER)
    assert library.find("kinder").numbers == [1]


def test_a_phrase_stands_side_by_side(library: Library) -> None:
    library.publish(Made("One", "place based learning"), Made("Two", "based on a place of learning"))
    assert sorted(library.find("place based").numbers) == [1, 2]
    assert library.find('"place based"').numbers == [1]
    assert library.find('"based learning place"').numbers == []


def test_a_phrase_counts_what_other_filters_would_bring(library: Library) -> None:
    library.publish(
        Made("One", "place based learning", [["state", "PA", "PA", 0]]),
        Made("Two", "place based learning", [["state", "OH", "OH", 0]]),
        Made("Three", "based on a place of learning", [["state", "OH", "OH", 0]]),
    )
    found = library.find('"place based"', selected={"state": ["PA"]}, facets=("state",))
    assert found.numbers == [1]
    assert {value: count for value, _label, count in found.counts["state"]} == {"PA": 1, "OH": 1}


def test_a_word_that_is_said_elsewhere_alone_weighs_nothing_here(library: Library) -> None:
    library.publish(
        *(Made(f"Number {number}", "students" if number % 2 else "teachers") for number in range(40)),
        Made("Zebra", "zebra"),
    )
    library.change(41, site_id=scratch.SITE + 1)
    assert library.find("zebra").total == 0
    assert library.find("zebra students").total == 20


def test_what_asks_nothing_that_is_written_finds_nothing(library: Library) -> None:
    library.publish(FILLER)
    found = library.find("wallaby")
    assert (found.numbers, found.total) == ([], 0)


def test_filters_narrow_and_ranges_too(library: Library) -> None:
    library.publish(
        with_facets("One", state="PA"), with_facets("Two", state="OH"), with_facets("Three", state="PA")
    )
    assert sorted(library.find("maker", selected={"state": ["PA"]}).numbers) == [1, 3]
    assert library.find("maker", without={"state": ["PA"]}).numbers == [2]
    assert library.find("maker", selected={"state": ["WY"]}).total == 0


def test_a_facet_does_not_narrow_its_own_counts(library: Library) -> None:
    library.publish(
        with_facets("One", state="PA", size="small"),
        with_facets("Two", state="OH", size="small"),
        with_facets("Three", state="PA", size="large"),
        Made("Other", "nothing", [["state", "PA", "Pa", 0]]),
    )
    counts = library.find("maker", selected={"state": ["PA"]}, facets=("state", "size")).counts
    assert {value: count for value, _label, count in counts["state"]} == {"PA": 2, "OH": 1}
    assert {value: count for value, _label, count in counts["size"]} == {"small": 1, "large": 1}


def test_counts_and_total_are_of_all_matches_not_of_the_page(library: Library) -> None:
    library.publish(*[with_facets(f"Number {number}", state="PA") for number in range(30)])
    found = library.find("maker", limit=5, facets=("state",))
    assert (len(found.numbers), found.total) == (5, 30)
    assert found.counts["state"] == [("PA", "Pa", 30)]


def test_pages_neither_overlap_nor_leave_out(library: Library) -> None:
    library.publish(*[Made("Alike", "maker") for _ in range(23)])
    pages = [library.find("maker", start=start, limit=5).numbers for start in range(0, 25, 5)]
    assert sorted(sum(pages, [])) == list(range(1, 24))
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]


def test_other_orders_hold_for_matches_alone(library: Library) -> None:
    library.publish(Made("Zoe maker", ""), Made("Ada maker", ""), FILLER)
    assert library.find("maker", sort="title").numbers == [2, 1]


def test_languages_are_kept_apart(library: Library) -> None:
    library.publish(Made("Maker", "English"))
    library.publish(Made("Maker", "Español"), locale="es")
    assert library.find("maker").numbers == [1]
    assert library.find("maker", locale="es").numbers == [2]


def test_what_was_just_published_is_found_at_once(library: Library) -> None:
    library.publish(FILLER)
    library.publish(Made("Wallaby", "at once"), packed=False)
    library.follow()
    assert library.find("wallaby").numbers == [2]


@pytest.mark.parametrize("gone", [{"state": State.GONE}, {"is_hidden": True}])
def test_what_was_withdrawn_is_neither_found_nor_counted(library: Library, gone: dict[str, object]) -> None:
    library.publish(with_facets("One", state="PA"), with_facets("Two", state="PA"))
    assert library.find("maker").total == 2
    PublicDocument.log.filter(pk_number=1).update(**gone, **({} if "is_hidden" in gone else {"sequence": 3}))
    LogHead.objects.update(sequence=3)

    found = library.find("maker", facets=("state",))

    assert (found.numbers, found.total) == ([2], 1)
    assert found.counts["state"] == [("PA", "Pa", 1)]


def test_a_change_of_text_is_found_by_the_new_words_alone(library: Library) -> None:
    library.publish(Made("Wallaby", "was here"), FILLER)
    PublicDocument.log.filter(pk_number=1).update(
        title="Kangaroo", search_text="Kangaroo is here", card_json=b'{"title":"Kangaroo"}', sequence=3
    )
    LogHead.objects.update(sequence=3)
    library.follow()
    assert library.find("kangaroo").numbers == [1]
    assert library.find("wallaby").numbers == []


def test_synonyms_find_what_says_it_otherwise(library: Library) -> None:
    SynonymGroup.objects.create(locale="en", wordings="WLB\nwallaby leap basics")
    told.forget()
    library.publish(
        Made("One", "wallaby leap basics"), Made("Two", "all about the WLB"), Made("3", "leap"), FILLER
    )
    assert sorted(library.find("WLB").numbers) == [1, 2]
    assert sorted(library.find("wallaby leap basics").numbers)[:2] == [1, 2]


def test_what_is_pinned_comes_first_in_its_order_and_is_counted(library: Library) -> None:
    library.publish(
        with_facets("Maker one", state="PA"),
        with_facets("Maker two", state="PA"),
        Made("Other", "nothing of the kind", [["state", "OH", "Oh", 0]]),
        FILLER,
    )
    pinned = Curation(pinned=(3, 2))
    found = library.find("maker", curation=pinned, facets=("state",))
    assert (found.numbers, found.total) == ([3, 2, 1], 3)
    assert {value: count for value, _label, count in found.counts["state"]} == {"PA": 2, "OH": 1}
    pages = [library.find("maker", curation=pinned, start=start, limit=1).numbers for start in range(3)]
    assert pages == [[3], [2], [1]]


def test_what_is_pinned_is_narrowed_as_all_else(library: Library) -> None:
    library.publish(with_facets("Maker", state="PA"), with_facets("Other", state="OH"), FILLER)
    pinned = Curation(pinned=(3, 2))
    assert library.find("maker", curation=pinned, selected={"state": ["PA"]}).numbers == [1]
    assert library.find('"maker space"', curation=pinned).numbers == [2, 1]
    PublicDocument.log.filter(pk_number=2).update(is_hidden=True)
    assert library.find("maker", curation=pinned).numbers == [3, 1]


def test_what_is_hidden_is_neither_found_nor_counted(library: Library) -> None:
    library.publish(with_facets("Maker one", state="PA"), with_facets("Maker two", state="PA"), FILLER)
    found = library.find("maker", curation=Curation(hidden=(1, 99)), facets=("state",))
    assert (found.numbers, found.total) == ([2], 1)
    assert found.counts["state"] == [("PA", "Pa", 1)]


def test_other_orders_keep_what_is_pinned_in_its_place(library: Library) -> None:
    library.publish(Made("Zoe maker", ""), Made("Ada maker", ""), Made("Mia", ""), FILLER)
    assert library.find("maker", sort="title", curation=Curation(pinned=(1, 3))).numbers == [2, 3, 1]


ODD = [
    '"', '12" ruler', "nul\0nul", "(" * 2000, "🦘", "مدرسة", "x" * 10_000, "*", "AND OR NOT", "maker AND",
    "'; DROP TABLE search_posting; --", "title:maker^2 ~0.8", "maker*", "-maker", "+maker -rural", "[a TO b]",
    "\\", "/maker/", "maker?", "{!lucene}", "%", "_", "maker NEAR/2 rural", "\u202emaker", "a" * 61, "１２",
    "<script>", "&amp;", "...", "\n\t", "NULL", "0", "-1", "1e999", "ß", "ﬁ", "a\u0301",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_query_is_an_operator_or_an_error(library: Library, text: str) -> None:
    library.publish(Made("Maker", "A rural place"), FILLER)
    found = library.find(text)
    assert found.total == len(found.numbers) <= 1
    if "maker" in text.lower():
        assert found.numbers == [1]
