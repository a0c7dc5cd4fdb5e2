"""About bundles for evaluation: to release for a second person, to download for who gets it."""

from collections.abc import Iterator

from sqlmodel import col

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.evaluation import policy, queries, questions
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext


def to_release(db: Db, actor: UserActor) -> Iterator[Task]:
    """For who may say yes as the second person; not about what somebody asked for themself."""
    asked = policy.visible_to(actor).where(col(EvaluationBundle.status) == BundleStatus.SPECIFIED)
    found = [one for one in db.exec(asked) if policy.can_release(actor, one)]
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
