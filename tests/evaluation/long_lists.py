"""As many questions about a bundle and recommendations as is asked for, made in bulk."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert

from mentorship.accounts.roles import Role
from mentorship.evaluation.models import (
    BundleBasis,
    BundleDownload,
    BundleStatus,
    EvaluationBundle,
)
from mentorship.evaluation.question_models import BundleQuestion
from mentorship.evaluation.recommendations.models import Recommendation, RecommendationStatus
from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.sealing import Sealed
from tests.accounts.people import Person, make_person

SEALED = 300  # the newest; whoever asked the others has no key, as after an erasure


def fill_studies(db: Db, number: int, coordinator: Person) -> None:
    bundle = _bundle(db, coordinator)
    rows = []
    for place in range(number):
        row = BundleQuestion(
            subject_id=uuid4(), bundle_id=bundle.id, asked_by=bundle.recipient_id,
            asked_at=now(db) - timedelta(minutes=place),
        )  # fmt: skip
        if place < SEALED:
            vault.write(db, row, question="Tellen weken van een pauze mee?")
        sealed = row.question if place < SEALED else Sealed(b"no list unseals this")
        rows.append({**row.model_dump(exclude={"question"}), "question": sealed})
    db.connection().execute(insert(BundleQuestion), rows)
    db.connection().execute(
        insert(Recommendation),
        [
            {
                "id": uuid4(), "bundle_id": bundle.id, "recommendation": "Bel vaker.",
                "owner_id": coordinator.id, "act_by": now(db).date() + timedelta(days=place),
                "status": RecommendationStatus.OPEN, "made_by": coordinator.id, "made_at": now(db),
            }
            for place in range(number)
        ],
    )  # fmt: skip


def _bundle(db: Db, coordinator: Person) -> EvaluationBundle:
    recipient, officer = make_person(db, Role.EVALUATOR), make_person(db, Role.PRIVACY_OFFICER)
    organisation_id = recipient.user.organisation_id
    assert organisation_id is not None
    last_day = now(db).date() + timedelta(days=60)
    bundle = EvaluationBundle(
        recipient_id=recipient.id, organisation_id=organisation_id, purpose="Procesevaluatie",
        legal_basis=BundleBasis.RESEARCH, agreement="OVK-2026-1", destroy_by=last_day,
        measures=["mentors-trained"], cohorts=["2025-1"], status=BundleStatus.RELEASED,
        specified_by=coordinator.id, specified_at=now(db), released_by=officer.id,
        released_at=now(db), expires_on=last_day, file_sha256=b"\0" * 32,
    )  # fmt: skip
    db.add(bundle)
    db.flush()
    db.add(BundleDownload(bundle_id=bundle.id, user_id=recipient.id, downloaded_at=now(db)))
    db.flush()
    return bundle
