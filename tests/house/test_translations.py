"""Everything is said in Dutch, once, in the same words in every room."""

import re

import pytest
from click.testing import CliRunner

from mentorship.foundation import catalogues, i18n
from mentorship.foundation.catalogues import DOORSTEP, rooms

_PLACEHOLDER = re.compile(r"%(?:%|\(\w+\)[sd])")


@pytest.mark.parametrize("room", rooms())
def test_every_message_has_its_dutch(room: str) -> None:
    assert list(catalogues.problems_of(room)) == []


def test_no_two_rooms_say_the_same_differently() -> None:
    assert list(catalogues.contradictions(rooms())) == []


@pytest.mark.parametrize("room", rooms())
def test_messages_are_format_strings_with_names(room: str) -> None:
    for message in catalogues.dutch_of(room):
        for text in (*_several(message.id), *_several(message.string)):
            assert "%" not in _PLACEHOLDER.sub("", text), text


def test_every_catalogue_belongs_to_a_room() -> None:
    found = {path.stem for path in catalogues.DUTCH.glob("*.po")}
    assert found <= set(rooms())


@pytest.mark.parametrize("room", rooms())
def test_catalogues_are_in_their_stable_form(room: str) -> None:
    """Written anew, the file is the same to the letter: no dates, line numbers or loose order."""
    path = catalogues.path_of(room)
    assert catalogues.in_step(room) == (path.read_text() if path.exists() else None)


def test_dutch_is_plain() -> None:
    """Words that a reader at B1 stumbles over, and an address that mixes je and u."""
    for room in rooms():
        for message in catalogues.dutch_of(room):
            for text in _several(message.string) if message.id else ():
                assert not _STIFF.search(text), text
                assert not (_JE.search(text) and _U.search(text)), text


def test_check_names_what_is_missing_and_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(catalogues, "DUTCH", tmp_path)
    told = CliRunner().invoke(catalogues.translations, ["check", DOORSTEP])
    assert told.exit_code == 1
    assert "not in the catalogue: 'Sign in'" in told.output


def test_the_program_reads_the_catalogues_of_all_rooms() -> None:
    assert i18n.gettext("Accessibility") == "Toegankelijkheid"
    assert i18n.gettext("Sign in") == "Inloggen"


_STIFF = re.compile(
    r"\b(middels|teneinde|alsmede|derhalve|desbetreffende|indien|inzake|aldus|ten behoeve)\b",
    re.IGNORECASE,
)
_JE = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
_U = re.compile(r"\b(u|uw)\b", re.IGNORECASE)


def _several(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)
