"""What the definition has against a bundle that was told, and against one that wasn't."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.evaluation.crossed.oracle import Attack, Cell
from tests.evaluation.records_oracle import bundles
from tests.evaluation.records_oracle.answers import few_answers
from tests.evaluation.records_oracle.bundles import VALUES
from tests.evaluation.records_oracle.classes import Reading, faults
from tests.evaluation.records_oracle.differences import Box, asked_of, facts_of, given_away
from tests.evaluation.records_oracle.least import every_way
from tests.evaluation.records_oracle.linkage import Possible, looked_for
from tests.evaluation.records_oracle.people import Levels, Person, classes_of, looks_at
from tests.evaluation.records_oracle.story import Story
from tests.evaluation.records_oracle.told import AT, Records, Table, records_at

NOT_TOLD = 4  # steps of a secret that isn't told, by decision


@dataclass(frozen=True, slots=True)
class Wrong:
    part: str  # of the definition
    what: str


def wrong(story: Story) -> Iterator[Wrong]:
    """All that isn't as it should be after the last bundle."""
    yield from differences(story)
    if story.last.records is not None:
        yield from _told(story, story.last.records)
    elif story.asked_rows and not cannot_be_again(story):
        for levels in passing_ways(story, Reading.STRICT):
            yield Wrong("refused", f"{levels} would do; told {story.last.about}")
            break


def cannot_be_again(story: Story) -> bool:
    """Rows that were told, or that can't be as they were counted any more."""
    return _is_second(story) or _is_stale(story)


def _is_second(story: Story) -> bool:
    earlier = [one.records for one in story.told[:-1] if one.records is not None]
    return any(one.half_years & {*story.last.half_years} for one in earlier)


def _is_stale(story: Story) -> bool:
    return not story.stale.isdisjoint(story.last.half_years)


def _told(story: Story, records: Records) -> Iterator[Wrong]:
    people = story.people(story.last.half_years)
    levels = levels_of(story, records)
    if levels is None:
        yield Wrong("true", "the rows aren't the people that there are")
        return
    if _is_stale(story):
        yield Wrong("true", "rows of a half-year of which somebody left after tables were told")
    if _is_second(story):
        yield Wrong("once", "rows of a half-year that had been told")
    names = [row.pseudonym for row in records.rows]
    if names != sorted(set(names)):
        yield Wrong("pseudonyms", "two alike, or not in their order")
    for bundle in story.told[:-1]:
        if bundle.records and {row.pseudonym for row in bundle.records.rows} & set(names):
            yield Wrong("pseudonyms", "one of an earlier bundle")
    ladders = bundles.vocabulary(story.region, story.last.half_years)
    as_told = records.as_told(people)
    for fault in faults(as_told, ladders, levels, story.threshold, Reading.MILD):
        yield Wrong("class", f"{levels} {fault}")
    yield from (
        Wrong("answers", f"{levels} {name} {what}")
        for name, what in few_answers(people, records, story.threshold, Reading.MILD)
    )
    fewest = next(passing_ways(story, Reading.STRICT, _least(levels, records)), None)
    if fewest is not None:
        yield Wrong("coarse", f"{levels} {[*records.groups]}, while {fewest} would do")
    for found in looked_for(classes_of(as_told, ladders, levels), _possible(story, records)):
        yield Wrong("linkage", f"{levels} {found.who}: {found.column} {found.value}")


def _least(levels: Levels, records: Records) -> int:
    """How many steps up these rows are at least."""
    return sum(levels) + sum(
        NOT_TOLD if name not in records.groups
        else max(map(len, records.groups[name].values())) > 1
        for name in VALUES
    )  # fmt: skip


def levels_of(story: Story, records: Records) -> Levels | None:
    """How far up every column is, when the rows are just these people."""
    people = story.people(sorted(records.half_years))
    ladders = bundles.vocabulary(story.region, sorted(records.half_years))
    said = Counter((row.looks, *sorted(row.secrets.items())) for row in records.rows)
    for levels in every_way(ladders):
        as_told = (
            (looks_at(one, ladders, levels), *sorted(told.secrets.items()))
            for one, told in zip(people, records.as_told(people), strict=True)
        )
        if Counter(as_told) == said:
            return levels
    return None


def passing_ways(
    story: Story, reading: Reading, fewer_than: int | None = None
) -> Iterator[tuple[Levels, tuple[str, ...]]]:
    """Ways of telling the rows of the last bundle beside its tables and all that was told, with
    those secrets as they are that may be told so, each of the others being some steps more. None
    where more is held back by decision: beside what was told before about some of these half-years,
    and beside tables that aren't about one of the four."""
    about = {*story.last.half_years}
    if any(not about.isdisjoint(one.half_years) for one in story.told[:-1]):
        return
    if not story.last.is_of_secrets_only:
        return
    people = story.people(story.last.half_years)
    ladders = bundles.vocabulary(story.region, story.last.half_years)
    tables = _tables(story)
    before = [one.records for one in story.told[:-1] if one.records is not None]

    @cache
    def found_at(level: int) -> Records:
        """With all secrets that could stand in tables of these half-years."""
        whole = records_at(people, ladders, (0, 0, 0, 0, level), VALUES)
        few = {one for one, _ in few_answers(people, whole, story.threshold, reading)}
        told = {name: values for name, values in VALUES.items() if name not in few}
        return records_at(people, ladders, (0, 0, 0, 0, level), told)

    @cache
    def is_safe(level: int) -> bool:
        return not _new_leaks(story, tables, [*before, found_at(level)], reading)

    for levels in every_way(ladders):
        found = found_at(levels[AT])
        steps = sum(levels) + NOT_TOLD * (len(VALUES) - len(found.groups))
        if not found.groups or (fewer_than is not None and steps >= fewer_than):
            continue
        as_told = found.as_told(people)
        if any(faults(as_told, ladders, levels, story.threshold, reading)):
            continue
        if is_safe(levels[AT]):
            yield levels, tuple(found.groups)


def differences(story: Story) -> Iterator[Wrong]:
    records = [one.records for one in story.told if one.records is not None]
    if records:
        for leak in _new_leaks(story, _tables(story), records, Reading.MILD):
            yield Wrong("difference", leak)


def _new_leaks(
    story: Story, tables: list[Table], records: list[Records], reading: Reading
) -> list[str]:
    """Those that the tables alone don't have."""
    found = _leaks(story, tables, records, reading)
    return sorted(found - _leaks(story, tables, [], reading)) if found else []


def _leaks(story: Story, tables: list[Table], records: list[Records], reading: Reading) -> set[str]:
    answers = [table for one in records for table in one.answers]
    leaks = given_away(
        story.region.people, VALUES, [*tables, *answers], records, story.threshold, reading
    )
    return {f"{leak.who} {_words(leak.cell)} {leak.value} {leak.what}" for leak in leaks}


def _words(cell: Cell) -> str:
    return f"{sorted(cell.box.half_years)} {sorted(cell.box.inside)}"  # type: ignore[attr-defined]


def _tables(story: Story) -> list[Table]:
    return [table for one in story.told for table in one.tables]


def _possible(story: Story, told: Records) -> Possible:
    """By all tables of one column and all rows; of rows with values as they are `told`."""
    records = [one.records for one in story.told if one.records is not None]
    people: list[Person] = story.region.people

    @cache
    def attack(column: str) -> tuple[Attack, dict[tuple[str, str], int]]:
        tables = [table for table in _tables(story) if table.columns == (column,)]
        asked = asked_of(people, VALUES, (column,), tables, records, story.threshold)
        boxes = {
            (one, value): Box(frozenset({one}), frozenset({(value,)}))
            for one in asked.half_years
            for value in VALUES[column]
        }
        cells = [Cell(box, (box, box)) for box in boxes.values()]  # type: ignore[arg-type]
        found = Attack(asked, facts_of(asked, tables, records), cells)  # type: ignore[arg-type]
        return found, {name: place for place, name in enumerate(boxes)}

    @cache
    def possible(half_year: str, column: str, value: str) -> bool:
        found, at = attack(column)
        cell = found.inside[at[half_year, value]]
        return found.could(found.known["anybody"], -cell, -1)

    return lambda half_year, column, code: any(
        possible(half_year, column, value) for value in told.groups[column][code]
    )
