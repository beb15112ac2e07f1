"""Contrast as WCAG 2.2 asks for it (1.4.3, 1.4.11), measured on the tokens themselves."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "home" / "static" / "home" / "css"
TOKENS = (CSS / "tokens.css").read_text()
TEXT, LARGE_OR_CONTROL = 4.5, 3.0
HUES = [int(hue) for hue in re.findall(r"--hue: (\d+)", TOKENS)]

LINEAR_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.707614701),
)

PAIRS = [
    ("--ink", "--paper", TEXT),
    ("--ink", "--paper-2", TEXT),
    ("--ink", "--paper-3", TEXT),
    ("--ink", "--accent-soft", TEXT),
    ("--ink-2", "--paper", TEXT),
    ("--ink-2", "--paper-2", TEXT),
    ("--accent", "--paper", TEXT),
    ("--accent", "--paper-2", TEXT),
    ("--on-accent", "--accent", TEXT),
    ("--on-notice", "--notice", TEXT),
    ("--alert", "--paper", TEXT),
    ("--line-strong", "--paper", LARGE_OR_CONTROL),
    ("--line-strong", "--paper-2", LARGE_OR_CONTROL),
    ("--focus", "--paper", LARGE_OR_CONTROL),
    ("--focus", "--paper-2", LARGE_OR_CONTROL),
]


def tokens(scheme: str) -> dict[str, str]:
    """The tokens as they hold in `scheme`, those of dark laid over those of light."""
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", TOKENS)
    values = dict(re.findall(r"(--[\w-]+): ([^;]+);", light))
    if scheme == "dark":
        values |= dict(re.findall(r"(--[\w-]+): ([^;]+);", dark.split("\n}")[0]))
    return values


def linear_from_hex(colour: str) -> tuple[float, ...]:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def linear_from_oklch(lightness_and_chroma: str, hue: int) -> tuple[float, ...]:
    """Convert as CSS Color 4 has it, with what lies outside sRGB cut off."""
    lightness, chroma = (float(part.rstrip("%")) for part in lightness_and_chroma.split())
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    cones = [
        (lightness / 100 + x * a + y * b) ** 3
        for x, y in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.291485548),
        )
    ]
    mixed = (sum(factor * cone for factor, cone in zip(row, cones, strict=True)) for row in LINEAR_FROM_CONES)
    return tuple(min(1.0, max(0.0, channel)) for channel in mixed)


def luminance(linear: tuple[float, ...]) -> float:
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_that_meet_differ_enough(scheme: str, ink: str, ground: str, least: float) -> None:
    values = tokens(scheme)

    assert ratio(linear_from_hex(values[ink]), linear_from_hex(values[ground])) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_initials_can_be_read_on_every_hue(scheme: str, hue: int) -> None:
    values = tokens(scheme)
    ink = linear_from_oklch(values["--art-ink"], hue)

    assert ratio(ink, linear_from_oklch(values["--art-ground"], hue)) >= TEXT
    assert ratio(ink, linear_from_oklch(values["--art-far"], hue)) >= LARGE_OR_CONTROL


def test_dark_restates_every_colour() -> None:
    light, dark = tokens("light"), tokens("dark")
    colours = [name for name, value in light.items() if value.startswith("#") or "% 0." in value]

    assert [name for name in colours if light[name] == dark[name]] == []


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_only_tokens_and_print_name_colours(path: Path) -> None:
    if path.name not in {"tokens.css", "print.css"}:
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb|\bhsl", path.read_text())


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_stylesheets_use_only_tokens_that_exist(path: Path) -> None:
    text = path.read_text()
    own = set(re.findall(r"(--[\w-]+):", text)) | set(re.findall(r"(--[\w-]+):", TOKENS))

    assert set(re.findall(r"var\((--[\w-]+)", text)) <= own


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_stylesheets_load_only_files_of_ours(path: Path) -> None:
    for address in re.findall(r'url\("([^"]+)"\)', path.read_text()):
        assert (path.parent / address).is_file(), address


def test_there_are_six_steps_of_type_and_twelve_hues() -> None:
    assert re.findall(r"--(step-\d):", TOKENS) == [f"step-{number}" for number in range(1, 7)]
    assert len(HUES) == 12
