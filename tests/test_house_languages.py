"""Everything that readers see is translated into every language of the settings, and the files say so.

A catalogue holds the words of the files that `readers.txt` beside it names, and no others
(docs/languages.md).
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, to_locale
from django.utils.translation.template import templatize

from home.wording import READERS, files_for_readers, for_readers

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
APPS = ("home", "portfolio", *(path.relative_to(ROOT).parent.parent.as_posix()
                               for path in ROOT.glob(f"plugins/*/locale/{READERS}")))  # fmt: skip
LANGUAGES = [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]
MARKS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")

each_app = pytest.mark.parametrize("app", APPS)
each_language = pytest.mark.parametrize("language", LANGUAGES)

Words = tuple[str, ...]
"""A message by its words: one text, or the texts for one and for several"""


def folder(app: str) -> Path:
    return ROOT / app / "locale"


def catalogue(app: str, language: str) -> Catalog:
    with (folder(app) / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(app: str, language: str) -> list[Message]:
    return [message for message in catalogue(app, language) if message.id]


def words_of(message: Message) -> Words:
    return _all(message.id)


def said(message: Message) -> Words:
    return _all(message.string)


def _all(text: str | Sequence[str]) -> Words:
    return (text,) if isinstance(text, str) else tuple(text)


def marked_in(file: Path) -> Iterator[Words]:
    """Yield what a source file marks for translation: read here without the tools that fill catalogues."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    for _line, found, _comments, _context in extract("python", BytesIO(text.encode()), MARKS):
        yield _all(found)


@each_app
@each_language
def test_a_catalogue_holds_just_what_readers_see(app: str, language: str) -> None:
    marked = {words for file in files_for_readers(folder(app)) for words in marked_in(file)}

    assert marked
    assert {words_of(message) for message in messages(app, language)} == marked, "Run: make messages"


@each_app
@each_language
def test_everything_in_it_is_translated(app: str, language: str) -> None:
    forms = catalogue(app, language).num_plurals
    for message in messages(app, language):
        assert not message.fuzzy, message.id
        assert len(said(message)) == (forms if message.pluralizable else 1), message.id
        assert all(text.strip() for text in said(message)), message.id


@each_app
@each_language
def test_translations_keep_placeholders_and_tags(app: str, language: str) -> None:
    for message in messages(app, language):
        one, *several = words_of(message)
        for number, text in enumerate(said(message)):
            allowed = [one, *several] if number == 0 else several
            for pattern in (PLACEHOLDER, TAG):
                kept = Counter(pattern.findall(text))
                assert kept in [Counter(pattern.findall(source)) for source in allowed], (message.id, text)


@each_app
@each_language
def test_the_compiled_catalogue_is_the_one_that_is_written(app: str, language: str) -> None:
    with (folder(app) / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = {words_of(message): said(message) for message in read_mo(file) if message.id}

    assert compiled == {words_of(each): said(each) for each in messages(app, language)}, "Run: make messages"


@each_app
@each_language
def test_what_is_written_is_what_is_said(app: str, language: str) -> None:
    """Django puts the catalogues of all apps into one: another app's translation of the same words, ours or
    Wagtail's, may come first. Then make the two alike, or say it in other words."""
    with translation.override(language):
        for message in messages(app, language):
            one, *several = words_of(message)
            told = [ngettext(one, several[0], n) for n in (1, 2)] if several else [gettext(one)]
            assert told == list(said(message)), message.id


@each_app
def test_no_marked_words_stand_inside_an_f_string(app: str) -> None:
    """The tools that fill catalogues do not look there."""
    for file in files_for_readers(folder(app)):
        tree = ast.parse(file.read_text(encoding="utf-8")) if file.suffix == ".py" else ast.Module([], [])
        strings = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
        calls = (each for string in strings for each in ast.walk(string) if isinstance(each, ast.Call))
        assert [call.lineno for call in calls if ast.unparse(call.func) in MARKS] == [], file


MARKED_BLOCK = re.compile(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{#.*?#}", re.DOTALL)
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = (
    "aria-label", "title", "alt", "placeholder",
    "data-kept", "data-removed", "data-full", "data-failed", "data-done",
)  # fmt: skip
ATTRIBUTES = re.compile(r'(?:\s*[\w-]+="\s*")+\s*')
"""Without their values: a block may hold some of those of an element outside of it"""
NAMES = {"Groundwork", "BibTeX", "RIS", "CSL-JSON"}
"""They are the same in every language"""


def unmarked_in(template: Path) -> Iterator[str]:
    """Yield the words of a template that stand in it as they are."""
    text = TEMPLATE_TAG.sub(" ", MARKED_BLOCK.sub(" ", template.read_text(encoding="utf-8")))
    found = BeautifulSoup(re.sub(r"<(?:!doctype|body)[^>]*>", " ", text), "html.parser")
    texts = found.find_all(string=re.compile("[A-Za-z]{2}"))
    yield from (text for text in texts if not ATTRIBUTES.fullmatch(text))
    for tag in found.find_all(True):
        yield from (str(tag[name]) for name in SPOKEN if re.search("[A-Za-z]{2}", str(tag.get(name, ""))))


@each_app
def test_templates_for_readers_hold_no_words_that_are_not_marked(app: str) -> None:
    templates = [file for file in files_for_readers(folder(app)) if file.suffix == ".html"]
    for template in templates:
        assert {words.strip() for words in unmarked_in(template)} <= NAMES, template


def test_unmarked_words_are_seen_in_text_and_attributes(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text('{% translate "Yes" %}<p>Left out</p><nav aria-label="Main"></nav><b>{{ name }}</b>')

    assert list(unmarked_in(template)) == ["Left out", "Main"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("views.py", True),
        ("parts/deep/one.py", True),
        ("parts/staff/one.py", False),
        ("templates/x/y.html", False),
        ("templates/x.html", True),
        ("other.py", False),
    ],
)
def test_the_last_pattern_that_fits_decides(file: str, expected: bool, tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    patterns = "# a remark\nviews.py\nparts/**\n!parts/staff/**\ntemplates/*.html\n"
    (tmp_path / "locale" / READERS).write_text(patterns)

    assert for_readers(tmp_path / file, tmp_path / "locale") is expected


def test_without_a_list_nothing_is_for_readers(tmp_path: Path) -> None:
    assert not for_readers(tmp_path / "views.py", tmp_path / "locale")
