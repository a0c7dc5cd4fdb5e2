"""Whose bundle stands in an address, for the matrix of routes."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation import queries, questions
from mentorship.evaluation.interviews import services as inviting
from mentorship.evaluation.interviews.models import InterviewInvitation, InvitationStatus
from mentorship.evaluation.interviews.queries import Words
from mentorship.evaluation.models import (
    BundleBasis,
    BundleDownload,
    BundleFile,
    BundleStatus,
    ChangeKind,
    CohortCount,
    EvaluationBundle,
    ProgrammeChange,
)
from mentorship.evaluation.open_figures.models import FiguresStatus, OpenFigures
from mentorship.evaluation.package.archive import packed, unpacked
from mentorship.evaluation.package.build import bundle as build
from mentorship.evaluation.recommendations import services as recommending
from mentorship.evaluation.recommendations.services import Agreed, Origin
from mentorship.foundation.db import Db, now
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import HOUSE, Person
from tests.evaluation.inviting import WANTED, young_person
from tests.evaluation.open_samples import told
from tests.evaluation.samples import KEY, content
from tests.house.records import Records
from tests.trajectories.matrix_records import OTHER_HOUSE, consultant_in

if TYPE_CHECKING:
    from tests.house.route_matrix import World

_made: list[bytes] = []
_READ = (".json", ".csv")


def _archive() -> bytes:
    """Built once. Only what pages look into: a database with more is copied slowly."""
    if not _made:
        files = unpacked(build(content(), KEY))
        _made.append(packed({path: files[path] for path in files if path.endswith(_READ)}))
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


def _proposed(db: Db, world: "World", person: Person) -> Records:
    """To who proposes and who publishes none is foreign; each year there is one."""
    own, foreign = (_figures(db, world) for _ in range(2))
    return Records(own, foreign)


def _figures(db: Db, world: "World") -> UUID:
    taken = len(db.exec(select(OpenFigures)).all())
    row = OpenFigures(
        year=1990 + taken, proposed_by=world.people[Role.COORDINATOR].id, proposed_at=now(db)
    )
    db.add(row)
    db.flush()
    return row.id


def _published(db: Db, world: "World", person: Person) -> Records:
    """One for all: everybody may read it."""
    is_published = col(OpenFigures.status) == FiguresStatus.PUBLISHED
    row = db.exec(select(OpenFigures).where(is_published)).first()
    if row is None:
        row = db.get_one(OpenFigures, _figures(db, world))
        row.status, row.told, row.told_sha256 = FiguresStatus.PUBLISHED, told(), b"\0" * 32
        row.published_by, row.published_at = world.people[Role.PRIVACY_OFFICER].id, now(db)
        db.flush()
    return Records(row.id)


def _year(db: Db, world: "World", person: Person) -> Records:
    """Counted, with nobody in it."""
    for half_year in ("2024-1", "2024-2"):
        if half_year not in queries.counted_cohorts(db):
            row = CohortCount(
                measure="mentors-trained", edition=1, population="trained-mentors",
                cohort=half_year, counts={}, impossible=[], contributors={}, counted_at=now(db),
            )  # fmt: skip
            db.add(row)
            db.flush()
    return Records(2024, none=1890)


# In words that the walk over English pages doesn't take for Dutch of ours.
_WANTED = replace(
    WANTED,
    words=Words(
        "Renske Doornbos, hogeschool", "Hoe was je mentor?", "Drie kwartier, online",
        "Nederlands", "06 00000001",
    ),
)  # fmt: skip


def _evaluators(world: "World") -> tuple[Person, Person]:
    return world.people[Role.EVALUATOR], world.strangers[Role.EVALUATOR]


def _invited(db: Db, world: "World", by: Person, *, is_approved: bool) -> InterviewInvitation:
    """One of each kind of every evaluator, so that all ids in an address belong together."""
    status = InvitationStatus.APPROVED if is_approved else InvitationStatus.WAITING
    found = select(InterviewInvitation).where(
        col(InterviewInvitation.written_by) == by.id, col(InterviewInvitation.status) == status
    )
    if (row := db.exec(found).first()) is not None:
        return row
    bundle = db.get_one(EvaluationBundle, _released(db, world, by))
    row = inviting.write(db, bundle, _WANTED, by.user, uuid4())
    if is_approved:
        inviting.approve(db, row, world.people[Role.COORDINATOR].id, seen=row.version)
    return row


def _bundle_of_an_invitation(db: Db, world: "World", person: Person) -> Records:
    mine, foreign = (_invited(db, world, one, is_approved=False) for one in _evaluators(world))
    return Records(mine.bundle_id, foreign.bundle_id)


def _invitation(db: Db, world: "World", person: Person) -> Records:
    """To who approves them none is foreign."""
    own, foreign = (_invited(db, world, one, is_approved=False) for one in _evaluators(world))
    return Records(own.id, foreign.id)


def _running(db: Db, world: "World", person: Person) -> Records:
    """To a consultant one that waits for approval is none."""
    evaluator = world.people[Role.EVALUATOR]
    own, waits = (_invited(db, world, evaluator, is_approved=one) for one in (True, False))
    return Records(own.id, waits.id)


def _passed_on(db: Db, world: "World", person: Person) -> Records:
    """The same one: whose young person it is decides."""
    row = _invited(db, world, world.people[Role.EVALUATOR], is_approved=True)
    return Records(row.id, row.id)


def _to_ask(db: Db, world: "World", person: Person) -> Records:
    return Records(*(_young_person_in(db, world, house) for house in (HOUSE, OTHER_HOUSE)))


def _young_person_in(db: Db, world: "World", house: str) -> UUID:
    asked = select(Consent.mentee_id).where(col(Consent.purpose) == ConsentPurpose.INTERVIEWS)
    found = select(Mentee.id).where(col(Mentee.house_code) == house, col(Mentee.id).in_(asked))
    if (known := db.exec(found).first()) is not None:
        return known
    return young_person(db, consultant_in(world, house), house).id


_WRITTEN = ("interviews.written", "interviews.change", "interviews.close")
_PERSON = ("interviews.person", "interviews.take_back")
MAKERS = {
    "interviews.mine:bundle_id": _bundle_of_an_invitation,
    "interviews.new:bundle_id": _bundle_of_an_invitation,
    **{f"{one}:bundle_id": _bundle_of_an_invitation for one in _WRITTEN},
    "invitation_id": _invitation,
    "interviews.people:invitation_id": _running,
    "interviews.letter:invitation_id": _running,
    **{f"{one}:invitation_id": _passed_on for one in _PERSON},
    **{f"{one}:mentee_id": _to_ask for one in _PERSON},
    "change_id": _change,
    "bundle_id": _waiting,
    "figures_id": _proposed,
    "open_figures.look:year": _year,
    "open_figures.note:figures_id": _published,
    "evaluation.portal_bundle:bundle_id": _mine,
    "evaluation.portal_download:bundle_id": _mine,
    "evaluation.portal_destroyed:bundle_id": _mine,
    "evaluation.questions_mine:bundle_id": _mine,
    "evaluation.recommendations_mine:bundle_id": _recommended_to,
    "question_id": _question,
    "recommendation_id": _recommendation,
}
