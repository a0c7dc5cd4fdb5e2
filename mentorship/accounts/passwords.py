"""Knows which passwords are refused, and hashes the others with argon2id."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 15, 128
# What must be left once known words and runs like "aaaa" or "4567" are taken out.
_OWN_CHARACTERS = 7


class PasswordProblem(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"


@dataclass(frozen=True)
class HashCost:
    """The price of one argon2id hash."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


class Passwords:
    """Hashes and verifies at one price; unknown people cost the same time as known ones."""

    def __init__(self, cost: HashCost | None = None) -> None:
        cost = cost or HashCost()
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes, type=Type.ID
        )
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        return self._hasher.hash(_normal(password))

    def verify(self, known: str | None, password: str) -> bool:
        """Compare; without a known hash, spend the same time and say no."""
        try:
            right = self._hasher.verify(known or self._nobody, _normal(password)[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return right and known is not None

    def needs_rehash(self, known: str) -> bool:
        return self._hasher.check_needs_rehash(known)


def password_problem(password: str, personal: Iterable[str] = ()) -> PasswordProblem | None:
    """Say what is wrong; `personal` are words such as the person's name and e-mail address."""
    password = _normal(password)
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    if _own_characters(password, personal) < _OWN_CHARACTERS:
        return PasswordProblem.TOO_COMMON
    return None


def _normal(password: str) -> str:
    """Two keyboards may compose the same é differently."""
    return unicodedata.normalize("NFC", password)


def _own_characters(password: str, personal: Iterable[str]) -> int:
    """Count what is neither a known word nor a run, also when digits stand for letters."""
    words = blocked_words() | {_plain(word) for text in personal for word in _parts(text)}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    plain = _plain(password)
    return min(_left_over(written, longest_first) for written in (plain, _as_letters(plain)))


def _left_over(written: str, words: list[str]) -> int:
    for word in words:
        written = written.replace(word, "\0")
    kept = [
        second
        for first, second in zip("\0" + written, written, strict=False)
        if second != "\0" and abs(ord(first) - ord(second)) > 1
    ]
    return len(kept) if len(set(kept)) > 3 else 0


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", text) if len(part) > 3]


def _plain(text: str) -> str:
    """Write without capitals, accents, spaces and signs."""
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in text if character.isalnum())


def _as_letters(text: str) -> str:
    return text.translate(str.maketrans("013457", "oleast"))


@cache
def blocked_words() -> frozenset[str]:
    """Read the shipped list: one word a line, `#` starts a remark."""
    listed = files("mentorship.accounts").joinpath("data/blocked_words.txt").read_text("utf-8")
    lines = (line.partition("#")[0].strip() for line in listed.splitlines())
    return frozenset(_plain(line) for line in lines if line)
