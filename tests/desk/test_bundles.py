"""The lines of the day about bundles: for the second person and for who gets one."""

import pytest

from mentorship.accounts.roles import Role
from mentorship.desk.tasks import bundles, figures
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.evaluation.open_figures.models import OpenFigures
from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from mentorship.referrals.models import TriageOutcome
from mentorship.region.models import OrganisationType
from tests.accounts.people import Person, make_person
from tests.desk.days import day_of, titles
from tests.referrals.senders import acting, decide, make_referrer, send


def asked(db: Db, asks: Person, reads: Person) -> EvaluationBundle:
    bundle = EvaluationBundle(
        recipient_id=reads.id, organisation_id=reads.user.organisation_id, purpose="Proces",
        legal_basis="public_task", agreement="2026-1", destroy_by=today(db), measures=[],
        cohorts=[], specified_by=asks.id, specified_at=db.info["database"].clock(),
    )  # fmt: skip
    db.add(bundle)
    db.flush()
    return bundle


def release(db: Db, bundle: EvaluationBundle, releases: Person) -> None:
    bundle.status, bundle.released_by = BundleStatus.RELEASED, releases.id
    bundle.released_at, bundle.expires_on = db.info["database"].clock(), today(db)
    bundle.file_sha256 = bytes(32)
    db.flush()


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.MUNICIPAL_EXPERT])
def test_a_second_person_and_then_who_gets_it_are_told(db: Db, role: Role) -> None:
    asks, releases, reads = (
        make_person(db, one) for one in (Role.COORDINATOR, Role.PRIVACY_OFFICER, role)
    )
    bundle = asked(db, asks, reads)
    assert len(list(bundles.to_release(db, acting(db, releases)))) == 1
    assert not list(bundles.to_release(db, acting(db, asks)))
    assert not list(bundles.for_recipient(db, acting(db, reads)))

    release(db, bundle, releases)
    assert len(list(bundles.for_recipient(db, acting(db, reads)))) == 1
    other = make_person(db, role)
    assert not list(bundles.for_recipient(db, acting(db, other)))


def test_a_year_of_open_figures_waits_for_a_second_person(db: Db) -> None:
    asks, releases = make_person(db, Role.COORDINATOR), make_person(db, Role.PRIVACY_OFFICER)
    assert not list(figures.to_publish(db, acting(db, releases)))
    first, second = (
        OpenFigures(year=year, proposed_by=asks.id, proposed_at=db.info["database"].clock())
        for year in (2023, 2024)
    )
    db.add(first)
    db.flush()
    assert "1 year of open figures waits for a second person" in titles(db, releases)
    (line,) = figures.to_publish(db, acting(db, releases))
    assert (line.place.endpoint, line.place.values) == (
        "open_figures.one",
        {"figures_id": first.id},
    )
    db.add(second)
    db.flush()
    (line,) = figures.to_publish(db, acting(db, releases))
    assert "2 years of open figures wait for a second person" in titles(db, releases)
    assert line.place.endpoint == "open_figures.overview"
    assert not list(figures.to_publish(db, acting(db, asks)))


def test_the_day_of_a_municipal_expert_holds_own_referrals_and_the_own_bundle(db: Db) -> None:
    expert, elsewhere = (make_referrer(db, OrganisationType.MUNICIPALITY) for _ in range(2))
    consultant, asks, releases = (
        make_person(db, role)
        for role in (Role.MENTOR_CONSULTANT, Role.COORDINATOR, Role.PRIVACY_OFFICER)
    )
    assert titles(db, expert) == []
    decide(db, send(db, expert), TriageOutcome.ASK, consultant, "Wil de jongere zelf?")
    release(db, asked(db, asks, expert), releases)
    assert titles(db, expert) == [
        "1 question of the House waits for you",
        "1 bundle is here for you",
    ]
    assert [task.place.endpoint for task in day_of(db, expert)] == [
        "referrals.mine",
        "evaluation.portal_overview",
    ]
    assert titles(db, elsewhere) == []
