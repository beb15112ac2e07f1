from typing import Any

from django.db import migrations

from search.starting_synonyms import STARTING


def begin_with_the_fields_abbreviations(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("search", "SynonymGroup").objects
    if groups.exists():
        return
    for locale, found in STARTING.items():
        for wordings in found:
            groups.create(locale=locale, wordings="\n".join(wordings))


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0003_synonyms_and_chosen_results"),
    ]

    operations = [
        migrations.RunPython(begin_with_the_fields_abbreviations, migrations.RunPython.noop),
    ]
