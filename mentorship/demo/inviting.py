"""Invitations of the evaluator to a talk: one is passed on, one waits for approval."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.world import Life, World
from mentorship.evaluation import policy
from mentorship.evaluation import queries as bundles
from mentorship.evaluation.interviews import queries, services
from mentorship.evaluation.interviews.models import InterviewInvitation
from mentorship.evaluation.interviews.queries import Words
from mentorship.evaluation.interviews.services import Wanted
from mentorship.evaluation.models import EvaluationBundle

_WHO = "Ik ben Karel Meetsma. Ik ben onderzoeker bij Lectoraat Jong en Weerbaar."
_REACH = "Bel of app naar 06 00000001, of mail naar karel@lectoraat.example."


@dataclass(frozen=True)
class _Told:
    """Written and approved so many working days ago; not approved yet when `approved` is 0."""

    written: int
    approved: int
    words: Words


_TOLD = (
    _Told(
        14,
        11,
        Words(
            _WHO,
            "Ik wil graag horen hoe het was om een mentor te hebben. Wat was fijn, en wat kan "
            "beter? Ik schrijf een verslag. Je naam staat er niet in. Je krijgt een cadeaubon van "
            "15 euro.",
            "Het duurt drie kwartier. We spreken af waar jij wilt, of we bellen.",
            "Nederlands en Engels",
            _REACH,
        ),
    ),
    _Told(
        2,
        0,
        Words(
            _WHO,
            "Ik wil weten hoe het afscheid van je mentor ging, en hoe het nu met je gaat.",
            "Het duurt een half uur, in de bibliotheek bij jou in de buurt.",
            "Nederlands",
            _REACH,
        ),
    ),
)


def invite_all(world: World) -> None:
    for told in _TOLD:
        world.follow(_invited(world, told))


def _invited(world: World, told: _Told) -> Life:
    """At the bundle that the evaluator has; none while there is none."""
    key = UUID(int=world.dice(told.words.about).getrandbits(128), version=4)
    yield world.calendar.at(told.written, 140)
    evaluator = world.users["research"]
    with world.acting(evaluator, Role.EVALUATOR) as db:
        found = select(EvaluationBundle).where(
            col(EvaluationBundle.recipient_id) == evaluator.id,
            policy.is_at_hand(bundles.today(db)),
        )
        bundle = db.exec(found.order_by(col(EvaluationBundle.released_at))).first()
        if bundle is not None:
            last_day = bundles.today(db) + timedelta(days=90)
            wanted = Wanted(told.words, list(bundle.cohorts), last_day)
            services.write(db, bundle, wanted, db.get_one(User, evaluator.id), key)
    if bundle is None or not told.approved:
        return
    yield world.calendar.at(told.approved, 80)
    with world.coordinating() as (db, by):
        row = queries.lock(db, select(InterviewInvitation), key)
        assert row is not None  # noqa: S101 — just written
        services.approve(db, row, by, seen=row.version)
