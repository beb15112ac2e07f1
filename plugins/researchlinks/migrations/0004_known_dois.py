"""Fill in what names each work for certain, for the records that are there already."""

from typing import Any

from django.db import migrations


def fill_in(apps: Any, schema_editor: Any) -> None:
    records = apps.get_model("researchlinks", "ResearchRecord").objects
    batch = []
    for record in records.only("kind", "identifier", "csl").iterator(chunk_size=500):
        in_eric = record.csl.get("archive") == "ERIC"
        record.doi = record.identifier if record.kind == "doi" else record.csl.get("DOI", "")[:500]
        record.eric = (
            record.identifier if record.kind == "eric" else record.csl.get("archive_location", "") * in_eric
        )
        batch.append(record)
        if len(batch) == 500:
            records.bulk_update(batch, ["doi", "eric"])
            batch = []
    records.bulk_update(batch, ["doi", "eric"])


class Migration(migrations.Migration):
    dependencies = [("researchlinks", "0003_merged_records_and_imports")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
