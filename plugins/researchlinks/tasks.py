"""What is done in the background."""

from django_tasks import task

from plugins.researchlinks.filling import NobodyAnsweredError, fill_in
from plugins.researchlinks.matching import standing


@task()
def fill_in_record(record_id: int) -> None:
    """Fill in a record that was made from an identifier alone; the daily job tries again what failed."""
    record = standing().filter(pk=record_id, retrieved_on=None).first()
    if record:
        try:
            fill_in(record)
        except NobodyAnsweredError:
            return


def fill_in_what_waits() -> None:
    """Try again the records that have an identifier and nothing else."""
    for record in standing().filter(retrieved_on=None).exclude(identifier=""):
        if not record.csl.get("title"):
            try:
                fill_in(record)
            except NobodyAnsweredError:
                continue
