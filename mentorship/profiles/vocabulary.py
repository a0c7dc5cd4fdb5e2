"""The closed lists of activities and life themes, each tag in English and Dutch."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Literal

from mentorship.foundation.i18n import current_language

Kind = Literal["interests", "themes"]
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Tag:
    """One word of a list; `id` is what stays the same in every language."""

    id: str
    english: str
    dutch: str

    @property
    def label(self) -> str:
        return self.dutch if current_language() == "nl" else self.english


@dataclass(frozen=True, slots=True)
class TagList:
    """One closed list; spelling is looked up without case, and a space reads as `_` or `-`."""

    tags: tuple[Tag, ...]
    by_spelling: Mapping[str, Tag]
    by_id: Mapping[str, Tag]

    def find(self, text: str) -> Tag | None:
        return self.by_spelling.get(_spelling(text))

    def nearest(self, text: str) -> tuple[str, ...]:
        """The likeliest tags in the current language, best first."""
        near = get_close_matches(_spelling(text), self.by_spelling, n=NEAREST * 2, cutoff=0.6)
        return tuple(dict.fromkeys(self.by_spelling[key].label for key in near))[:NEAREST]

    def label(self, tag_id: str) -> str:
        """A tag that left the list is shown as it was stored."""
        tag = self.by_id.get(tag_id)
        return tag.label if tag else tag_id


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may stand in the cells of interests (dislikes too) and themes."""

    interests: TagList
    themes: TagList


def tag_list(tags: Iterable[Tag]) -> TagList:
    """Raises ValueError where two tags are spelt alike."""
    known = tuple(tags)
    spellings: dict[str, Tag] = {}
    for tag in known:
        for text in {_spelling(text) for text in (tag.id, tag.english, tag.dutch)}:
            if spellings.setdefault(text, tag) is not tag:
                raise ValueError(tag.id)
    return TagList(known, spellings, {tag.id: tag for tag in known})


def own_list(words: Iterable[str], shipped: TagList) -> TagList:
    """A list that somebody brings; a tag that we ship too keeps its name in both languages."""
    return tag_list(shipped.find(word) or Tag(word, word, word) for word in words)


@cache
def shipped_vocabulary() -> Vocabulary:
    text = (files("mentorship.profiles") / "data" / "vocabulary.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))

    def of(kind: Kind) -> TagList:
        return tag_list(Tag(r["id"], r["en"], r["nl"]) for r in rows if r["kind"] == kind)

    return Vocabulary(of("interests"), of("themes"))


def _spelling(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
