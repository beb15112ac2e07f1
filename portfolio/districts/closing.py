"""Marks districts as closed or merged. They keep their LEAID and their rows for ever."""

from datetime import date

from portfolio.models.districts import District


def close_district(district: District, on: date, successor: District | None = None) -> None:
    """Record that `district` closed or merged on a day, and which district took over.

    Raises ValidationError where the successor leads back to the district itself.
    """
    district.closed_on = on
    district.successor = successor
    district.full_clean()
    district.save()
