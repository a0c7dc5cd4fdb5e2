"""Every page compiles, has its words marked, and holds no style or script of its own."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined

HOUSE = Path(__file__).parents[2] / "mentorship"
PAGES = sorted(HOUSE.glob("*/templates/**/*.html"))
_TEXT = re.compile(r">([^<>{}=]*[A-Za-zÀ-ÿ]{2}[^<>{}=]*)<")
_INLINE = re.compile(
    r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:""", re.IGNORECASE
)
_NAMES = {"ONE-on-ONE", "– ONE-on-ONE", "geonames.org"}

# A document that stands by itself carries its own style sheet; it is a file, never a page.
DOCUMENTS = {page for page in PAGES if "<html" in page.read_text() and page.name != "layout.html"}


def _id(page: Path) -> str:
    return str(page.relative_to(HOUSE))


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_compiles(app: Flask, page: Path) -> None:
    app.jinja_env.compile(page.read_text(), name=page.name)


def test_an_unknown_name_in_a_page_is_an_error(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_every_word_can_be_translated(page: Path) -> None:
    text = page.read_text()
    for block in (r"\{#.*?#\}", r"\{% trans.*?endtrans %\}", r"\{%.*?%\}", r"\{\{.*?\}\}"):
        text = re.sub(block, "", text, flags=re.DOTALL)
    words = {found.strip() for found in _TEXT.findall(text)}
    assert words <= _NAMES


@pytest.mark.parametrize("page", [page for page in PAGES if page not in DOCUMENTS], ids=_id)
def test_has_no_style_or_script_of_its_own(page: Path) -> None:
    assert not _INLINE.search(page.read_text())


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_lies_in_a_folder_named_after_its_room(page: Path) -> None:
    room, _, folder = page.relative_to(HOUSE).parts[:3]
    assert room == "foundation" or folder == room
