"""Keeps the stored documents in step with the pages.

What changed is noted inside the transaction that changes it and compiled right after its commit,
so that nothing that was rolled back is ever shown. What takes visibility away is taken away in the
transaction itself. `catch_up`, which the worker calls, mends what a crash in between left undone.
"""

import logging
import threading
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, Site

from portfolio.models.districts import District
from portfolio.publication.compiler import COMPILER_VERSION, Compiled, compile_page, has_document, is_public
from portfolio.publication.models import Dependency, Facet, PublicDocument, PublicFile
from portfolio.publication.renditions import want_renditions

logger = logging.getLogger(__name__)


class AddressTakenError(Exception):
    """Two public pages have one address. Only the first is shown until one of them is renamed."""

    def __init__(self, path: str, holder: int) -> None:
        super().__init__(f"Page {holder} is already at {path}. Give one of the two another slug.")


class _Pending(threading.local):
    """What this thread's transaction has noted so far."""

    def __init__(self) -> None:
        self.page_ids: set[int] = set()
        self.keys: set[str] = set()


_pending = _Pending()


def note_pages(page_ids: Iterable[int]) -> None:
    """Compile these pages, or take them off the public side, once the transaction is committed."""
    _pending.page_ids.update(page_ids)
    transaction.on_commit(flush, robust=True)


def note_changed(keys: Iterable[str]) -> None:
    """Compile again, after commit, every document that was made from one of `keys`.

    A key is "<model>:<primary key>": page, district, theme, person, picture, file.
    """
    _pending.keys.update(keys)
    transaction.on_commit(flush, robust=True)


def withdraw(page_ids: Iterable[int]) -> None:
    """Take these pages off the public side now, in the caller's transaction.

    A compilation of one of them that is under way is waited for: it may have begun before the
    reason to withdraw could be seen, and would store what was just taken away.
    """
    ids = set(page_ids)
    with transaction.atomic():
        list(Page.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
        _delete_documents(ids)


def _delete_documents(ids: set[int]) -> None:
    if PublicDocument.objects.filter(page_id__in=ids).delete()[0]:
        note_changed(f"page:{page_id}" for page_id in ids)


def flush() -> None:
    """Bring everything that was noted up to date. A page that fails is logged and left to `catch_up`."""
    while _pending.page_ids or _pending.keys:
        page_ids = sorted(_pending.page_ids | _made_from(_pending.keys))
        _pending.page_ids, _pending.keys = set(), set()
        for page_id in page_ids:
            _refresh_or_log(page_id)


def refresh_all() -> int:
    """Compile every page of the site again; return how many documents there are then."""
    page_ids = [
        *_pages_with_addresses().values_list("pk", flat=True),
        *_without_a_public_page().values_list("page_id", flat=True),
    ]
    for page_id in page_ids:
        _refresh_or_log(page_id)
    flush()
    return PublicDocument.objects.count()


def catch_up() -> int:
    """Compile what pages and documents disagree on; return how many pages that were."""
    behind = list(_behind())
    for page_id in behind:
        _refresh_or_log(page_id)
    flush()
    return len(behind)


def _made_from(keys: set[str]) -> set[int]:
    return set(Dependency.objects.filter(key__in=keys).values_list("document__page_id", flat=True))


def _pages_with_addresses() -> QuerySet[Page]:
    pages: QuerySet[Page] = Page.objects.filter(depth__gt=1).order_by("path")
    return pages


def _behind() -> Iterable[int]:
    """Find pages without their document, documents without their page, and outdated ones."""
    stored = PublicDocument.objects.filter(page_id=OuterRef("pk"))
    pages = _pages_with_addresses().annotate(
        document_revision=Subquery(stored.values("revision_id")[:1]),
        document_version=Subquery(stored.values("compiler_version")[:1]),
    )
    other_revision = Q(live_revision__isnull=False) & (
        Q(document_revision__isnull=True) | ~Q(document_revision=F("live_revision_id"))
    )
    outdated = Q(document_version__isnull=True) | ~Q(document_version=COMPILER_VERSION) | other_revision
    for page in pages.filter(outdated, live=True).public().specific().iterator(chunk_size=100):
        if has_document(page) and page.get_url_parts() is not None:
            yield page.pk
    yield from _without_a_public_page().values_list("page_id", flat=True)


def _without_a_public_page() -> QuerySet[PublicDocument]:
    public = Page.objects.filter(live=True, expired=False).public()
    here = Q(page_id__in=public.values("pk"), site_id__in=Site.objects.values("pk"))
    return PublicDocument.objects.exclude(here)


def _refresh_or_log(page_id: int) -> None:
    try:
        refresh(page_id)
    except Exception:
        logger.exception("Page %s could not be compiled; its public document is as it was.", page_id)


def refresh(page_id: int) -> None:
    """Make the document of one page agree with the page."""
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
        before = PublicDocument.objects.filter(page_id=page_id).first()
        compiled = _compile(page) if page else None
        if compiled is None:
            if before:
                before.delete()
        else:
            _store(compiled, page)
        if _named_otherwise(before, compiled):
            note_changed(_keys_of(page_id, before, compiled))
    if compiled:
        want_renditions(compiled.sources.wanted)


def _compile(page: Page) -> Compiled | None:
    specific = page.specific
    if not has_document(specific) or not is_public(specific):
        return None
    if specific.first_published_at is None:
        _date(specific)
    return compile_page(specific)


def _date(page: Page) -> None:
    """Give a page that code created live, past Wagtail's publishing, the date it came out on."""
    page.first_published_at = page.last_published_at = timezone.now()
    Page.objects.filter(pk=page.pk).update(
        first_published_at=page.first_published_at, last_published_at=page.last_published_at
    )


def _named_otherwise(before: PublicDocument | None, after: Compiled | None) -> bool:
    """Whether documents that name this one now name it wrongly."""
    if before is None or after is None:
        return (before is None) != (after is None)
    return _name_of(before) != _name_of(after)


def _name_of(document: PublicDocument | Compiled) -> tuple[str, ...]:
    """Return what other documents say of this one."""
    return document.title, document.path, document.card.get("leaid", "")


def _keys_of(page_id: int, *states: PublicDocument | Compiled | None) -> list[str]:
    """Return what the documents that name this one were made from: it, and the district it speaks for."""
    leaids = {state.card.get("leaid") for state in states if state}
    districts = District.objects.filter(leaid__in=leaids).values_list("pk", flat=True)
    return [f"page:{page_id}", *(f"district:{pk}" for pk in districts)]


def _make_room(compiled: Compiled) -> None:
    """Clear the address of `compiled` where another page has left it, as in a swap of slugs.

    Raise AddressTakenError where the other page is still there: what came first stays, or the two
    would put each other out for ever.
    """
    at_path = PublicDocument.objects.filter(site_id=compiled.site_id, path=compiled.path)
    other = at_path.exclude(page_id=compiled.page_id).first()
    if other is None:
        return
    holder = Page.objects.filter(pk=other.page_id).specific().first()
    if holder and is_public(holder) and (holder.get_url_parts() or (None,))[-1] == compiled.path:
        raise AddressTakenError(compiled.path, holder.pk)
    other.delete()
    note_pages([other.page_id])


def _store(compiled: Compiled, page: Page) -> None:
    _make_room(compiled)
    document, _created = PublicDocument.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "id": UUID(compiled.id),
            "locale": compiled.locale,
            "kind": compiled.kind,
            "site_id": compiled.site_id,
            "path": compiled.path,
            "title": compiled.title,
            "card": compiled.card,
            "body": compiled.body,
            "is_sample": compiled.is_sample,
            "published_at": compiled.published_at,
            "updated_at": compiled.updated_at,
            "compiler_version": COMPILER_VERSION,
            "revision_id": page.live_revision_id,
        },
    )
    _replace_rows(document, compiled)


def _replace_rows(document: PublicDocument, compiled: Compiled) -> None:
    document.facets.all().delete()
    Facet.objects.bulk_create(
        Facet(document=document, key=f.key, value=f.value, label=f.label, rank=f.rank)
        for f in compiled.facets
    )
    document.dependencies.all().delete()
    Dependency.objects.bulk_create(
        Dependency(document=document, key=key) for key in sorted(compiled.sources.keys)
    )
    document.files.all().delete()
    PublicFile.objects.bulk_create(
        PublicFile(document=document, name=name, download_name=saved_as)
        for name, saved_as in sorted(compiled.sources.files.items())
    )
