"""Where Django's and Wagtail's signals enter: one line each into the publication log."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Revision, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portfolio.models import Consent, District, File, Person, Picture, Theme
from portfolio.publication import log
from portfolio.readiness.gate import check_bare_page, check_scheduled

SHOWN_IN_DOCUMENTS = (District, Theme, Person, Picture, File)


def _published(instance: Page, **kwargs: Any) -> None:
    log.note_pages([instance.pk])


def _unpublished(instance: Page, **kwargs: Any) -> None:
    log.withdraw([instance.pk])


def _page_saved(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Take in what Wagtail announces nowhere else: an alias, a page created live, `page.save()`."""
    if isinstance(instance, Page) and instance.live and update_fields is None:
        log.note_pages([instance.pk])


def _page_deleted(instance: Any, **kwargs: Any) -> None:
    log.withdraw([instance.pk])


def _subtree_changed(instance: Page, **kwargs: Any) -> None:
    log.note_pages(_subtree(instance))


def _restriction_saved(instance: PageViewRestriction, **kwargs: Any) -> None:
    log.withdraw(_subtree(instance.page))


def _restriction_deleted(instance: PageViewRestriction, **kwargs: Any) -> None:
    log.note_pages(_subtree(instance.page))


def _subtree(page: Page) -> list[int]:
    return list(page.get_descendants(inclusive=True).values_list("pk", flat=True))


def _shown_changed(instance: Any, **kwargs: Any) -> None:
    log.note_changed([f"{instance._meta.model_name}:{instance.pk}"])


def _consent_changed(instance: Consent, **kwargs: Any) -> None:
    log.note_changed(f"picture:{pk}" for pk in instance.pictures.values_list("pk", flat=True))
    log.note_changed(f"file:{pk}" for pk in instance.files.values_list("pk", flat=True))


def _consents_of_changed(instance: Any, model: type[Any], pk_set: set[int] | None, **kwargs: Any) -> None:
    """Take in a change from either side: consents of a picture, or pictures of a consent."""
    if isinstance(instance, Consent):
        _consent_changed(instance)
        log.note_changed(f"{model._meta.model_name}:{pk}" for pk in pk_set or ())
    else:
        _shown_changed(instance)


def _privacy_of_files_changed(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    below = instance.collection.get_descendants(inclusive=True)
    files = File.objects.filter(collection__in=below).values_list("pk", flat=True)
    log.note_changed(f"file:{pk}" for pk in files)


def _sites_changed(**kwargs: Any) -> None:
    log.note_pages(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))


def _row_about_to_go_live(instance: Page, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        check_bare_page(instance)


def _about_to_be_scheduled(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        check_scheduled(instance)


def connect() -> None:
    pre_save.connect(_row_about_to_go_live, sender=Page)
    pre_save.connect(_about_to_be_scheduled, sender=Revision)
    page_published.connect(_published)
    page_unpublished.connect(_unpublished)
    page_slug_changed.connect(_subtree_changed)
    post_page_move.connect(_subtree_changed)
    post_save.connect(_page_saved)
    pre_delete.connect(_page_deleted, sender=Page)
    post_save.connect(_restriction_saved, sender=PageViewRestriction)
    post_delete.connect(_restriction_deleted, sender=PageViewRestriction)
    post_save.connect(_sites_changed, sender=Site)
    post_delete.connect(_sites_changed, sender=Site)
    post_save.connect(_privacy_of_files_changed, sender=CollectionViewRestriction)
    post_delete.connect(_privacy_of_files_changed, sender=CollectionViewRestriction)
    post_save.connect(_consent_changed, sender=Consent)
    pre_delete.connect(_consent_changed, sender=Consent)
    m2m_changed.connect(_consents_of_changed, sender=Picture.consents.through)
    m2m_changed.connect(_consents_of_changed, sender=File.consents.through)
    for model in SHOWN_IN_DOCUMENTS:
        post_save.connect(_shown_changed, sender=model)
        pre_delete.connect(_shown_changed, sender=model)
