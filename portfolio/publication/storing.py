"""Writing one document: a new state, or the stone that marks where one was. Called under the head's lock."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, Manager, OuterRef, Q
from wagtail.models import Page

from portfolio.publication.compiler import Compiled, compiler_version, is_public
from portfolio.publication.encoding import encode
from portfolio.publication.markdown import as_markdown
from portfolio.publication.models import (
    PAGE,
    ROW,
    Dependency,
    LogHead,
    OutboxRow,
    PublicDocument,
    PublicFile,
    State,
)
from portfolio.publication.rows import compile_row
from portfolio.publication.sources import REFS
from portfolio.publication.watching import kinds_of_plugins
from portfolio.publication.words import words_of
from portfolio.remembering import forget, recall, recall_each

DOCUMENTS = "documents"
"""What `portfolio.remembering` knows the documents of a batch under"""
_KEYS, _FILES = "keys", "files"


class AddressTakenError(Exception):
    """Two public documents have one address. Only the first is shown until one of them is renamed."""

    def __init__(self, path: str, holder: PublicDocument) -> None:
        named = f"Page {holder.page_id}" if holder.page_id else f"A document of {holder.row_key}"
        super().__init__(f"{named} is already at {path}. Give one of the two another slug.")


def content_of(compiled: Compiled) -> dict[str, Any]:
    """Return the columns of a document that follow from its page or row. Equal content is no change."""
    content: dict[str, Any] = {
        "id": UUID(compiled.id),
        "locale": compiled.locale,
        "kind": compiled.kind,
        "site_id": compiled.site_id,
        "path": compiled.path,
        "title": compiled.title,
        "leaid": compiled.leaid,
        "card_json": encode(compiled.card),
        "body_json": encode(compiled.body),
        "facets_json": encode([[f.key, f.value, f.label, f.rank] for f in compiled.facets]),
        "numbers_json": encode(compiled.numbers),
        "relations_json": encode(compiled.relations),
        "is_sample": compiled.is_sample,
        "published_at": compiled.published_at,
        "updated_at": compiled.updated_at,
    }
    digest = hashlib.sha256(repr(sorted(content.items())).encode())
    return {**content, "etag": digest.hexdigest()[:32]}


def load_documents(units: list[str]) -> dict[str, list[PublicDocument]]:
    """Return the documents that the log has of `units`, gone ones too, with the rows they own."""
    return recall_each(DOCUMENTS, units, _load_documents)


def _load_documents(units: list[str]) -> dict[str, list[PublicDocument]]:
    pages = [unit.removeprefix(f"{PAGE}:") for unit in units if unit.startswith(f"{PAGE}:")]
    rows = [unit.removeprefix(f"{ROW}:") for unit in units if unit.startswith(f"{ROW}:")]
    documents: dict[str, list[PublicDocument]] = {}
    for document in PublicDocument.log.filter(Q(page_id__in=pages) | Q(row_key__in=rows)).order_by("pk"):
        documents.setdefault(document.unit, []).append(document)
    numbers = [document.pk for found in documents.values() for document in found]
    keys_of(numbers)
    _files_of(numbers)
    return documents


def store(head: LogHead, compiled: Compiled, before: PublicDocument | None) -> PublicDocument:
    """Write what `compiled` says and number it, unless the log says so already; return the document.

    Raises AddressTakenError.
    """
    content = content_of(compiled)
    document = _row_for(head, compiled, content, before)
    origin = {
        "page_id": compiled.page_id,
        "row_key": compiled.row_key,
        "revision_id": compiled.revision_id,
        "compiler_version": compiler_version(),
    }
    if document.etag != content["etag"] or document.state != State.LIVE or document.is_hidden:
        _make_room(document, compiled)
        _write(head, document, compiled, {**content, **origin})
    elif any(getattr(document, name) != value for name, value in origin.items()):
        PublicDocument.log.filter(pk=document.pk).update(**origin)
    _replace_rows(document, compiled)
    return document


def withdraw(head: LogHead, document: PublicDocument) -> None:
    """Leave of `document` its id, kind and a new number."""
    PublicFile.rows.filter(document=document).delete()
    Dependency.objects.filter(document=document).delete()
    gone = PublicDocument(
        pk_number=document.pk_number,
        id=document.id,
        locale=document.locale,
        kind=document.kind,
        page_id=document.page_id,
        row_key=document.row_key,
        site_id=document.site_id,
        sequence=_next(head),
        state=State.GONE,
        compiler_version=compiler_version(),
    )
    gone.save(force_update=True)
    _forget(document)
    forget(_KEYS, document.pk)
    forget(_FILES, document.pk)
    try_again_what_failed()


def hide_what_nobody_shows(row_keys: Iterable[str]) -> None:
    """Hide the documents of rows that no public page of their site and language shows any longer.

    Those that someone else is writing to are left out, so as not to wait for them in a circle: whatever
    they do notes the rows as well.
    """
    wanted = list(row_keys)
    if not wanted:
        return
    models = {model._meta.label_lower for model, kind in kinds_of_plugins() if not kind.is_public_alone}
    keys = [key for key in wanted if key.partition(":")[0] in models]
    here = {"document__site_id": OuterRef("site_id"), "document__locale": OuterRef("locale")}
    visible = {"document__state": State.LIVE, "document__is_hidden": False, "document__row_key": None}
    shown = Dependency.objects.filter(key=OuterRef("row_key"), **here, **visible)
    unshown = PublicDocument.objects.filter(row_key__in=keys).exclude(Exists(shown))
    for document in unshown.select_for_update(skip_locked=True):
        PublicDocument.log.filter(pk=document.pk).update(is_hidden=True)
        _forget(document)


def try_again_what_failed() -> None:
    """Give what failed another chance now: an address came free, or a cause was mended."""
    OutboxRow.objects.filter(attempts__gt=0).update(retry_at=None, is_quarantined=False)


def _next(head: LogHead) -> int:
    head.sequence += 1
    return head.sequence


def _row_for(
    head: LogHead, compiled: Compiled, content: dict[str, Any], before: PublicDocument | None
) -> PublicDocument:
    """Return the row that carries this public id: an id is never taken up by another row."""
    same_id = {"id": content["id"], "locale": content["locale"]}
    if compiled.row_key:
        same_id |= {"site_id": compiled.site_id}
    if before and (before.id, before.locale) == (content["id"], content["locale"]):
        return before
    if before:  # the page or row was given another id: the old one is gone
        withdraw(head, before)
        PublicDocument.log.filter(pk=before.pk).update(page_id=None, row_key=None)
    forget(DOCUMENTS)  # the row may have been another's
    return PublicDocument.log.filter(**same_id).first() or PublicDocument(**same_id, state=State.GONE)


def _write(head: LogHead, document: PublicDocument, compiled: Compiled, content: dict[str, Any]) -> None:
    moved = document.path not in (None, compiled.path)
    for name, value in content.items():
        setattr(document, name, value)
    document.body_markdown_json = encode(as_markdown(compiled.body))
    document.search_text = words_of(compiled.card, compiled.body)
    document.state, document.is_hidden = State.LIVE, False
    document.sequence = _next(head)
    is_new = document.pk is None
    document.save()
    _forget(document)
    if is_new:
        recall(_KEYS, document.pk, set)
        recall(_FILES, document.pk, set)
    if moved:
        try_again_what_failed()


def _forget(document: PublicDocument) -> None:
    forget(REFS, document.page_id)
    forget(DOCUMENTS, document.unit)


def _make_room(document: PublicDocument, compiled: Compiled) -> None:
    """Clear the address of `compiled` where another page or row has left it, as in a swap of slugs.

    Raise AddressTakenError where the other is still there: what came first stays, or the two would put
    each other out for ever.
    """
    there = PublicDocument.log.filter(site_id=compiled.site_id, path=compiled.path, state=State.LIVE)
    other = there.exclude(pk=document.pk).first()
    if other is None:
        return
    if _is_still_at(other, compiled.path):
        raise AddressTakenError(compiled.path, other)
    PublicDocument.log.filter(pk=other.pk).update(path=None, etag="", is_hidden=True)
    _forget(other)
    OutboxRow.objects.create(key=other.unit)


def _is_still_at(other: PublicDocument, path: str) -> bool:
    if other.row_key:
        return any(made.place == other.place and made.path == path for made in compile_row(other.unit))
    holder = Page.objects.filter(pk=other.page_id).specific().first()
    return bool(holder and is_public(holder) and (holder.get_url_parts() or (None,))[-1] == path)


def _replace_rows(document: PublicDocument, compiled: Compiled) -> None:
    wanted, present = compiled.sources.keys, {key for (key,) in keys_of([document.pk])[document.pk]}
    if present - wanted:
        Dependency.objects.filter(document=document, key__in=present - wanted).delete()
    Dependency.objects.bulk_create(Dependency(document=document, key=key) for key in sorted(wanted - present))
    files = compiled.sources.files.items()
    if set(files) != _files_of([document.pk])[document.pk]:
        PublicFile.rows.filter(document=document).delete()
        PublicFile.objects.bulk_create(
            PublicFile(document=document, name=name, download_name=saved_as)
            for name, saved_as in sorted(files)
        )
    forget(_KEYS, document.pk)
    forget(_FILES, document.pk)


Owned = dict[int, set[tuple[str, ...]]]


def keys_of(documents: list[int]) -> Owned:
    """Return what the log says that `documents` were compiled from, each key as a row of one."""
    return recall_each(_KEYS, documents, lambda pks: _owned(Dependency.objects, pks, "key"))


def _files_of(documents: list[int]) -> Owned:
    """Return the files that the log says `documents` name, and what readers save them as."""
    return recall_each(_FILES, documents, lambda pks: _owned(PublicFile.rows, pks, "name", "download_name"))


def _owned(rows: Manager[Any], documents: list[int], *columns: str) -> Owned:
    owned: Owned = {pk: set() for pk in documents}
    for pk, *values in rows.filter(document__in=documents).values_list("document_id", *columns):
        owned[pk].add(tuple(values))
    return owned
