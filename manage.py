#!/usr/bin/env python
"""Groundwork's command line: `python manage.py help` lists what there is."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.backends.signals import connection_created

    asked: list[object] = []
    connection_created.connect(lambda connection, **_: asked.append(connection), weak=False)
    try:
        execute_from_command_line(sys.argv)
        if asked:
            bring_public_side_up_to_date()
    except ImproperlyConfigured as error:
        sys.exit(f"The configuration is not complete. {error}")


def bring_public_side_up_to_date() -> None:
    """Let what a command has written be seen, once the tables are there."""
    from django.db import connection

    from portfolio.publication.log import flush
    from portfolio.publication.triggers import OUTBOX

    if OUTBOX in connection.introspection.table_names():
        flush()


if __name__ == "__main__":
    main()
