"""The lines of the day about bundles: for the second person and for the evaluator."""

from mentorship.accounts.roles import Role
from mentorship.desk.tasks import bundles
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.foundation.db import Db
from mentorship.mentors.queries import today
from tests.accounts.people import make_person
from tests.referrals.senders import acting


def test_a_second_person_and_then_the_evaluator_are_told(db: Db) -> None:
    asks, releases, reads = (
        make_person(db, role) for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.EVALUATOR)
    )
    bundle = EvaluationBundle(
        recipient_id=reads.id, organisation_id=reads.user.organisation_id, purpose="Proces",
        legal_basis="public_task", agreement="2026-1", destroy_by=today(db), measures=[],
        cohorts=[], specified_by=asks.id, specified_at=db.info["database"].clock(),
    )  # fmt: skip
    db.add(bundle)
    db.flush()
    assert len(list(bundles.to_release(db, acting(db, releases)))) == 1
    assert not list(bundles.to_release(db, acting(db, asks)))
    assert not list(bundles.for_evaluator(db, acting(db, reads)))

    bundle.status, bundle.released_by = BundleStatus.RELEASED, releases.id
    bundle.released_at, bundle.expires_on = db.info["database"].clock(), today(db)
    bundle.file_sha256 = bytes(32)
    db.flush()
    assert len(list(bundles.for_evaluator(db, acting(db, reads)))) == 1
    other = make_person(db, Role.EVALUATOR)
    assert not list(bundles.for_evaluator(db, acting(db, other)))
