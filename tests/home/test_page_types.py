"""What Wagtail promises of every page type: where it may be made, and that it can be opened and edited."""

from typing import Any

from django.apps import apps
from django.test import override_settings
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import querydict_from_html

from home.models import HomePage, StandardPage
from portfolio.models import (
    DistrictIndexPage,
    DistrictPage,
    InnovationIndexPage,
    InnovationPage,
    PlaybookIndexPage,
    PlaybookPage,
    StoryIndexPage,
    StoryPage,
    ToolkitIndexPage,
    ToolkitPage,
)
from tests import factories

ENTRIES = {InnovationPage, StoryPage, ToolkitPage, PlaybookPage}
INDEXES = {DistrictIndexPage, InnovationIndexPage, StoryIndexPage, ToolkitIndexPage, PlaybookIndexPage}
ALLOWED = {
    HomePage: {StandardPage, *INDEXES},
    StandardPage: {StandardPage},
    DistrictIndexPage: {DistrictPage},
    InnovationIndexPage: set(),
    StoryIndexPage: {StoryPage},
    ToolkitIndexPage: {ToolkitPage},
    PlaybookIndexPage: {PlaybookPage},
    DistrictPage: ENTRIES,
    **dict.fromkeys(ENTRIES, set()),
}


@override_settings(REQUIRE_TOTP=False)
class PageTypeTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        home = factories.make_site()
        district = cls._add(DistrictIndexPage.objects.get(), factories.district_page())
        text = [("text", "<p>What we keep of you: nothing.</p>")]
        cls.pages: list[Any] = [
            home,
            *(model.objects.get() for model in INDEXES),
            cls._add(home, StandardPage(title="Privacy", body=text)),
            district,
            cls._add(district, factories.innovation_page()),
            cls._add(district, factories.story_page()),
            cls._add(district, factories.toolkit_page()),
            cls._add(district, factories.playbook_page()),
        ]

    @staticmethod
    def _add(parent: Page, page: Any) -> Any:
        return factories.publish(factories.add_draft(parent, page))

    def setUp(self) -> None:
        self.user = factories.UserFactory(is_superuser=True, is_staff=True)
        self.client.force_login(self.user)

    def test_every_page_type_is_here(self) -> None:
        ours = [model for model in apps.get_models() if issubclass(model, Page) and model.is_creatable]

        self.assertEqual({type(page) for page in self.pages}, set(ours) - {Page})

    def test_each_is_made_only_where_it_belongs(self) -> None:
        for parent, children in ALLOWED.items():
            with self.subTest(parent.__name__):
                self.assertAllowedSubpageTypes(parent, children)

    def test_each_can_be_opened(self) -> None:
        for page in self.pages:
            with self.subTest(type(page).__name__):
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page)

    def test_each_can_be_edited(self) -> None:
        for page in self.pages:
            with self.subTest(type(page).__name__):
                address = reverse("wagtailadmin_pages:edit", args=[page.pk])
                answer = self.client.post(address, {**self._form(address, page), "title": "Another title"})

                self.assertRedirects(answer, address, fetch_redirect_response=False)
                self.assertEqual(Page.objects.get(pk=page.pk).draft_title, "Another title")

    def test_each_can_be_previewed(self) -> None:
        for page in self.pages:
            with self.subTest(type(page).__name__):
                address = reverse("wagtailadmin_pages:edit", args=[page.pk])
                self.assertPageIsPreviewable(page, post_data=self._form(address, page), user=self.user)
                self.client.force_login(self.user)

    def _form(self, address: str, page: Any) -> dict[str, Any]:
        """Return what the form sends; its blocks, which scripts draw, are left empty."""
        html = self.client.get(address).content.decode()
        fields = querydict_from_html(html, form_id="page-edit-form")
        streams = (field for field in page._meta.get_fields() if isinstance(field, StreamField))
        return {
            **{name: fields.getlist(name) for name in fields},
            **{f"{f.name}-count": "0" for f in streams},
        }
