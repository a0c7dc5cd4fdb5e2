"""Every page compiles, has its words marked, and holds no style or script of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined

from mentorship.app import create_app
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings

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


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    database = Database(Settings(data_dir=tmp_path_factory.mktemp("templates")))
    yield create_app(database.settings, database).jinja_env
    database.dispose()


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_compiles(environment: Environment, page: Path) -> None:
    environment.compile(page.read_text(), name=page.name)


def test_an_unknown_name_in_a_page_is_an_error(environment: Environment) -> None:
    assert environment.undefined is StrictUndefined


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
