"""Why each thing matters, and what rows are called, in the words of those who write."""

from django.utils.translation import gettext_lazy as _

WHY = {
    "title": _("It is what people click on in a list."),
    "summary": _("It is all that most people read before they decide to open the page."),
    "problem": _("Readers decide by it whether your situation is like theirs."),
    "practice": _("Another district can only copy what it can picture."),
    "what_did_not_work": _(
        "It saves the next district your mistakes, and it is why readers believe the rest."
    ),
    "themes": _("People find it by theme. Without one it is in no list."),
    "grade_bands": _("People filter by grade. Without grades it is never found."),
    "maturity": _("An idea and a ten-year program are weighed differently."),
    "start_year": _("Readers want to know how long it has lasted."),
    "contact_public": _("The person you name decides whether strangers may write to them."),
    "reviewed_on": _("Readers can see that someone checked it, and you are reminded after a year."),
    "licence": _("Without a license nobody may copy it, however much you want them to."),
    "body": _("It is the story."),
    "published_on": _("A story without a date cannot be trusted or cited."),
    "story_kind": _("A visit note and a case study are read differently."),
    "audience": _("People look for what was made for their role."),
    "version": _("People who took it away can tell whether yours is newer."),
    "updated_on": _("People who took it away can tell whether yours is newer."),
    "purpose": _("It tells a district what it will have at the end, before it starts."),
    "phases": _("A playbook is its steps."),
    "district": _("The facts that people compare (size, locale, state) come from it."),
    "slug": _("It is the last part of the page's address."),
}
DEFAULT_WHY = _("Readers rely on it being there.")

HALF_FILLED = _("A half-filled line reads like a mistake. Fill it in or delete it.")

ROWS = {
    "districts": _("District"),
    "authors": _("Author"),
    "steps": _("Step"),
    "results": _("Result"),
    "related": _("Related entry"),
    "innovations": _("Innovation"),
    "milestones": _("Milestone"),
    "quotes": _("Quote"),
    "items": _("Item"),
    "readiness_questions": _("Question"),
}
