"""Rows in the bundle as it goes out: whose they are, what isn't in them, the same bytes again."""

import re
from dataclasses import replace
from random import Random

import pytest
from sqlmodel import select

from mentorship.evaluation.package.archive import unpacked
from mentorship.foundation.db import Database
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory
from tests.evaluation.records_oracle import bundles
from tests.evaluation.records_oracle.bundles import SECRETS, VALUES
from tests.evaluation.records_oracle.checks import wrong
from tests.evaluation.records_oracle.draws import Shape, any_people
from tests.evaluation.records_oracle.people import AGE, GENDER, HOUSE, LOOKS, PARTNER
from tests.evaluation.records_oracle.region import HOUSES, made, withdraw
from tests.evaluation.records_oracle.story import Story
from tests.evaluation.records_oracle.told import records_at
from tests.factories import FixedNow

HALF_YEARS = ("2023-1", "2023-2", "2024-1")
_LOOKS = {
    AGE: ("18-20", "0-15"),
    GENDER: ("man", "woman"),
    HOUSE: HOUSES,
    PARTNER: ("education", "municipality", "justice"),
}
_SHAPE = Shape(HALF_YEARS, 20, 1, 0.1, 0, 0.05, 1, 30, 60)


@pytest.fixture
def story(sqlite_database: Database, fixed_now: FixedNow) -> Story:
    people = any_people(Random(7), _SHAPE, _LOOKS, {**VALUES, "meetings": ("0", "1-5", "6-12")})
    return Story(made(sqlite_database, fixed_now, people, 3), 3)


def test_rows_say_nothing_that_names_somebody_and_are_the_same_twice(story: Story) -> None:
    bundle_id = bundles.ask(story.region, HALF_YEARS, ["duration"], with_records=True)
    assert bundle_id is not None
    archives = [bundles.whole(story.region, bundle_id) for _ in range(2)]
    assert archives[0] == archives[1]
    files = unpacked(archives[0])
    told = bundles.read(story.region, HALF_YEARS, files)
    assert told.records is not None
    assert len(told.records.rows) == len(story.region.people)
    text = files["data/records.csv"].decode()
    assert not re.search(r"\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4}", text)
    with story.region.database.reading() as db:
        ids = {one.hex for model in (Mentee, Trajectory) for one in db.exec(select(model.id))}
    everything = b"".join(files.values()).lower()
    for one in ids:
        assert one[:12] not in text
        assert one.encode() not in everything
        assert f"{one[:8]}-{one[8:12]}-".encode() not in everything


def test_pseudonyms_are_others_for_another_bundle_and_another_evaluator(story: Story) -> None:
    other = bundles.another_evaluator(story.region)
    asked = [
        bundles.ask(story.region, HALF_YEARS, ["duration"], with_records=True, to=to)
        for to in (None, None, other)
    ]
    found = [bundles.preview(story.region, one).records for one in asked if one]
    names = [[row.pseudonym for row in one.rows] for one in found if one]
    assert [len(set(one)) for one in names] == [len(story.region.people)] * 3
    assert all(one == sorted(one) for one in names)
    assert len({name for one in names for name in one}) == 3 * len(story.region.people)
    # In the order of one bundle the people of another come in any order: same looks, other places.
    alike = sum(
        a.secrets == b.secrets and a.looks == b.looks
        for a, b in zip(found[0].rows, found[1].rows, strict=True)  # type: ignore[union-attr]
    )
    assert alike < len(story.region.people) / 2


def test_rows_are_those_whom_tables_count_half_year_by_half_year(story: Story) -> None:
    assert story.release(HALF_YEARS, ["duration"], rows=True)
    rows = story.last.records
    assert rows is not None
    for span in rows.spans.values():
        if not story.release(sorted(span), list(SECRETS.values()), rows=False):
            continue
        for table in story.last.tables:
            for answer in rows.answers:
                if answer.columns == table.columns and answer.half_years == span:
                    for group, number in table.cells.items():
                        together = [some for some in answer.cells if some <= group]
                        assert not together or number == sum(answer.cells[one] for one in together)
    assert len(story.told) > 1


def test_of_whom_somebody_left_after_a_table_no_rows_go_out(story: Story) -> None:
    """The rows, less the table, would be that person."""
    assert story.release(HALF_YEARS[:2], ["duration"], rows=False)
    left = next(one for one in story.region.people if one.half_year == HALF_YEARS[0])
    withdraw(story.region, left)
    story.stale.add(left.half_year)
    assert story.release(HALF_YEARS, ["duration"], rows=True)
    assert story.last.records is None
    assert story.release(HALF_YEARS[2:], ["duration"], rows=True)
    assert story.last.records is not None
    assert not list(wrong(story))


def test_rows_that_somebody_spoiled_are_caught(story: Story) -> None:
    assert story.release(HALF_YEARS, ["duration"], rows=True)
    assert not list(wrong(story))
    told, people = story.last, story.region.people
    assert told.records is not None
    ladders = bundles.vocabulary(story.region, HALF_YEARS)
    coarsest = tuple(len(ladders[column]) - 1 for column in LOOKS)
    as_told = {name: VALUES[name] for name in told.records.groups}
    fewer = replace(told.records, rows=told.records.rows[1:])
    spoiled = {
        "true": fewer,
        "class": records_at(people, ladders, (0, 0, 0, 0, 0)),
        "linkage": records_at(people, ladders, (0, 0, 0, 0, 0)),
        "coarse": records_at(people, ladders, coarsest, as_told),
        "answers": records_at(people, ladders, coarsest, VALUES),  # no meetings are of nobody too
    }
    for part, records in spoiled.items():
        story.told = [replace(told, records=records)]
        assert part in {one.part for one in wrong(story)}
    story.told = [told, told]
    assert {one.part for one in wrong(story)} >= {"once", "pseudonyms"}
    story.told = [replace(told, records=None, about={})]
    assert {one.part for one in wrong(story)} == {"refused"}
