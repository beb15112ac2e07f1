"""Documents to render: one realistic one of each kind, and the extremes.

Every district here is invented. Each function gives a fresh document; keyword arguments of
`entry` replace what a test wants different.
"""

from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from portfolio.extensions import registry
from portfolio.publication.encoding import encode
from portfolio.publication.models import PublicDocument

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 ' \" & <b>bold</b>"
LONG = (
    "How three rural middle schools that share one bus contract, one counselor and a single "
    "makerspace trailer gave every seventh grader a semester of paid, credit-bearing community "
    "problem solving work"
)
"""A title of about 200 characters."""

CC_BY = {
    "code": "CC-BY-4.0",
    "label": "CC BY 4.0 (credit us)",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}
SITE = {
    "name": "Groundwork",
    "tagline": "What school districts tried, what it took, and what came of it",
    "url": "https://portfolio.example",
    "navigation": [
        {"title": "Districts", "path": "/districts/", "current": False},
        {"title": "Innovations", "path": "/innovations/", "current": True},
        {"title": "Stories", "path": "/stories/", "current": False},
        {"title": "Toolkits", "path": "/toolkits/", "current": False},
        {"title": "Playbooks", "path": "/playbooks/", "current": False},
    ],
    "footer": [
        {"title": "About", "path": "/about/"},
        {"title": "Privacy", "path": "/privacy/"},
        {"title": "Accessibility", "path": "/accessibility/"},
        {"title": "Takedown", "path": "/takedown/"},
    ],
    "locales": [],
}
MAPLE = {
    "id": "d-maple",
    "kind": "district",
    "title": "Maple Hollow School District",
    "path": "/districts/maple-hollow/",
}
THEMES = [
    {"slug": "work-based-learning", "name": "Work-based learning", "path": "/themes/work-based-learning/"},
    {"slug": "rural-schools", "name": "Rural schools", "path": "/themes/rural-schools/"},
]
DISTRICT = {
    "leaid": "9900017",
    "name": "Maple Hollow School District",
    "state": "",
    "state_name": "Sample state",
    "page": MAPLE,
}
DIRECTORY_ONLY = {**DISTRICT, "leaid": "9900093", "name": "Cedar Fork Public Schools", "page": None}


def term(code: str, label: str) -> dict[str, str]:
    return {"code": code, "label": label}


def picture(name: str = "workshop", **changes: Any) -> dict[str, Any]:
    sizes = ", ".join(f"/media/images/{name}.{width}.{{0}} {width}w" for width in (400, 800, 1600))
    return {
        "src": f"/media/images/{name}.800.jpg",
        "width": 1600,
        "height": 1000,
        "alt": "Two students measure a plank on a workbench while a carpenter looks on",
        "caption": "The first bench that the class built stands in the town library.",
        "credit": "Maple Hollow School District",
        "licence": CC_BY,
        "focal": (20, 35),
        "sources": [
            {"type": "image/avif", "srcset": sizes.format("avif")},
            {"type": "image/webp", "srcset": sizes.format("webp")},
        ],
        **changes,
    }


def block(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"b-{kind}", "value": value}


def file_info(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Agreement between school and workplace",
        "path": "/files/agreement.docx",
        "format": "DOCX",
        "size": 48_200,
        "accessible": True,
        **changes,
    }


def prose() -> list[dict[str, Any]]:
    """One block of each kind."""
    return [
        block(
            "text",
            html="<p>On Tuesdays and Thursdays the tenth grade leaves the building at noon. A van takes "
            "them in fours to a clinic, a sawmill, the county archive and nine more places, each with "
            "one adult who <strong>has learned to teach</strong> for two hours and not only to supervise.</p>"
            "<p>Back at school they write up what they made, and a teacher of the subject signs it off "
            'for credit. The <a href="/toolkits/placement-kit/">placement kit</a> holds the forms.</p>',
        ),
        block("heading", text="A morning at the sawmill", anchor="a-morning-at-the-sawmill"),
        block("subheading", text="What the mentor does", anchor="what-the-mentor-does"),
        block("text", html="<ul><li>Shows the task once.</li><li>Watches twice.</li><li>Lets go.</li></ul>"),
        block("figure", picture=picture("sawmill"), decorative=False, caption="Four to a van, never more."),
        block(
            "quote",
            text="I had never been asked to be exact about anything before. A board does not take an excuse.",
            name="A tenth grader",
            role="Maple Hollow High School",
        ),
        block(
            "fact", number="12", label="workplaces take students each week", source="District count, 2024-25"
        ),
        block(
            "table",
            caption="A student's week",
            head=["Day", "Morning", "Afternoon"],
            first_column_head=True,
            rows=[
                ["Tuesday", "English, algebra", "Placement"],
                ["Thursday", "Biology, history", "Placement"],
            ],
        ),
        block(
            "video",
            url="https://video.example/watch/42",
            title="Six minutes at the county archive",
            captions=True,
            transcript_html="<p>A student opens a map drawer and lifts out a survey of 1904.</p>",
        ),
        block("file", **file_info()),
    ]


def common(**changes: Any) -> dict[str, Any]:
    return {
        "breadcrumbs": [{"title": "Home", "path": "/"}, {"title": "Innovations", "path": "/innovations/"}],
        "seo_title": "",
        "description": "",
        "licence": CC_BY,
        "disclosure": "The county paid for the van. The sawmill's owner sits on the school board.",
        "reviewed_on": "2026-05-14",
        "reading_minutes": 6,
        **changes,
    }


def entry(kind: str, title: str, summary: str, body: dict[str, Any], /, **changes: Any) -> dict[str, Any]:
    """A document whose card carries `changes`; `id` is the end of its path, and what its id is made of."""
    slug = changes.pop("id", f"{kind}-1")
    card = {
        "id": str(uuid5(NAMESPACE_URL, slug)),
        "kind": kind,
        "locale": "en",
        "title": title,
        "summary": summary,
        "picture": picture(),
        "districts": [DISTRICT],
        "themes": THEMES,
        "is_sample": True,
        "published_at": "2025-09-03T14:00:00+00:00",
        "updated_at": "2026-05-14T09:30:00+00:00",
        "initials": "MH",
        "hue": 160,
        **changes,
    }
    return {
        "id": card["id"],
        "kind": kind,
        "locale": "en",
        "path": f"/{kind}s/{slug}/",
        "title": card["title"],
        "is_sample": card["is_sample"],
        "published_at": card["published_at"],
        "updated_at": card["updated_at"],
        "card": card,
        "body": {**body, **{section.name: None for section in registry.sections_of(kind)}},
    }


def stored(document: dict[str, Any]) -> PublicDocument:
    """The document as a row of the log that was never saved, under an id of its own."""
    return PublicDocument(
        id=uuid4(),
        kind=document["kind"],
        locale="en",
        path=document["path"],
        title=document["title"],
        card_json=encode(document["card"]),
        body_json=encode(document["body"]),
    )


def innovation(body: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    facts = {
        "problem_html": "<p>In the spring of 2021, 41 of 118 tenth graders were failing two courses or more. "
        "In interviews they said the same thing in many ways: nothing they did all day was of use to "
        "anybody. The district is forty minutes from the next town, so a career center was out of reach.</p>",
        "practice": prose(),
        "grade_bands": [term("9-12", "Grades 9–12")],
        "student_groups": [
            term("all", "All students"),
            term("iep", "Students with disabilities (IEP or 504)"),
        ],
        "roles": [term("teacher", "Teachers"), term("partner", "Community partners")],
        "maturity": term("growing", "Growing"),
        "start_year": 2022,
        "scale": {"schools": 2, "students": 236, "teachers": 14, "as_of": "2026-03-31"},
        "cost": {
            "band": term("low", "Under $25,000"),
            "one_time": 6_500,
            "annual": 14_200,
            "per_student": 60,
            "year": 2025,
            "note": "A used van, mileage, and substitutes for two half days a week.",
            "funding": "County workforce grant for the van; the rest from the general fund.",
        },
        "needs": {
            "staff": "One coordinator at half time. Each subject teacher gives an hour a week.",
            "staff_fte": 0.5,
            "months_to_start": 7,
            "time": "Seven months from the board's vote to the first placement.",
            "prerequisites_html": "<ul><li>A schedule with two free afternoons</li><li>Insurance that covers "
            "students off site</li></ul>",
            "technology": "A shared calendar. Nothing else.",
            "policy_state": term("PA", "Pennsylvania"),
            "policy": "Credit for work-based learning has to be in the course catalog.",
            "policy_url": "https://policy.example/work-based-learning",
        },
        "steps": [
            {
                "title": "Ask twelve workplaces, not two",
                "html": "<p>Half will say no. Visit each one.</p>",
                "time": "Two months",
            },
            {
                "title": "Move lunch",
                "html": "<p>The van leaves at noon or the day is lost.</p>",
                "time": "One board meeting",
            },
            {"title": "Train the mentors", "html": "", "time": ""},
        ],
        "results": [
            {
                "metric": "Tenth graders failing two courses or more",
                "before": "35%",
                "after": "14%",
                "n": 118,
                "period": "Spring 2021 to spring 2025",
                "source": "District gradebook export",
                "source_url": "https://data.example/gradebook",
            },
            {
                "metric": "Days absent, median",
                "before": "",
                "after": "7",
                "n": None,
                "period": "2024-25",
                "source": "State report card",
                "source_url": "",
            },
        ],
        "what_did_not_work_html": "<p>The first year we let students choose their placement in a form. "
        "Those with a car and a confident parent took the clinic; the sawmill got whoever forgot to answer. "
        "We now draw lots, and swap at midyear.</p><p>Two workplaces left because we sent a different "
        "adult each month. Send the same one.</p>",
        "advice_html": "<p>Start with one grade and one van. A second van comes easily; it never leaves.</p>",
        "contact": {
            "name": "Odalys Brenneman",
            "role": "Coordinator of placements",
            "form_path": "/contact/1/",
        },
        "related": [
            {
                "id": "i-2",
                "kind": "innovation",
                "title": "Night school on a bus",
                "path": "/innovations/night-school/",
            }
        ],
        **common(**(body or {})),
    }
    card = {
        "maturity": facts["maturity"],
        "cost": facts["cost"]["band"],
        "grade_bands": facts["grade_bands"],
        "start_year": facts["start_year"],
        **changes,
    }
    return entry(
        "innovation",
        "Tuesday apprentices",
        "Every tenth grader in two rural high schools works four hours a week beside a local tradesperson "
        "for credit; course failures fell by more than half.",
        facts,
        **card,
    )


def bare_innovation() -> dict[str, Any]:
    """An innovation with nothing stated beyond what it must have."""
    nothing = {
        "student_groups": [],
        "roles": [],
        "start_year": None,
        "scale": dict.fromkeys(("schools", "students", "teachers", "as_of")),
        "cost": {
            **dict.fromkeys(("band", "one_time", "annual", "per_student", "year")),
            "note": "",
            "funding": "",
        },
        "needs": {
            **dict.fromkeys(("staff_fte", "months_to_start", "policy_state")),
            **dict.fromkeys(
                ("staff", "time", "prerequisites_html", "technology", "policy", "policy_url"), ""
            ),
        },
        "steps": [],
        "results": [],
        "advice_html": "",
        "contact": None,
        "related": [],
        "licence": None,
        "disclosure": "",
        "reviewed_on": None,
        "practice": prose()[:1],
        "maturity": term("stopped", "Stopped"),
    }
    return innovation(
        nothing,
        title=LONG,
        picture=None,
        cost=None,
        start_year=None,
        themes=[],
        districts=[DIRECTORY_ONLY],
        is_sample=False,
        id="innovation-bare",
        hue=40,
        initials="CF",
    )


def story(**changes: Any) -> dict[str, Any]:
    body = {
        "story_kind": term("story", "Story"),
        "date": "2026-04-22",
        "byline": "The communications office of Maple Hollow",
        "body": prose(),
        "innovations": [
            {
                "id": "innovation-1",
                "kind": "innovation",
                "title": "Tuesday apprentices",
                "path": "/innovations/innovation-1/",
            }
        ],
        **common(),
    }
    card = {"story_kind": body["story_kind"], "date": body["date"], "reading_minutes": 6, **changes}
    return entry(
        "story",
        "The board that would not lie flat",
        "A tenth grader, a sawmill and eleven warped planks: what a placement looks like from the inside.",
        body,
        **card,
    )


def item(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Agreement between school and workplace",
        "kind": term("template", "Template"),
        "description": "Two pages that a small business will sign without a lawyer.",
        "file": file_info(),
        "url": "",
        "host": "",
        "licence": CC_BY,
        "language": "en",
        "accessible": True,
        **changes,
    }


def takeaway(**changes: Any) -> dict[str, Any]:
    return {
        "audience": [term("principal", "Principals"), term("coach", "Coaches and specialists")],
        "grade_bands": [term("6-8", "Grades 6–8"), term("9-12", "Grades 9–12")],
        "version": "2.1",
        "updated_on": "2026-02-10",
        "how_to_use_html": "<p>Begin with the agreement. The rest can wait.</p>",
        "authors": [{"name": "Odalys Brenneman", "role": "Coordinator of placements", "form_path": None}],
        **common(**changes),
    }


def toolkit(items: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    link = item(
        title="Insurance for students off site, explained",
        kind=term("website", "Website"),
        file=None,
        url="https://insurance.example/schools/off-site",
        host="insurance.example",
        licence=None,
        accessible=None,
        description="",
    )
    spanish = item(
        title="Carta a las familias",
        language="es",
        accessible=False,
        file=file_info(format="PDF", size=1_240_000, accessible=False),
        kind=term("guide", "Guide"),
    )
    body = {"items": [item(), link, spanish] if items is None else items, **takeaway()}
    card = {"item_count": len(body["items"]), "formats": ["DOCX", "PDF"], **changes}
    return entry(
        "toolkit",
        "Placement kit",
        "The forms, letters and checklists that put 236 students into twelve workplaces, ready to change.",
        body,
        **card,
    )


def playbook_step(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"0b5e5a4e-0000-4000-8000-{number:012d}",
        "anchor": f"step-{number}",
        "title": f"Walk the route, part {number}",
        "why": "A mentor who has seen the classroom expects the right things of a student.",
        "how_html": "<p>Take the van at noon on a school day, with a watch. Write down every stop.</p>",
        "owner": term("principal", "Principals"),
        "time": "Two afternoons",
        "difficulty": term("moderate", "Takes some work"),
        "inputs": ["The bus contract", "A map of employers"],
        "checklist": ["Each stop is timed", "The driver agrees", "Lunch is moved"],
        "key_questions": ["Who cannot go, and why?", "What happens when the van breaks down?"],
        "done_when": ["The route takes less than 25 minutes, door to door"],
        "resources": [
            {
                "title": "Route sheet",
                "file": file_info(title="Route sheet", format="XLSX", size=9_800),
                "url": "",
            },
            {"title": "How others insure it", "file": None, "url": "https://insurance.example/"},
        ],
        "example": {
            "id": "story-1",
            "kind": "story",
            "title": "The board that would not lie flat",
            "path": "/stories/story-1/",
        },
        **changes,
    }


def playbook(steps: int = 4, **changes: Any) -> dict[str, Any]:
    numbers = range(1, steps + 1)
    half = (steps + 1) // 2
    phases = [
        {
            "anchor": "phase-prepare",
            "title": "Prepare",
            "duration": "Two months",
            "goal": "Know the places, the people and the roads before anyone promises anything.",
            "steps": [playbook_step(n) for n in numbers[:half]],
        },
        {
            "anchor": "phase-begin",
            "title": "Begin with one grade",
            "duration": "",
            "goal": "Have the first twenty students in places that both sides want to keep.",
            "steps": [playbook_step(n, title=f"Meet every mentor, part {n}", why="") for n in numbers[half:]],
        },
    ]
    body = {
        "purpose_html": "<p>For a small district that wants its students to do real work for credit, and has "
        "neither a career center nor a grant writer.</p>",
        "readiness_questions": ["Does the board know what it will cost in year two?", "Who drives?"],
        "phases": phases,
        "total_time": "One school year",
        **takeaway(),
    }
    card = {"phase_count": len(phases), "step_count": steps, "total_time": "One school year", **changes}
    return entry(
        "playbook",
        "From classroom to workplace in a year",
        "Twelve months, two phases and the questions to ask at each step, from three districts that did it.",
        body,
        **card,
    )


def district(facts: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    stated = {
        "leaid": "9900017",
        "name": "Maple Hollow School District",
        "state": "",
        "state_name": "Sample state",
        "city": "Maple Hollow",
        "county": "Sugar Creek County",
        "lea_type": "Regular local school district",
        "locale": term("42", "Rural: Distant"),
        "locale_group": term("rural", "Rural"),
        "size": term("600-2499", "600 to 2,499 students"),
        "grades": "PK–12",
        "students": 1_483,
        "teachers_fte": 104.5,
        "students_per_teacher": 14.2,
        "schools": 5,
        "ell_percent": 6.3,
        "iep_percent": 15.8,
        "frl_percent": 52.0,
        "latitude": 40.1,
        "longitude": -77.2,
        "year": "2022-23",
        "source": "Invented for this sample, in the layout of NCES Common Core of Data",
        "closed_on": None,
        "successor": None,
        **(facts or {}),
    }
    body = {
        "facts": stated,
        "short_name": "Maple Hollow",
        "aliases": ["MHSD"],
        "website": "https://maplehollow.example/",
        "logo": None,
        "superintendent": {"name": "Ruthanne Okafor", "role": "Superintendent", "form_path": None},
        "contact": {
            "name": "Odalys Brenneman",
            "role": "Coordinator of placements",
            "form_path": "/contact/1/",
        },
        "about": prose()[:3],
        "milestones": [
            {"date": "2021-09-01", "text": "The board asks for less seat time."},
            {"date": "2022-10", "text": "First van."},
        ],
        "quotes": [
            {
                "text": "We are too small to do this alone and too far away to wait.",
                "name": "Ruthanne Okafor",
                "role": "Superintendent",
            }
        ],
        **common(disclosure=""),
    }
    card = {
        "districts": [],
        "themes": [],
        "leaid": stated["leaid"],
        "state": None,
        "locale_group": stated["locale_group"],
        "students": stated["students"],
        "facts_year": stated["year"],
        **changes,
    }
    return entry(
        "district",
        "Maple Hollow School District",
        "Five schools in a valley of sawmills and orchards, where learning leaves the building twice a week.",
        body,
        **card,
    )


def merged_district() -> dict[str, Any]:
    """A district that closed, with most facts unknown."""
    unknown = (
        "locale",
        "locale_group",
        "size",
        "students",
        "teachers_fte",
        "students_per_teacher",
        "schools",
        "ell_percent",
        "iep_percent",
        "frl_percent",
        "lea_type",
    )
    facts = {
        **dict.fromkeys(unknown),
        "grades": "",
        "city": "",
        "county": "",
        "year": "",
        "source": "",
        "closed_on": "2024-06-30",
        "successor": DISTRICT,
    }
    return district(
        facts, id="district-merged", picture=None, students=None, locale_group=None, facts_year=""
    )


def standard(**changes: Any) -> dict[str, Any]:
    body = {
        "introduction": "",
        "body": prose(),
        **common(disclosure="", breadcrumbs=[{"title": "Home", "path": "/"}]),
    }
    return entry(
        "page",
        "Accessibility",
        "How this site is made so that everyone can use it.",
        body,
        picture=None,
        districts=[],
        themes=[],
        is_sample=False,
        **changes,
    )


def index(lists: str = "innovation", **changes: Any) -> dict[str, Any]:
    body = {
        "lists": lists,
        "introduction": "What districts did, in facts that you can compare: cost, time, people, results, and "
        "what did not work.",
        **common(disclosure="", licence=None, reviewed_on=None, breadcrumbs=[{"title": "Home", "path": "/"}]),
    }
    return entry(
        "index", "Innovations", "", body, picture=None, districts=[], themes=[], is_sample=False, **changes
    )


def home(**changes: Any) -> dict[str, Any]:
    body = {
        "headline": "See what other school districts tried, and what came of it",
        "introduction": "Innovations, stories, toolkits and playbooks from districts, with what they cost, "
        "who did the work, and what did not go as planned.",
        "body": prose()[:1],
        "featured": [],
        **common(disclosure="", breadcrumbs=[], licence=None, reviewed_on=None),
    }
    return entry(
        "home", "Groundwork", "", body, picture=None, districts=[], themes=[], is_sample=False, **changes
    )
