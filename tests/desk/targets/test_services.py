"""Targets and fundings on both engines: what counts, and that nothing is written over."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from mentorship.accounts.roles import Role
from mentorship.desk.targets import queries, rules, services
from mentorship.desk.targets.models import YearTarget
from mentorship.desk.targets.services import Terms
from mentorship.foundation.db import ChangedMeanwhile, Db
from tests.accounts.people import HOUSE, Person, make_person

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def set_target(db: Db, by: Person, guided: int, position: int, reason: str = "") -> YearTarget:
    return services.set_target(
        db, 2026, HOUSE, guided, position=position, reason=reason, by=by.id, key=uuid4()
    )


def test_the_newest_target_counts_and_a_change_says_why(db: Db) -> None:
    by = make_person(db, Role.COORDINATOR)
    first = set_target(db, by, 10, 0)
    again = services.set_target(db, 2026, HOUSE, 12, position=0, reason="", by=by.id, key=first.id)
    assert again is first
    with pytest.raises(rules.ReasonMissing):
        set_target(db, by, 12, 1)
    with pytest.raises(ChangedMeanwhile):
        set_target(db, by, 12, 0, "Een collega was eerder.")
    set_target(db, by, 12, 1, "Meer mentoren dan gedacht.")
    assert {code: row.guided for code, row in queries.targets_of(db, 2026).items()} == {HOUSE: 12}
    history = queries.history_of_target(db, 2026, HOUSE)
    assert [(row.guided, row.reason) for row in history] == [
        (12, "Meer mentoren dan gedacht."), (10, None),
    ]  # fmt: skip
    assert queries.targets_of(db, 2025) == {}
    twice = YearTarget(
        year=2026, house_code=HOUSE, position=2, guided=9, reason="Ook.", set_at=first.set_at,
        set_by=by.id,
    )  # fmt: skip
    db.add(twice)
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_funding_is_changed_and_withdrawn_and_stays_readable(db: Db) -> None:
    by = make_person(db, Role.COORDINATOR)
    terms = Terms("Versterkingsgelden", None, FIRST, LAST, 60_000, 500)
    first = services.note_funding(db, terms, by=by.id, key=uuid4())
    assert services.note_funding(db, terms, by=by.id, key=first.id) is first
    with pytest.raises(rules.DaysImpossible):
        services.note_funding(
            db, Terms("Gemeente", HOUSE, LAST, FIRST, 1, None), by=by.id, key=uuid4()
        )
    longer = Terms("Versterkingsgelden", None, FIRST, date(2027, 6, 30), 90_000, 700)
    with pytest.raises(rules.ReasonMissing):
        services.change_funding(db, first, longer, "", by=by.id, key=uuid4())
    key = uuid4()
    second = services.change_funding(db, first, longer, "Verlengd.", by=by.id, key=key)
    assert services.change_funding(db, first, longer, "Verlengd.", by=by.id, key=key) is second
    with pytest.raises(rules.FundingChanged):
        services.change_funding(db, first, terms, "Toch niet.", by=by.id, key=uuid4())
    assert queries.fundings(db) == [second]
    assert queries.find_funding(db, first.id) is None
    assert queries.history_of_funding(db, second) == [first]
    gone = services.withdraw_funding(db, second, "Dubbel genoteerd.", by=by.id, key=uuid4())
    assert queries.fundings(db) == []
    with pytest.raises(rules.FundingChanged):
        services.withdraw_funding(db, gone, "Nog eens.", by=by.id, key=uuid4())
