"""What is done in the background: by the worker's queue what asks others, in slices; the rest at once."""

from django_tasks import task

from plugins.researchlinks import filling
from plugins.researchlinks.matching import standing
from plugins.researchlinks.upkeep import addresses


@task()
def fill_in_record(record_id: int) -> None:
    """Fill in a record that was made from an identifier alone. What fails is tried again every day."""
    record = standing().filter(pk=record_id, retrieved_on=None).first()
    if record:
        filling.ask_about(record)


@task()
def ask_about_records() -> None:
    filling.ask_about_records()


@task()
def gather_addresses() -> None:
    addresses.gather_addresses()


@task()
def look_at_addresses() -> None:
    addresses.look_at_addresses()
