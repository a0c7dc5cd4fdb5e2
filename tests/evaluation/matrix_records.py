"""Whose bundle stands in an address, for the matrix of routes."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from mentorship.accounts.roles import Role
from mentorship.evaluation import questions
from mentorship.evaluation.models import (
    BundleBasis,
    BundleDownload,
    BundleFile,
    BundleStatus,
    ChangeKind,
    EvaluationBundle,
    ProgrammeChange,
)
from mentorship.evaluation.package.build import bundle as build
from mentorship.evaluation.recommendations import services as recommending
from mentorship.evaluation.recommendations.services import Agreed, Origin
from mentorship.foundation.db import Db, now
from tests.accounts.people import Person
from tests.evaluation.samples import KEY, content
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World

_made: list[bytes] = []


def _archive() -> bytes:
    """Built once: it takes a second."""
    if not _made:
        _made.append(build(content(), KEY))
    return _made[0]


def _asked(db: Db, world: "World", recipient: Person) -> EvaluationBundle:
    bundle = EvaluationBundle(
        recipient_id=recipient.id,
        organisation_id=recipient.user.organisation_id,
        purpose="Procesevaluatie",
        legal_basis=BundleBasis.RESEARCH,
        agreement="OVK-2026-1",
        destroy_by=date(2026, 12, 31),
        measures=["mentors-trained"],
        cohorts=["2025-1"],
        specified_by=world.people[Role.COORDINATOR].id,
        specified_at=now(db),
    )
    db.add(bundle)
    db.flush()
    return bundle


def _released(db: Db, world: "World", recipient: Person) -> UUID:
    bundle = _asked(db, world, recipient)
    bundle.status = BundleStatus.RELEASED
    bundle.released_by, bundle.released_at = world.people[Role.PRIVACY_OFFICER].id, now(db)
    bundle.expires_on, bundle.file_sha256 = date(2026, 5, 31), b"\0" * 32
    db.flush()
    db.add(BundleFile(bundle_id=bundle.id, content=_archive()))
    db.add(BundleDownload(bundle_id=bundle.id, user_id=recipient.id, downloaded_at=now(db)))
    db.flush()
    return bundle.id


def _recipients(world: "World", person: Person) -> tuple[Person, Person]:
    """The municipal expert of the matrix or else the evaluator, and another of the same role."""
    is_expert = person is world.people[Role.MUNICIPAL_EXPERT]
    role = Role.MUNICIPAL_EXPERT if is_expert else Role.EVALUATOR
    return world.people[role], world.strangers[role]


def _recommended_to(db: Db, world: "World", person: Person) -> Records:
    """A bundle with something that came of it."""
    found = _mine(db, world, person)
    agreed = Agreed("Bel vaker.", world.people[Role.COORDINATOR].id, date(2026, 12, 1))
    by = world.people[Role.COORDINATOR].id
    recommending.note(db, Origin(found.own), agreed, by, uuid4())
    return found


def _waiting(db: Db, world: "World", person: Person) -> Records:
    """To who asks for bundles and who releases them none is foreign."""
    own, foreign = (_asked(db, world, one).id for one in _recipients(world, person))
    return Records(own, foreign)


def _mine(db: Db, world: "World", person: Person) -> Records:
    own, foreign = (_released(db, world, one) for one in _recipients(world, person))
    return Records(own, foreign)


def _question(db: Db, world: "World", person: Person) -> Records:
    """To who asks for bundles none is foreign."""
    own, foreign = (_put(db, world, one) for one in _recipients(world, person))
    return Records(own, foreign)


def _put(db: Db, world: "World", recipient: Person) -> UUID:
    bundle = db.get_one(EvaluationBundle, _released(db, world, recipient))
    row = questions.ask(db, bundle, "Tellen pauzes mee?", recipient.user, uuid4())
    answer = {"text": "Nee.", "by": world.people[Role.COORDINATOR].id, "key": uuid4(), "seen": 0}
    questions.answer(db, row, **answer)
    return row.id


def _change(db: Db, world: "World", person: Person) -> Records:
    """To who asks for bundles none is foreign."""
    own, foreign = (_noted(db, world) for _ in range(2))
    return Records(own, foreign)


def _noted(db: Db, world: "World") -> UUID:
    row = ProgrammeChange(
        happened_on=date(2025, 9, 1), kind=ChangeKind.STAFF, change="Een nieuwe consultant",
        made_by=world.people[Role.COORDINATOR].id, made_at=now(db),
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row.id


def _recommendation(db: Db, world: "World", person: Person) -> Records:
    """To who keeps them none is foreign; a consultant or a privacy officer moves only their own."""
    others = (Role.MENTOR_CONSULTANT, Role.PRIVACY_OFFICER)
    is_other = any(person is world.people[role] for role in others)
    owner = person if is_other else world.people[Role.COORDINATOR]
    stranger = world.strangers[Role.MENTOR_CONSULTANT]
    own, foreign = (_recommended(db, world, one) for one in (owner, stranger))
    return Records(own, foreign)


def _recommended(db: Db, world: "World", owner: Person) -> UUID:
    agreed = Agreed("Bel vaker na de eerste weken.", owner.id, date(2026, 12, 1))
    origin = Origin(study="Procesevaluatie 2024", studied_on=date(2025, 2, 1))
    by = world.people[Role.COORDINATOR].id
    return recommending.note(db, origin, agreed, by, uuid4()).id


MAKERS = {
    "change_id": _change,
    "bundle_id": _waiting,
    "evaluation.portal_bundle:bundle_id": _mine,
    "evaluation.portal_download:bundle_id": _mine,
    "evaluation.portal_destroyed:bundle_id": _mine,
    "evaluation.questions_mine:bundle_id": _mine,
    "evaluation.recommendations_mine:bundle_id": _recommended_to,
    "question_id": _question,
    "recommendation_id": _recommendation,
}
