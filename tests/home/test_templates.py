"""Every page from documents alone: what holds for all of them."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from tests.home import documents, rendered
from tests.home.rendered import PAGES, soup

OWN_HOST = urlsplit(documents.SITE["url"]).netloc
FETCHED = (("img", "src"), ("script", "src"), ("source", "srcset"), ("use", "href"), ("iframe", "src"))
LOADED_RELATIONS = {"stylesheet", "icon", "preload"}


@pytest.fixture(params=sorted(PAGES))
def html(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


def test_page_shows_no_absent_value(html: str) -> None:
    text = soup(html).get_text(" ")

    assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\{[{%]|dict object", text)
    assert not re.search(r'(href|src|content)="(None|)"', html)


def test_page_has_one_main_heading_and_leaves_no_level_out(html: str) -> None:
    levels = [int(heading.name[1]) for heading in soup(html).find_all(re.compile("^h[1-6]$"))]

    assert levels.count(1) == 1
    assert all(
        below <= above + 1
        for above, below in zip(levels[levels.index(1) :], levels[levels.index(1) + 1 :], strict=False)
    )


def test_page_says_size_and_meaning_of_every_picture(html: str) -> None:
    for picture in soup(html).find_all("img"):
        assert picture.has_attr("alt")
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0


def test_page_holds_no_inline_code(html: str) -> None:
    page = soup(html)
    handlers = [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]

    assert not page.find_all("style")
    assert not page.find_all(style=True)
    assert not handlers
    inline = [script["type"] for script in page.find_all("script") if not script.get("src")]
    assert inline in ([], ["application/ld+json"])


def test_page_loads_nothing_from_elsewhere(html: str) -> None:
    page = soup(html)
    addresses = [tag.get(attribute, "") for name, attribute in FETCHED for tag in page.find_all(name)]
    addresses += [
        link["href"] for link in page.find_all("link") if LOADED_RELATIONS.intersection(link["rel"])
    ]

    assert not [address for address in addresses if urlsplit(address).netloc or address.startswith("data:")]


def test_page_gives_each_id_once_and_links_only_to_those(html: str) -> None:
    page = soup(html)
    ids = [tag["id"] for tag in page.find_all(id=True)]
    inner = {link["href"][1:] for link in page.find_all("a", href=re.compile("^#"))}
    named = {tag["aria-labelledby"] for tag in page.find_all(attrs={"aria-labelledby": True})}

    # The same step or heading may come twice in the made-up documents, not in compiled ones.
    own = [name for name in ids if name[0].isupper()]
    assert len(own) == len(set(own))
    assert inner | named <= set(ids)


def test_page_names_what_it_links_to(html: str) -> None:
    for link in soup(html).find_all(["a", "button"]):
        assert link.get_text(strip=True) or link.get("aria-label"), link


def test_page_has_landmarks_and_a_way_past_them(html: str) -> None:
    page = soup(html)
    unnamed = [
        nav for nav in page.find_all("nav") if not (nav.get("aria-label") or nav.get("aria-labelledby"))
    ]

    assert len(page.find_all("main")) == 1
    assert not unnamed
    if skip := page.find("a", class_="skip"):
        assert page.find(id=skip["href"][1:]).name == "main"


def test_page_links_only_to_static_files_that_exist(html: str) -> None:
    static = settings.BASE_DIR / "home" / "static"
    for address in re.findall(rf'{settings.STATIC_URL}(home/[^"#)]+)', html):
        assert Path(static, address).is_file(), address


@pytest.mark.parametrize(
    "make", [documents.innovation, documents.story, documents.toolkit, documents.playbook, documents.district]
)
def test_hostile_text_stays_text(make: object) -> None:
    hostile = make(title=documents.HOSTILE, summary=documents.HOSTILE)  # type: ignore[operator]
    hostile["title"] = documents.HOSTILE
    page = soup(rendered.entry(hostile, entries=rendered.NOTHING))

    assert page.h1.get_text() == documents.HOSTILE
    assert [script.get("type") for script in page.find_all("script", src=False)] == ["application/ld+json"]
    assert "alert(1)" not in "".join(tag.get_text() for tag in page.find_all("b"))


def test_unknown_block_is_passed_over() -> None:
    document = documents.story()
    document["body"]["body"].insert(0, documents.block("hologram", depth=3))

    assert "A morning at the sawmill" in rendered.entry(document)


def test_smaller_heading_without_a_larger_one_moves_up() -> None:
    document = documents.story()
    document["body"]["body"] = [documents.block("subheading", text="Alone", anchor="alone")]

    assert soup(rendered.entry(document)).find(id="alone").name == "h2"


def head(html: str) -> BeautifulSoup:
    return soup(html).head


def test_head_tells_others_what_the_page_is() -> None:
    page = head(PAGES["story"]())
    meta = {
        tag.get("property") or tag.get("name"): tag["content"] for tag in page.find_all("meta", content=True)
    }

    assert page.find("link", rel="canonical")["href"] == "https://portfolio.example/storys/story-1/"
    assert meta["og:type"] == "article"
    assert meta["og:title"] == "The board that would not lie flat"
    assert meta["og:image"].startswith("https://portfolio.example/media/")
    assert meta["twitter:card"] == "summary_large_image"
    assert "robots" not in meta


def test_head_keeps_previews_out_of_search_engines() -> None:
    assert head(PAGES["preview"]()).find("meta", attrs={"name": "robots"})["content"] == "noindex, nofollow"


def test_head_names_the_page_in_other_languages() -> None:
    site = {**documents.SITE, "locales": [{"locale": "es", "path": "/es/historias/tabla/"}]}
    page = head(rendered.entry(documents.story(), site=site))

    assert page.find("link", hreflang="es")["href"] == "https://portfolio.example/es/historias/tabla/"
