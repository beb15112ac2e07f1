"""What an import writes, leaves alone and says."""

import io

import pytest

from portfolio.districts import importing
from portfolio.districts.importing import Outcome
from portfolio.models import District, DistrictIndexPage, PublicDocument
from portfolio.publication import log
from tests.factories import DistrictFactory, district_page, make_site
from tests.portfolio.districts.nces import CCD_2013, CCD_2023, ELSI, bring, flat

pytestmark = pytest.mark.django_db

MAPLE = "2022-23,0199901,Maple Hollow,AL,1337"


def district(leaid: str) -> District:
    return District.objects.get(leaid=leaid)


def test_import_keeps_leading_zeros_years_and_source():
    summary, _rows = bring(ELSI)
    assert summary.counts == {Outcome.CREATED: 6}
    maple = district("0199901")
    assert (maple.name, maple.state, maple.students) == ("MAPLE HOLLOW UNIFIED", "AL", 1337)
    assert (maple.facts_year, maple.year_of("ell_students")) == ("2022-23", "2021-22")
    assert "Common Core of Data" in maple.source
    maple.full_clean()


@pytest.mark.parametrize("file", [ELSI, CCD_2023, CCD_2013], ids=lambda file: file.name)
def test_second_import_changes_nothing(file):
    first, _rows = bring(file)
    before = list(District.objects.order_by("pk").values())
    second, _rows = bring(file)
    assert second.counts == {Outcome.UNCHANGED: first.rows}
    assert list(District.objects.order_by("pk").values()) == before


def test_every_imported_row_would_pass_the_model():
    for file in (ELSI, CCD_2023, CCD_2013):
        bring(file)
    for row in District.objects.all():
        row.full_clean()


def test_bad_rows_stay_out_and_good_rows_come_in():
    summary, rows = bring(flat("2022-23,100005,Lost Zero,AL,1", MAPLE))
    assert [(row.line, row.outcome) for row in rows] == [(2, Outcome.REFUSED), (3, Outcome.CREATED)]
    assert summary.counts == {Outcome.REFUSED: 1, Outcome.CREATED: 1}
    assert list(District.objects.values_list("leaid", flat=True)) == ["0199901"]


def test_newer_file_without_a_column_leaves_that_fact_with_its_own_year():
    bring(ELSI)
    bring(flat("2024-25,0199901,Maple Hollow,AL,1400"))
    maple = district("0199901")
    assert (maple.students, maple.year_of("students")) == (1400, "2024-25")
    assert (maple.locale, maple.year_of("locale")) == (43, "2022-23")
    assert maple.facts_year == "2024-25"


def test_newer_file_that_says_missing_takes_the_fact_away():
    bring(flat(MAPLE))
    bring(flat("2023-24,0199901,Maple Hollow,AL,-1"))
    assert district("0199901").students is None


def test_older_file_changes_no_newer_fact_and_says_so():
    bring(flat(MAPLE))
    summary, rows = bring(flat("2019-20,0199901,Maple Hollow City,AL,900"))
    assert summary.counts == {Outcome.KEPT: 1}
    assert "newer facts, from 2022-23" in rows[0].note
    assert (district("0199901").name, district("0199901").students) == ("Maple Hollow", 1337)


def test_older_file_adds_what_was_never_told_with_its_year():
    bring(flat(MAPLE))
    bring(CCD_2013)
    maple = district("0199901")
    assert (maple.county, maple.year_of("county")) == ("HOLLOW COUNTY", "2013-14")
    assert (maple.students, maple.facts_year) == (1337, "2022-23")


def test_older_file_replaces_newer_facts_when_told_to():
    bring(flat(MAPLE))
    summary, _rows = bring(flat("2019-20,0199901,Maple Hollow City,AL,900"), replace_newer=True)
    assert summary.counts == {Outcome.CHANGED: 1}
    maple = district("0199901")
    assert (maple.name, maple.students, maple.facts_year) == ("Maple Hollow City", 900, "2019-20")


def test_facts_end_the_same_whichever_file_comes_first():
    def facts_after(*files):
        District.objects.all().delete()
        for file in files:
            bring(file)
        return list(District.objects.order_by("leaid").values(*importing.READERS, "leaid", "years_by_fact"))

    assert facts_after(ELSI, CCD_2023, CCD_2013) == facts_after(CCD_2013, CCD_2023, ELSI)


def test_district_that_a_file_lacks_stays():
    bring(ELSI)
    summary, _rows = bring(flat(MAPLE))
    assert summary.not_in_file == 5
    assert District.objects.count() == 6


def test_import_touches_no_sample_and_no_closing():
    sample = DistrictFactory()
    bring(ELSI)
    District.objects.filter(leaid="0199901").update(closed_on="2024-06-30", successor=district("1899902"))
    bring(flat("2024-25,0199901,Maple Hollow,AL,5"))
    assert str(district("0199901").closed_on) == "2024-06-30"
    assert district("0199901").successor.leaid == "1899902"
    assert District.objects.get(pk=sample.pk).students == sample.students


def test_dry_run_says_the_same_and_writes_nothing():
    tried, _rows = bring(ELSI, dry_run=True)
    assert District.objects.count() == 0
    done, _rows = bring(ELSI)
    assert tried.counts == done.counts


def test_year_can_be_told_where_the_file_is_silent():
    header = "LEAID,LEA_NAME"
    silent, _rows = bring(flat("0199901,Maple Hollow", header=header))
    assert "tells no school year" in silent.notes[0]
    told, _rows = bring(flat("0199901,Maple Hollow", header=header), year="2022-23")
    assert told.notes == []
    assert district("0199901").facts_year == "2022-23"


def test_elsi_file_without_its_end_is_asked_about():
    cut = ELSI.read_bytes().split(b"Data Source")[0]
    summary, _rows = bring(io.BytesIO(cut))
    assert "Is the download complete?" in summary.notes[0]


def test_closed_district_is_pointed_out():
    _summary, rows = bring(CCD_2023)
    assert [row.leaid for row in rows if "lists it as closed" in row.note] == ["4299906"]


def test_public_page_of_a_member_follows_its_facts():
    bring(flat(MAPLE, "2022-23,1899902,Quarry Bend,IN,5"))
    index = DistrictIndexPage.objects.child_of(make_site()).get()
    page = index.add_child(instance=district_page(district=district("0199901")))
    page.save_revision().publish()
    log.flush()
    bring(flat("2023-24,0199901,Maple Hollow,AL,1400", "2023-24,1899902,Quarry Bend,IN,6"))
    log.flush()
    assert PublicDocument.objects.get(page_id=page.pk).body["facts"]["students"] == 1400


def test_import_cut_off_leaves_whole_batches_and_goes_on_from_there(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    write, calls = importing._write, []

    def fail_at_the_third(districts):
        calls.append(districts)
        write(districts)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_write", fail_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        bring(ELSI)
    assert District.objects.count() == 4
    monkeypatch.setattr(importing, "_write", write)
    summary, _rows = bring(ELSI)
    assert summary.counts == {Outcome.UNCHANGED: 4, Outcome.CREATED: 2}
