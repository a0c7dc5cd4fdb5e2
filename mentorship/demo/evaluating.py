"""Bundles of the demo for who gets them, what changed in the programme, and answered standards."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.world import Life, World
from mentorship.evaluation import counting, queries, questions, releasing, services
from mentorship.evaluation.judging import seen_of
from mentorship.evaluation.measures.registry import measures
from mentorship.evaluation.models import (
    BundleBasis,
    ChangeKind,
    EvaluationBundle,
)
from mentorship.evaluation.open_figures import services as open_figures
from mentorship.evaluation.open_figures.models import OpenFigures
from mentorship.evaluation.open_figures.rules import closed_years
from mentorship.evaluation.question_models import BundleQuestion
from mentorship.evaluation.recommendations import queries as recommendations
from mentorship.evaluation.recommendations import services as recommending
from mentorship.evaluation.recommendations.models import Recommendation, RecommendationStatus
from mentorship.evaluation.recommendations.services import Agreed, Origin
from mentorship.evaluation.services import Wanted
from mentorship.foundation.db import Db, now
from mentorship.trajectories.standards import answers, benchmarks

_RELEASED, _OPEN, _WAITS = 24, 12, 3  # working days ago
_ANSWERED = 12
_DOCUMENTS = (
    "Handboek mentoren, hoofdstuk 2", "Werfplan", "Draaiboek kennismakingsgesprek",
    "Notulen stuurgroep", "Jaarplan",
)  # fmt: skip


# Asked by the evaluator, some days after the download; the last one still waits.
_ASKED = (
    (
        18,
        "Tellen weken waarin een traject gepauzeerd was mee bij de duur?",
        "Ja. Een pauze telt mee als tijd; in het codeboek staat het bij de duur van trajecten.",
    ),
    (2, "In welke tabel staan trajecten die na een rematch verder gingen?", ""),
)
_ADVICE = "Leg bij de start vast hoe vaak mentor en jongere elkaar willen zien."
_OLDER_ADVICE = "Bespreek de handreiking voor afronden in elke intervisie."


def evaluate_all(world: World) -> None:
    world.follow(_changes(world))
    world.follow(_standards(world))
    world.follow(_released(world))
    world.follow(_open_year(world))
    world.follow(_waiting(world))
    world.follow(_recommended(world))


def _key(world: World, what: str) -> UUID:
    return UUID(int=world.dice(what).getrandbits(128), version=4)


def _changes(world: World) -> Life:
    told = (
        (260, ChangeKind.STAFF, "Er kwam een tweede trainer bij."),
        (130, ChangeKind.POLICY, "Een kennismakingsgesprek is altijd met een mentorconsultant."),
    )
    for days_ago, kind, change in told:
        yield world.calendar.at(days_ago, 220)
        with world.coordinating() as (db, by):
            services.add_change(db, queries.today(db), kind, change, by, _key(world, change))


def _standards(world: World) -> Life:
    """Some are answered, most still wait for the coordinator."""
    yield world.calendar.at(40, 130)
    dice = world.dice("standards")
    with world.coordinating() as (db, by):
        asked = [one for one in benchmarks.shipped() if not one.is_counted][:_ANSWERED]
        for number, one in enumerate(asked):
            answers.answer(
                db, one, is_yes=dice.random() < 0.75, on=queries.today(db),
                document=_DOCUMENTS[number % len(_DOCUMENTS)], by=by, key=_key(world, one.key),
            )  # fmt: skip


def _released(world: World) -> Life:
    """Asked for, looked at by the privacy officer, downloaded."""
    yield world.calendar.at(_RELEASED + 6, 75)
    key = _ask(world, "Procesevaluatie van de eerste halfjaren", "OVK-2026-1")
    yield world.calendar.at(_RELEASED, 150)
    if key is None:
        return
    counting.recount(world.past)
    with world.past.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, key))
    prepared = releasing.prepare(world.past, key, looked_at)
    officer = world.users[Role.PRIVACY_OFFICER.value]
    with world.acting(officer, Role.PRIVACY_OFFICER) as db:
        bundle = queries.lock(db, select(EvaluationBundle), key)
        assert bundle is not None  # noqa: S101 — just asked for
        releasing.release(db, bundle, prepared, officer.id)
    yield world.calendar.at(_RELEASED - 2, 35)
    evaluator = world.users["research"]
    with world.acting(evaluator, Role.EVALUATOR) as db:
        services.download(db, db.get_one(EvaluationBundle, key), evaluator.id)
    yield from _asked_about(world, evaluator, key)


def _asked_about(world: World, evaluator: User, key: UUID) -> Life:
    """One question is answered, one waits; what the evaluator recommends has an owner."""
    for days_ago, question, answer in _ASKED:
        yield world.calendar.at(days_ago, 95)
        question_id = _key(world, question)
        with world.acting(evaluator, Role.EVALUATOR) as db:
            bundle = db.get_one(EvaluationBundle, key)
            questions.ask(db, bundle, question, db.get_one(User, evaluator.id), question_id)
        if answer:
            yield world.calendar.at(days_ago - 2, 120)
            with world.coordinating() as (db, by):
                asked = db.get_one(BundleQuestion, question_id)
                questions.answer(db, asked, answer, by, _key(world, answer), seen=0)
    with world.coordinating() as (db, by):
        agreed = Agreed(_ADVICE, world.users["KEN"].id, _in(db, 60))
        recommending.note(db, Origin(bundle_id=key), agreed, by, _key(world, _ADVICE))


def _recommended(world: World) -> Life:
    """From a study before there were bundles: taken up, and late by now."""
    yield world.calendar.at(90, 60)
    row_id = _key(world, _OLDER_ADVICE)
    with world.coordinating() as (db, by):
        study = Origin(study="Planevaluatie door de werkgroep", studied_on=_in(db, -40))
        agreed = Agreed(_OLDER_ADVICE, by, _in(db, 120))
        recommending.note(db, study, agreed, by, row_id)
    yield world.calendar.at(55, 200)
    with world.coordinating() as (db, by):
        row = recommendations.lock(db, select(Recommendation), row_id)
        assert row is not None  # noqa: S101 — just noted
        said = "Staat vanaf nu op de agenda van de intervisie."
        recommending.move(
            db, row, RecommendationStatus.TAKEN_UP, said, by, _key(world, said), seen=1
        )


def _in(db: Db, days: int) -> date:
    return queries.today(db) + timedelta(days=days)


def _open_year(world: World) -> Life:
    """The newest closed year, published for everybody; none while none is closed."""
    yield world.calendar.at(_OPEN, 60)
    counting.recount(world.past)
    with world.coordinating() as (db, by):
        years = closed_years(queries.counted_cohorts(db))
        key = open_figures.propose(db, years[0], by).id if years else None
    yield world.calendar.at(_OPEN - 2, 100)
    if key is None:
        return
    counting.recount(world.past)
    officer = world.users[Role.PRIVACY_OFFICER.value]
    with world.acting(officer, Role.PRIVACY_OFFICER) as db:
        figures = db.get_one(OpenFigures, key)
        looked_at = open_figures.seen_of(open_figures.look(db, figures.year))
        open_figures.publish(db, figures, looked_at, officer.id)


def _waiting(world: World) -> Life:
    yield world.calendar.at(_WAITS, 190)
    _ask(
        world, "Tussentijds beeld voor de stuurgroep", "CVN-2026-1",
        "municipality", BundleBasis.PUBLIC_TASK,
    )  # fmt: skip


def _ask(
    world: World,
    purpose: str,
    agreement: str,
    recipient: str = "research",
    basis: BundleBasis = BundleBasis.RESEARCH,
) -> UUID | None:
    """Every table over every half-year that is over by then; None while none is."""
    counting.recount(world.past)
    with world.coordinating() as (db, by):
        cohorts = sorted(queries.counted_cohorts(db))
        if not cohorts:
            return None
        wanted = Wanted(
            world.users[recipient].id, purpose, basis, agreement,
            _a_year_later(now(db).date()), [one.id for one in measures(db)], cohorts,
        )  # fmt: skip
        return services.specify(db, wanted, by, _key(world, agreement)).id


def _a_year_later(day: date) -> date:
    return day + timedelta(days=365)
