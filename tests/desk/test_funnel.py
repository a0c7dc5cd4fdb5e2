"""From referral to first meeting: counted by hand, and few stand together."""

from datetime import date

from mentorship.accounts.roles import Role
from mentorship.desk.funnel import Row, Step, Waited, Way, funnel, rows_of, waits_of
from mentorship.foundation.db import Db
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.region.models import OrganisationType
from tests.accounts.people import make_person
from tests.referrals.courses import accepted, agree, guard
from tests.referrals.senders import make_referrer, send

S, T = Step, OrganisationType


def way(partner: OrganisationType, *days: int) -> Way:
    """As many steps as there are days of March."""
    return Way(partner, {step: date(2026, 3, day) for step, day in zip(Step, days, strict=False)})


def test_kinds_of_partner_with_few_stand_together() -> None:
    school = [way(T.SCHOOL, 1, 3, 9), way(T.SCHOOL, 2), way(T.SCHOOL, 2, 4)]
    others = [way(T.POLICE, 1, 2), way(T.CARE, 4), way(T.CARE, 5, 6, 8, 20, 25)]
    whole = {S.RECEIVED: 3, S.ACCEPTED: 2, S.CONSENTED: 1, S.MATCHED: 0, S.STARTED: 0}
    together = {S.RECEIVED: 3, S.ACCEPTED: 2, S.CONSENTED: 1, S.MATCHED: 1, S.STARTED: 1}
    assert rows_of(school + others, 3) == [Row(T.SCHOOL, whole), Row(None, together)]
    assert rows_of(school + others[:1], 3) == [Row(T.SCHOOL, whole), Row(None, None)]
    assert rows_of([], 3) == []
    # Who is hidden isn't in the times either: two, less those of the school, would be their one.
    assert waits_of(school + others[:1], 2)[0].number == waits_of(school, 2)[0].number == 2
    assert waits_of(school + others, 3) == [
        Waited(S.RECEIVED, S.ACCEPTED, 4, 1.5),  # 2, 2, 1 and 1 days
        Waited(S.ACCEPTED, S.CONSENTED, 2, None),
        Waited(S.CONSENTED, S.MATCHED, 1, None),
        Waited(S.MATCHED, S.STARTED, 1, None),
    ]


def test_it_is_counted_from_the_files(db: Db) -> None:
    by, school, care = (
        make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db),
        make_referrer(db, T.CARE),
    )  # fmt: skip
    for _ in range(4):
        send(db, school)
    accepted(db, school, by)
    send(db, care)
    current, *before = funnel(db).halves
    assert current.half_year.code == "2026-1"
    assert not any(half.rows for half in before)
    [row, few] = current.rows
    assert row.partner is T.SCHOOL
    assert row.counts is not None
    assert (row.counts[S.RECEIVED], row.counts[S.ACCEPTED], row.counts[S.CONSENTED]) == (5, 1, 0)
    assert few == Row(None, None)


def test_who_agreed_is_everybody_who_has_to(db: Db) -> None:
    by, school = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
    mentees = [accepted(db, school, by, birth_year=2012) for _ in range(5)]
    for mentee in mentees:
        guard(db, mentee)
        agree(db, mentee, by, GivenBy.YOUNG_PERSON)
    agree(db, mentees[0], by, GivenBy.GUARDIAN)
    db.flush()
    [row] = funnel(db).halves[0].rows
    assert row.counts is not None
    assert row.counts[S.CONSENTED] == 1
