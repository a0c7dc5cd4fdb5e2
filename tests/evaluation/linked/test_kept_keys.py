"""Who brought some knows their own in every table, also as the program keeps these: under another
key in each of them."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from mentorship.evaluation import queries
from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.verdicts import judge_all
from mentorship.evaluation.measures.closures import BY_REASON, BY_WHOM
from mentorship.evaluation.measures.knowing import contributors, kept_key
from mentorship.evaluation.measures.linked import linked
from mentorship.evaluation.measures.measure import opaque
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Database, Db
from mentorship.region.models import Organisation, OrganisationType
from tests.evaluation.linked.oracle import leaks
from tests.evaluation.linked.test_linked_tables import BESIDE_THESE, BROUGHT
from tests.evaluation.linked.worlds import Ask, Bundle, World, specifications
from tests.evaluation.simulated_bundles import simulated_programme
from tests.factories import FixedNow
from tests.once import Once


def _as_kept(world: World) -> dict[str, Mapping[str, CohortCounts]]:
    return {
        table: {
            half_year: replace(
                found,
                contributors={
                    row: {kept_key(table, who): number for who, number in through.items()}
                    for row, through in found.contributors.items()
                },
            )
            for half_year, found in counted.items()
        }
        for table, counted in world.counted().items()
    }


def _organisation(db: Db) -> Organisation:
    found = Organisation(name="Het Anker", name_key="hetanker", type=OrganisationType.SCHOOL)
    db.add(found)
    db.commit()
    return found


@pytest.mark.parametrize("order", [(BY_REASON.id, BY_WHOM.id), (BY_WHOM.id, BY_REASON.id)])
def test_a_referrer_is_the_same_one_in_every_table(
    order: tuple[str, str], sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        who = opaque(db, "referrer", _organisation(db).id)
    brought = tuple(replace(one, through=(who,)) for one in BROUGHT.people)
    world = replace(BESIDE_THESE, people=(*BESIDE_THESE.people, *brought))
    counted, specified = _as_kept(world), specifications()
    wanted = [specified[one] for one in order]
    alone = judge_all(wanted, world.half_years, counted, [], world.limits)
    with sqlite_database.reading() as db:
        families = linked(db, {(one, specified[one].edition): counted[one] for one in counted})
    told = beside_each_other(alone, families, [], world.limits)
    assert all(one.table is not None for one in told)
    assert not list(leaks(world, [Bundle(Ask(world.half_years, order), told)]))


def test_everybody_who_is_counted_is_known_by_the_key_of_all_tables(
    sqlite_database: Database, fixed_now: FixedNow, once: Once
) -> None:
    simulated_programme(sqlite_database, fixed_now, once)
    with sqlite_database.reading() as db:
        families = linked(db, queries.counted(queries.count_rows(db)))
        known = {*contributors(db), "referrer:", "mentor:"}
    through = [
        {who for half_year in one.counted.values() for who in _everybody(half_year)}
        for one in families[0]
    ]
    assert len(through) == 5
    assert all(one == through[0] <= known for one in through)
    assert {"mentor", "referrer"} == {who.partition(":")[0] for who in through[0] if who[-1] != ":"}


def _everybody(counts: CohortCounts) -> set[str]:
    return {who for through in counts.contributors.values() for who in through}
