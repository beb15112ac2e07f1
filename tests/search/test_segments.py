"""The stored index: packed, merged and rewritten, it finds the same; what is gone leaves nothing behind."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portfolio.publication.models import LogHead, PublicDocument, State
from portfolio.publication.positions import position
from search import language, segments
from search.index import MOST_KEPT, index
from search.models import Posting, SearchHead, Segment
from search.packing import unpack_words
from search.scratch import Made
from search.segments import ALIKE, KEPT_FOR_READERS, bring_up_to_date, tidy_up
from search.spelling import completions
from tests.search.conftest import Library

pytestmark = pytest.mark.django_db

QUERIES = ("maker", "rural", "maker rural", "wallaby", "place", "makers in rural places")


@pytest.fixture
def library(database_library: Library) -> Library:
    """The library as the database searches it: segments are its own."""
    return database_library


def document(number: int) -> Made:
    words = ["maker"] * (number % 3) + ["rural"] * (number % 4) + [f"place{number}", "place"]
    return Made(f"Number {number}", " ".join(words))


def all_found(library: Library) -> dict[str, list[int]]:
    return {text: sorted(library.find(text, limit=100).numbers) for text in QUERIES}


def withdraw(number: int) -> None:
    sequence = LogHead.objects.get().sequence + 1
    PublicDocument.log.filter(pk_number=number).update(state=State.GONE, search_text="", sequence=sequence)
    LogHead.objects.update(sequence=sequence)


def rewrite(number: int, text: str) -> None:
    sequence = LogHead.objects.get().sequence + 1
    PublicDocument.log.filter(pk_number=number).update(search_text=text, sequence=sequence)
    LogHead.objects.update(sequence=sequence)


def stored_words() -> set[str]:
    return {word for segment in Segment.objects.all() for word in unpack_words(segment.words)[0]}


def let_retired_ones_go() -> None:
    long_ago = timezone.now() - KEPT_FOR_READERS - timedelta(seconds=1)
    Segment.rows.exclude(retired_at=None).update(retired_at=long_ago)
    tidy_up()


def test_a_few_documents_wait_and_are_found_all_the_same(library: Library) -> None:
    library.publish(*map(document, range(5)), packed=False)
    found = all_found(library)

    assert bring_up_to_date(at_least=6) == 0
    assert bring_up_to_date(at_least=5) == 5
    assert bring_up_to_date(at_least=1) == 0

    assert all_found(library) == found
    assert found["maker"] == [2, 3, 5]


def test_segments_that_are_alike_become_one_that_finds_the_same(library: Library) -> None:
    for number in range(ALIKE):
        library.publish(document(number), document(number + 100))
    found = all_found(library)
    assert Segment.objects.count() == ALIKE

    tidy_up()

    assert Segment.objects.count() == 1
    assert all_found(library) == found
    let_retired_ones_go()
    assert Segment.rows.count() == 1
    assert set(Posting.objects.values_list("segment_id", flat=True)) == {Segment.objects.get().pk}
    assert all_found(library) == found


def test_the_latest_state_of_a_document_counts_however_segments_are_merged(library: Library) -> None:
    library.publish(*map(document, range(3)))
    rewrite(1, "wallaby")
    bring_up_to_date(at_least=1)
    for number in range(ALIKE):
        library.publish(document(number))
    rewrite(1, "kangaroo")
    bring_up_to_date(at_least=1)
    tidy_up()
    tidy_up()

    assert library.find("wallaby").numbers == []
    assert library.find("kangaroo").numbers == [1]


def test_what_is_gone_leaves_no_word_behind(library: Library) -> None:
    library.publish(Made("Secret", "wallaby wallabies"), document(1), document(2))
    withdraw(1)
    assert library.find("wallaby").numbers == []

    tidy_up()
    let_retired_ones_go()

    assert not {"wallaby", "wallabies", "secret"} & stored_words()
    assert not Posting.objects.filter(term__in=language.stems(["wallaby", "secret"], "en")).exists()
    assert sorted(library.find("maker").numbers) == [2, 3]


def test_what_is_published_again_and_again_takes_no_more_room(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Segments too large to be put together are rewritten without what later ones have anew."""
    monkeypatch.setattr(segments, "PACKED_AT_ONCE", 4)
    monkeypatch.setattr(segments, "SEGMENT_SIZE", 8)
    library.publish(*(Made(f"Number {number}", "Quackenbush was here") for number in range(8)))
    for _ in range(2):
        for number in range(1, 9):
            rewrite(number, "Somebody was here")
        bring_up_to_date(at_least=1)
        tidy_up()
        tidy_up()
    let_retired_ones_go()
    assert Segment.objects.count() == 1
    assert Posting.objects.count() == Posting.objects.values("term").distinct().count()
    assert "quackenbush" not in stored_words()


def test_few_large_segments_become_one_where_more_would_not_fit(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "SEGMENT_SIZE", 8)
    for start in (0, 3):
        library.publish(*map(document, range(start, start + 3)))
    found = all_found(library)
    tidy_up()
    assert [segment.size for segment in Segment.objects.all()] == [6]
    assert all_found(library) == found


def test_a_segment_of_which_nothing_is_left_goes(library: Library) -> None:
    library.publish(document(1))
    withdraw(1)
    tidy_up()
    assert not Segment.objects.exists()


def test_who_finds_the_segments_changed_begins_again(library: Library) -> None:
    library.publish(document(1), packed=False)
    begun = segments.current_head()
    SearchHead.objects.update(version=begun.version + 1)
    assert not segments._declare(begun, [], up_to=1)
    assert bring_up_to_date(at_least=1) == 1


def test_what_was_left_unfinished_is_dropped_after_a_while(library: Library) -> None:
    segment = Segment.rows.create(locale="en", numbers=b"", size=0, text_length=1, words=b"")
    tidy_up()
    assert Segment.rows.filter(pk=segment.pk).exists()
    Segment.rows.update(made_at=timezone.now() - segments.ABANDONED - timedelta(seconds=1))
    tidy_up()
    assert not Segment.rows.exists()


def test_other_rules_for_words_make_the_index_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.publish(*map(document, range(3)))
    found = all_found(library)
    monkeypatch.setattr(language, "VERSION", language.VERSION + 1)

    assert bring_up_to_date() == 0
    assert not Segment.objects.exists()
    assert all_found(library) == found
    assert bring_up_to_date(at_least=1) == 3
    assert all_found(library) == found


def test_a_log_that_began_anew_is_indexed_anew(library: Library) -> None:
    library.publish(*map(document, range(3)))
    PublicDocument.log.all().delete()
    LogHead.objects.update(sequence=0)
    library.publish(Made("Wallaby", ""))
    assert library.find("wallaby").numbers == [1]


def test_rebuilding_indexes_everything(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.publish(*map(document, range(3)))
    found = all_found(library)
    call_command("search", "rebuild")
    call_command("search", "status")
    assert all_found(library) == found
    assert capsys.readouterr().out.splitlines() == [
        "Indexed 3 documents.",
        "Segments: 1, up to 3 of 3 in the publication log.",
        "Newer documents: 0. They are found too; the worker packs them.",
    ]


def test_words_are_suggested_from_segments_and_from_what_is_new(library: Library) -> None:
    library.publish(Made("Kangaroo", ""))
    library.publish(Made("Wallaby", ""), packed=False)
    assert library.find("kangaro").numbers == [1]
    assert library.find("wallabi").numbers == [2]


def test_a_word_is_as_common_as_it_is_in_all_there_is(library: Library) -> None:
    library.publish(
        *(Made("Mathematics", f"mathematic{letter} mathematic{letter}s") for letter in "abcdefgh" * 3)
    )
    library.publish(Made("Mathematics", ""), packed=False)
    assert completions("mathem", index.view(position(), "en").vocabularies(), 1) == ["mathematics"]


def test_a_search_that_began_before_the_segments_changed_ends_as_it_began(library: Library) -> None:
    library.publish(*map(document, range(3)))
    view = index.view(position(), "en")
    for number in range(3, 3 + ALIKE):
        library.publish(document(number))
    tidy_up()
    assert view.read(["maker"]).frequency("maker") == 2


def test_a_search_that_began_before_its_documents_had_a_segment_finds_them(library: Library) -> None:
    library.publish(*map(document, range(3)), packed=False)
    view = index.view(position(), "en")
    bring_up_to_date(at_least=1)
    index.view(position(), "en")  # another thread asks
    assert view.read(["maker"]).frequency("maker") == 2


def test_few_postings_are_kept_and_none_is_taken_from_who_reads(library: Library) -> None:
    library.publish(*map(document, range(3)))
    view = index.view(position(), "en")
    reading = view.read(["maker"])
    for number in range(3 * MOST_KEPT):
        view.read([f"place{number}"])
    assert len(view._postings) <= MOST_KEPT + 1
    assert reading.frequency("maker") == 2
