"""About bundles for evaluation: to release for a second person, to download for who gets it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlmodel import col

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.evaluation import building, policy, queries, questions
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext


def to_release(db: Db, actor: UserActor) -> Iterator[Task]:
    """For who may say yes as the second person; not about what somebody asked for themself."""
    asked = policy.visible_to(actor).where(col(EvaluationBundle.status) == BundleStatus.SPECIFIED)
    found = [one for one in db.exec(asked) if policy.can_release(actor, one)]
    being_made = building.being_made(db, [one.id for one in found])
    failed = building.failed_of(db, actor.id, found)
    yield from _of_work(failed, building.released_lately(db, actor.id))
    found = [one for one in found if one.id not in being_made and one not in failed]
    place = Place("evaluation.bundles_overview")
    if len(found) == 1:
        place = Place("evaluation.bundles_bundle", {"bundle_id": found[0].id})
    yield from counted(
        len(found),
        ngettext(
            "%(num)s bundle for evaluation waits for a second person",
            "%(num)s bundles for evaluation wait for a second person",
            len(found),
        ),
        _("Look and decide"),
        place,
    )


def to_answer(db: Db, actor: UserActor) -> Iterator[Task]:
    """Questions of recipients that nobody answered yet, and that they didn't ask themself."""
    waiting = questions.unanswered(db, actor.id)
    place = Place("evaluation.questions_overview")
    if len(waiting) == 1:
        place = Place("evaluation.questions_question", {"question_id": waiting[0]})
    yield from counted(
        len(waiting),
        ngettext(
            "%(num)s question about a bundle waits for an answer",
            "%(num)s questions about bundles wait for an answer",
            len(waiting),
        ),
        _("Answer"),
        place,
    )


def _of_work(failed: Sequence[EvaluationBundle], ready: Sequence[UUID]) -> Iterator[Task]:
    """What came of a release that this person asked for, in case they left the page."""
    if failed:
        yield from counted(
            len(failed),
            ngettext("%(num)s bundle could not be released",
                     "%(num)s bundles could not be released", len(failed)),
            _("Look why"),
            Place("evaluation.bundles_bundle", {"bundle_id": failed[0].id}),
        )  # fmt: skip
    if ready:
        yield from counted(
            len(ready),
            ngettext("%(num)s bundle that you released is ready",
                     "%(num)s bundles that you released are ready", len(ready)),
            _("Look at it"),
            Place("evaluation.bundles_bundle", {"bundle_id": ready[0]}),
            pressing=Pressing.COMING,
        )  # fmt: skip


def for_recipient(db: Db, actor: UserActor) -> Iterator[Task]:
    here = len(db.exec(policy.addressed_to(actor, queries.today(db))).all())
    yield from counted(
        here,
        ngettext("%(num)s bundle is here for you", "%(num)s bundles are here for you", here),
        _("Look at it and download it"),
        Place("evaluation.portal_overview"),
    )
    today = queries.today(db)
    taken = [one for one in db.exec(policy.to_be_destroyed_by(actor)) if one.destroy_by < today]
    yield from counted(
        len(taken),
        ngettext(
            "%(num)s copy should have been destroyed by now",
            "%(num)s copies should have been destroyed by now",
            len(taken),
        ),
        _("Tell that it is destroyed"),
        Place("evaluation.portal_overview"),
        pressing=Pressing.LATE,
    )
