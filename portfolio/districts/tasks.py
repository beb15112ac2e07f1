"""Imports that staff start in the admin, done by the worker."""

import io
import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from portfolio.districts.errors import UnusableFileError
from portfolio.districts.importing import RowReport, import_districts
from portfolio.models.imports import DistrictImport, ImportState

ROWS_KEPT = 200
"""Rows with a note that are kept to be shown"""

logger = logging.getLogger(__name__)


@task()
def run_import(import_id: int) -> None:
    """Import the uploaded file once, and note on its row what came of it."""
    mine = DistrictImport.objects.filter(pk=import_id, state=ImportState.WAITING)
    if mine.update(state=ImportState.RUNNING):
        _run(DistrictImport.objects.get(pk=import_id))


def _run(upload: DistrictImport) -> None:
    try:
        _import(upload)
        upload.state = ImportState.DONE
    except UnusableFileError as error:
        upload.state, upload.message = ImportState.REFUSED, str(error)
    except Exception:
        logger.exception("District import %s (%s) stopped", upload.pk, upload.file_name)
        upload.state = ImportState.FAILED
        upload.message = _(
            "The import stopped; the log says why. What it had done is whole. Import the file again: it goes "
            "on from there."
        )
    upload.finished_at, upload.content = timezone.now(), None
    upload.save()


def _import(upload: DistrictImport) -> None:
    def keep(row: RowReport) -> None:
        if row.note and len(upload.rows) < ROWS_KEPT:
            upload.rows.append([row.line, row.leaid, row.name, row.note])

    summary = import_districts(
        io.BytesIO(bytes(upload.content or b"")),
        dry_run=upload.dry_run,
        replace_newer=upload.replace_newer,
        report=keep,
    )
    upload.counts = {**summary.counts, "rows": summary.rows, "not_in_file": summary.not_in_file}
    upload.message = " ".join(summary.notes)
