"""What a consultant does with a concern, one button or small form for each."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, url_for
from sqlmodel.sql.expression import SelectOfScalar
from werkzeug.wrappers import Response

from mentorship.accounts.access import UserActor
from mentorship.accounts.login import user_actor
from mentorship.accounts.models import User
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching.views.answers import read_apart
from mentorship.trajectories.concerns import policy, queries, rules, services
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.concerns.views import reading
from mentorship.trajectories.concerns.views.reading import Forms

Answer = Response | str | tuple[str, int]
Visible = Callable[[UserActor], SelectOfScalar[Concern]]


@requires(Permission.CONCERN_HANDLE)
def take_on(concern_id: UUID) -> Answer:
    def act(db: Db, concern: Concern, me: UUID) -> str:
        services.take_on(db, concern, me)
        return _("You have it now. Call the mentor.")

    return _do(concern_id, act, policy.cases_of)


@requires(Permission.CONCERN_HANDLE)
def protocol(concern_id: UUID) -> Answer:
    return _with_form(concern_id, "protocol", _choose)


@requires(Permission.CONCERN_HANDLE)
def step(concern_id: UUID) -> Answer:
    return _with_form(concern_id, "step", _note)


@requires(Permission.CONCERN_HANDLE)
def second(concern_id: UUID) -> Answer:
    return _with_form(concern_id, "second", _ask)


@requires(Permission.CONCERN_HANDLE)
def look(concern_id: UUID) -> Answer:
    return _with_form(concern_id, "look", _look)


@requires(Permission.CONCERN_HANDLE)
def hand_over(concern_id: UUID) -> Answer:
    return _with_form(concern_id, "hand_over", _hand_over, policy.cases_of)


@requires(Permission.CONCERN_HANDLE)
def close(concern_id: UUID) -> Answer:
    return _with_form(concern_id, "close", _close)


def _choose(db: Db, concern: Concern, me: UUID, forms: Forms) -> str:
    services.choose_protocol(db, concern, forms.protocol.chosen, me)
    return _("Chosen. The steps stand below: you take them and note them.")


def _note(db: Db, concern: Concern, me: UUID, forms: Forms) -> str:
    form = forms.step
    services.log_step(
        db, concern, form.step.data, form.day, form.note.data or "", by=me, key=form.key
    )
    return _("The step is noted.")


def _ask(db: Db, concern: Concern, me: UUID, forms: Forms) -> str:
    services.ask_second(db, concern, db.get_one(User, forms.second.chosen), me)
    return _("Asked. Your colleague gets an e-mail and can read along.")


def _look(db: Db, concern: Concern, me: UUID, forms: Forms) -> str:
    services.look(db, concern, forms.look.opinion.data, by=me, key=forms.look.key)
    return _("Thank you. Your colleague can read it.")


def _hand_over(db: Db, concern: Concern, me: UUID, forms: Forms) -> str:
    services.hand_over(db, concern, db.get_one(User, forms.hand_over.chosen), me)
    return _("Handed over.")


def _close(db: Db, concern: Concern, me: UUID, forms: Forms) -> str:
    form = forms.close
    services.close(db, concern, form.outcome.data, me, left_out=form.reason)
    return _("The concern is closed.")


def _with_form(
    concern_id: UUID,
    name: str,
    verb: Callable[[Db, Concern, UUID, Forms], str],
    visible: Visible = policy.visible_to,
) -> Answer:
    """What is wrong with the form is said without making any writer wait."""
    told, forms = read_apart(lambda db: reading.opened(db, concern_id, name))
    if forms.wrong:
        return reading.page(told, forms)
    sent = getattr(forms, name)
    return _do(concern_id, lambda db, concern, me: verb(db, concern, me, forms), visible, sent)


def _do(
    concern_id: UUID,
    act: Callable[[Db, Concern, UUID], str],
    visible: Visible,
    sent: Form | None = None,
) -> Answer:
    """What somebody wrote and can't be saved any more, they find on the page as it is now."""
    db, actor = request_db(), user_actor()
    concern = queries.lock(db, visible(actor), concern_id) or abort(404)
    try:
        said = act(db, concern, actor.id)
    except rules.ConcernRefused as refused:
        db.rollback()
        if typed := reading.typed_in(sent):
            told, forms = read_apart(lambda db: reading.opened(db, concern_id))
            return reading.page(told, forms, refused=refusal_words(refused), typed=typed)
        flash(refusal_words(refused), "warning")
    else:
        db.commit()
        flash(said, "ok")
    return redirect(url_for("concerns.one", concern_id=concern_id), 303)


def refusal_words(refused: rules.ConcernRefused) -> str:
    return {
        rules.TakenOn: _("A colleague was just before you: below you read who has it."),
        rules.AlreadyClosed: _("This concern is closed. Nothing was changed."),
        rules.NotHolder: _("A colleague has this concern. Take it over first."),
        rules.NotTakenOn: _("Nobody has this concern yet. Take it on first."),
        rules.ProtocolMissing: _("Choose a protocol first."),
        rules.StepUnknown: _("This step is not one of the chosen protocol. Nothing was changed."),
        rules.DayImpossible: _("This day is before the concern or still to come."),
        rules.NoColleague: _("This colleague cannot do that. Choose somebody else."),
        rules.NotAsked: _("Somebody else was asked to look along. Nothing was changed."),
        rules.SecondMissing: _("This protocol asks for a second pair of eyes before you close it."),
        rules.ReasonMissing: _("Not every step is noted. Write down why before you close it."),
    }[type(refused)]
