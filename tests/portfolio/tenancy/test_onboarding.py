"""Taking a district in, as network staff do it: `manage.py onboard_district`."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Workflow

from portfolio.models import District, DistrictPage, DistrictSpace, User

pytestmark = pytest.mark.django_db


def counts():
    return [
        model.objects.count() for model in (DistrictPage, Collection, Group, Workflow, DistrictSpace, User)
    ]


def test_onboarding_makes_a_draft_page_a_collection_two_groups_and_two_steps(maple_valley):
    call_command("onboard_district", "0100005")
    space = maple_valley.space
    assert space.page.title == "Maple Valley"
    assert not space.page.live
    assert space.collection.name == "Maple Valley (AL, 0100005)"
    assert {space.communicators.name, space.approvers.name} == {
        "Maple Valley (0100005): communicators", "Maple Valley (0100005): approvers",
    }  # fmt: skip
    assert space.page.get_workflow() == space.workflow
    steps = [task.specific.groups.get() for task in space.workflow.tasks]
    assert steps == [space.approvers, Group.objects.get(name="Network editors")]


def test_onboarding_twice_adds_nothing(maple_valley, capsys):
    arguments = ["0100005", "--contact=ann@example.org", "--approver=bo@example.org"]
    call_command("onboard_district", *arguments)
    before = counts()
    capsys.readouterr()
    call_command("onboard_district", *arguments)
    assert counts() == before
    assert "Nothing to do" in capsys.readouterr().out


def test_onboarding_completes_what_someone_deleted(maple_valley):
    call_command("onboard_district", "0100005")
    space = maple_valley.space
    space.collection.delete()
    space.communicators.delete()
    call_command("onboard_district", "0100005")
    space.refresh_from_db()
    assert space.collection.name == "Maple Valley (AL, 0100005)"
    assert space.communicators.page_permissions.count() == 2
    assert space.communicators.collection_permissions.count() == 6


def test_onboarding_that_fails_on_an_address_leaves_nothing_behind(maple_valley):
    with pytest.raises(CommandError, match="“not-an-address” is not an e-mail address"):
        call_command("onboard_district", "0100005", contact=["ann@example.org", "not-an-address"])
    assert not DistrictSpace.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("leaid", "told"),
    [
        ("100005", "seven digits; zeros at its start count"),
        ("0199999", "No district has the LEAID 0199999"),
        ("0100006", r"closed or merged on 2024-07-01\. Maple Valley \(AL, 0100005\) took over"),
    ],
)
def test_onboarding_says_what_is_wrong_with_a_leaid(closed_district, leaid, told):
    with pytest.raises(CommandError, match=told):
        call_command("onboard_district", leaid)


def test_onboarding_refuses_a_sample(portfolio_site):
    District.objects.create(leaid="9900001", name="Sample", is_sample=True)
    with pytest.raises(CommandError, match="9900001 is a sample"):
        call_command("onboard_district", "9900001")


def test_onboarding_gives_districts_of_one_name_different_addresses(maple_valley):
    District.objects.create(leaid="0600001", name="Maple Valley", state="CA")
    District.objects.create(leaid="0600002", name="Maple Valley", state="CA")
    for leaid in ("0100005", "0600001", "0600002"):
        call_command("onboard_district", leaid)
    slugs = set(DistrictPage.objects.values_list("slug", flat=True))
    assert slugs == {"maple-valley", "maple-valley-ca", "maple-valley-0600002"}


def test_invitation_mails_a_link_and_keeps_an_existing_account(
    maple_valley, django_capture_on_commit_callbacks
):
    ann = User.objects.create_user("ann@example.org", "a long enough password")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("onboard_district", "0100005", contact=["Ann@Example.org"], approver=["bo@example.org"])
    assert ann.groups.get() == maple_valley.space.communicators
    bo = User.objects.get(email="bo@example.org")
    assert not bo.has_usable_password()
    assert sorted(message.to[0] for message in mail.outbox) == ["ann@example.org", "bo@example.org"]
    assert "Maple Valley" in mail.outbox[0].subject


def test_invitation_of_a_closed_account_is_refused(maple_valley):
    User.objects.create_user("ann@example.org", is_active=False)
    with pytest.raises(CommandError, match="is closed"):
        call_command("onboard_district", "0100005", contact=["ann@example.org"])


def may(group):
    return set(
        group.permissions.filter(content_type__app_label="researchlinks").values_list("codename", flat=True)
    )


def test_onboarding_lets_its_groups_write_what_plugins_say_they_may(maple_valley):
    call_command("onboard_district", "0100005")

    space = maple_valley.space
    groups = (space.communicators, space.approvers, Group.objects.get(name="Network editors"))
    assert all("add_researchrecord" in may(group) for group in groups)


def test_onboarding_leaves_what_another_district_may_as_it_is(maple_valley):
    call_command("onboard_district", "0100005")
    earlier = maple_valley.space.communicators
    earlier.permissions.remove(*earlier.permissions.filter(content_type__app_label="researchlinks"))
    District.objects.create(leaid="0100007", name="Cedar Ridge", state="AL")

    call_command("onboard_district", "0100007")

    assert may(earlier) == set()


def test_onboarding_grants_plugins_permissions_to_each_group_once(maple_valley):
    with CaptureQueriesContext(connection) as made:
        call_command("onboard_district", "0100005")

    plugins = [query["sql"] for query in made if "researchrecord" in query["sql"]]
    assert len(plugins) == 2, "once for the network's groups, once for the district's"
