"""Rows for an evaluator, held against an oracle that knows the definition and all the people.

Invented regions, some bundles about each, one after the other, with rows and without; after each of
them the bytes are read and everything that was told so far is attacked together. The search goes
on after something wrong, so that it says how much there is.
"""

from collections import Counter
from pathlib import Path

from tests.evaluation.records_oracle.checks import cannot_be_again, passing_ways, wrong
from tests.evaluation.records_oracle.classes import Reading
from tests.evaluation.records_oracle.story import Story, any_story
from tests.factories import FixedNow
from tests.soak.budget import dice, examples, replay, rounds

HERE = "tests/evaluation/records_oracle/test_records.py"
SHORT, LONG = 2, 2_000


def test_rows_go_out_just_where_the_definition_lets_them(
    empty: Path, tmp_path: Path, fixed_now: FixedNow, tried: Counter[str]
) -> None:
    found: list[str] = []
    for number in rounds(SHORT, LONG, at_most=examples(5, 3_600)):
        about, gave_up = f"story {number}: {replay(HERE)}", list[str]()
        rolled, folder = dice("records", number), tmp_path / str(number)
        for story in any_story(rolled, empty, folder, fixed_now, number, gave_up):
            here = list(wrong(story))
            found += [f"{about}, bundle {len(story.told)}: {one}" for one in here]
            tried.update({f"wrong: {part}": 1 for part in {one.part for one in here}})
            tried[_came_of(story)] += 1
        found += [f"{about}: gave up at {one}" for one in gave_up]
        tried["given up by the program"] += len(gave_up)
        tried["regions"] += 1
    assert not found, f"{len(found)} in all, the first {found[0]}"


def _came_of(story: Story) -> str:
    if not story.asked_rows:
        return "bundles without rows asked"
    if story.last.records is not None:
        return "bundles with rows"
    assert story.last.about is not None
    reasons = ", ".join(story.last.about["reasons"])
    is_open = any(passing_ways(story, Reading.MILD)) and not cannot_be_again(story)
    return f"rows refused: {reasons}{', by one reading only' if is_open else ''}"
