"""Whether each secret that rows tell could stand in a table by itself: from the definition."""

from collections.abc import Iterator, Sequence

from tests.evaluation.records_oracle.classes import Reading, kinds_of, most_known
from tests.evaluation.records_oracle.people import Person
from tests.evaluation.records_oracle.told import Records


def few_answers(
    people: Sequence[Person], records: Records, threshold: int, reading: Reading
) -> Iterator[tuple[str, str]]:
    """Of each secret by itself, in the half-years that are told apart: groups as they may not stand
    in a table. Nobody is few too; nearly all may be anywhere where there is one group only."""
    kinds = kinds_of(people, reading)
    for half_years in records.spans.values():
        some = [one for one in people if one.half_year in half_years]
        for column, groups in records.groups.items():
            for code, values in groups.items():
                inside = [one for one in some if one.secrets[column] in values]
                left = min(len(inside) - most_known(inside, kind) for kind in kinds)
                if left < threshold or 10 * len(inside) > 9 * len(some):
                    what = f"{code}: {len(inside)} of {len(some)}, {left} without one"
                    yield column, what
