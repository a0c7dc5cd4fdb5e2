"""The texts that people agree to, by version: what was shown once can always be shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy

CURRENT = "2026-2"
_ABOUT = "about"
_ITEM = "- "


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list of items."""

    lines: tuple[str, ...]
    is_list: bool


@dataclass(frozen=True)
class Passage:
    """A heading or a question, and what is said with it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ConsentText:
    """One version in one language, for the young person or for who holds authority."""

    version: str
    about: Passage
    questions: Mapping[ConsentPurpose, Passage]


class UnknownText(LookupError):
    """No such version: the page is of another time, or nobody made it."""


@cache
def consent_text(version: str, language: str, given_by: GivenBy) -> ConsentText:
    """Raises UnknownText; the two guardians read the same."""
    audience = "young_person" if given_by is GivenBy.YOUNG_PERSON else "guardian"
    if version not in versions():
        raise UnknownText(version)
    found = files("mentorship.referrals") / "consent_texts" / version / language
    passages = _passages((found / f"{audience}.txt").read_text(encoding="utf-8"))
    questions = {purpose: passages[purpose.value] for purpose in ConsentPurpose}
    return ConsentText(version, passages[_ABOUT], questions)


def versions() -> list[str]:
    """Oldest first."""
    folder = files("mentorship.referrals") / "consent_texts"
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())


def _passages(text: str) -> dict[str, Passage]:
    """Each begins with `= name`; then its title, then a paragraph or `- ` item per line."""
    parts = [part.strip().splitlines() for part in ("\n" + text).split("\n= ")[1:]]
    return {part[0].strip(): Passage(part[1], _blocks(part[2:])) for part in parts}


def _blocks(lines: list[str]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for line in filter(None, lines):
        is_item = line.startswith(_ITEM)
        if is_item and blocks and blocks[-1].is_list:
            blocks[-1] = Block((*blocks[-1].lines, line.removeprefix(_ITEM)), is_list=True)
        else:
            blocks.append(Block((line.removeprefix(_ITEM),), is_list=is_item))
    return tuple(blocks)


def purposes_for(*, has_referrer: bool) -> tuple[ConsentPurpose, ...]:
    """What is asked, in this order; who came by themself has no referrer to tell anything."""
    return tuple(
        purpose
        for purpose in ConsentPurpose
        if has_referrer or purpose is not ConsentPurpose.STATUS_TO_REFERRER
    )
