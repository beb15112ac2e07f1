"""What a communicator does in the browser, whatever the test is about."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group

from portfolio.models import User

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PASSPHRASE = "seven quiet herons wade"


def account(email: str, group: Group) -> User:
    user = User.objects.create_user(email, PASSPHRASE)
    user.groups.add(group)
    return user


def sign_in(context: "BrowserContext", base: str, email: str) -> "Page":
    page = context.new_page()
    page.goto(f"{base}/admin/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


def type_into(page: "Page", panel: str, text: str) -> None:
    """Type into the rich text field of the panel."""
    page.locator(f"#panel-child-content-{panel}-section [role='textbox']").first.click()
    page.keyboard.type(text)


def write(page: "Page") -> None:
    """Fill in all that an innovation needs, as a communicator would."""
    page.get_by_role("link", name="Write an innovation").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill("Boats on Thursdays")
    page.locator("#id_summary").fill("Eighth graders measure the bay from a boat every Thursday.")
    page.get_by_role("checkbox", name="Career learning").check()
    type_into(page, "problem", "Science was a book here.")
    page.locator("#panel-child-content-practice-section button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Text").click()
    type_into(page, "practice", "Twelve students and two adults go out on one boat.")
    page.get_by_role("checkbox", name="Grades 6–8").check()
    page.locator("#id_maturity").select_option("growing")
    page.locator("#id_start_year").fill("2023")
    type_into(page, "what_did_not_work", "Two boats at once were too many for one teacher to see.")
    page.locator("#id_contact_public").select_option("False")
    page.locator("#id_reviewed_on").fill("2026-10-01")
