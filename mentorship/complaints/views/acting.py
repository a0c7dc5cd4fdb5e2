"""What a confidant does with a complaint, one button or small form for each."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import posting
from mentorship.accounts.login import user_actor
from mentorship.accounts.models import User
from mentorship.complaints import people, policy, queries, rules, services
from mentorship.complaints.models import Complaint
from mentorship.complaints.views import reading
from mentorship.complaints.views.reading import Forms
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching.views.answers import read_apart

Answer = Response | str | tuple[str, int]
Act = Callable[[Db, Complaint, UUID], str]


@requires(Permission.COMPLAINT_HANDLE)
def take_on(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID) -> str:
        services.take_on(db, complaint, me)
        return _("You have it now.")

    return _do(complaint_id, act)


@requires(Permission.COMPLAINT_HANDLE)
def take_over(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID) -> str:
        services.take_over(db, complaint, me)
        return _("You have it now. Your colleague gets an e-mail.")

    return _do(complaint_id, act)


@requires(Permission.COMPLAINT_HANDLE)
def note(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID, forms: Forms) -> str:
        services.add_note(db, complaint, forms.note.words.data, by=me, key=forms.note.key)
        return _("The note is saved.")

    return _with_form(complaint_id, "note", act)


@requires(Permission.COMPLAINT_HANDLE)
def close(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID, forms: Forms) -> str:
        services.close(db, complaint, forms.close.found, forms.close.letter.data, me)
        return _("Closed. Who told it reads the letter behind their link.")

    return _with_form(complaint_id, "close", act)


@requires(Permission.COMPLAINT_HANDLE)
def find(complaint_id: UUID) -> Answer:
    """Sent, not asked by an address: a name doesn't belong in one."""

    def shown(db: Db) -> Answer:
        told, forms = reading.opened(db, complaint_id, "find")
        if forms.wrong:
            return reading.page(told, forms)
        return reading.page(told, forms, people=people.named(db, forms.find.name.data))

    return read_apart(shown)


@requires(Permission.COMPLAINT_HANDLE)
def concerned(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID) -> str:
        person = people.get(db, request.form.get("person", ""))
        if person is None:
            raise rules.PersonUnknown
        services.link(db, complaint, person, me)
        return _("Linked. This person never gets to see it.")

    return _do(complaint_id, act)


@requires(Permission.COMPLAINT_HANDLE)
def suspend(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID) -> str:
        services.suspend(db, complaint, me)
        return _("Contact is stopped. The consultants know that, and not why.")

    return _do(complaint_id, act)


@requires(Permission.COMPLAINT_HANDLE)
def lift(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID) -> str:
        if services.lift(db, complaint, me):
            return _("The mentor is available again. The consultants know.")
        return _("Noted. Another complaint still keeps contact stopped.")

    return _do(complaint_id, act)


@requires(Permission.COMPLAINT_HANDLE)
def stand_aside(complaint_id: UUID) -> Answer:
    def act(db: Db, complaint: Complaint, me: UUID) -> str:
        services.stand_aside(db, complaint, db.get_one(User, me))
        return _("You stood aside and do not see it any more. Another confidant takes it on.")

    return _do(complaint_id, act)


@requires(Permission.COMPLAINT_HANDLE)
def new_link(complaint_id: UUID) -> Answer:
    """The address is on this answer and nowhere else; sent again, it is another one."""
    db = request_db()
    complaint = _locked(db, complaint_id)
    token = services.new_link(db, complaint, by=user_actor().id)
    address = posting.page(db, url_for("complaints.told", token=token))
    db.commit()

    def shown(db: Db) -> Answer:
        told, forms = reading.opened(db, complaint_id)
        return reading.page(told, forms, address=address)

    return read_apart(shown)


def _with_form(
    complaint_id: UUID, name: str, verb: Callable[[Db, Complaint, UUID, Forms], str]
) -> Answer:
    """What is wrong with the form is said without making any writer wait."""
    told, forms = read_apart(lambda db: reading.opened(db, complaint_id, name))
    if forms.wrong:
        return reading.page(told, forms)
    return _do(complaint_id, lambda db, complaint, me: verb(db, complaint, me, forms), forms)


def _do(complaint_id: UUID, act: Act, forms: Forms | None = None) -> Answer:
    """What somebody wrote and can't be saved stays in the form on the page as it is now."""
    db, actor = request_db(), user_actor()
    complaint = _locked(db, complaint_id)
    try:
        said = act(db, complaint, actor.id)
    except rules.ComplaintRefused as refused:
        db.rollback()
        return _refused(complaint_id, refusal_words(refused), forms)
    may_open = queries.find(db, policy.visible_to(db, actor), complaint_id) is not None
    db.commit()
    flash(said, "ok")
    if not may_open:
        return redirect(url_for("complaints.index"), 303)
    return redirect(url_for("complaints.one", complaint_id=complaint_id), 303)


def _refused(complaint_id: UUID, words: str, forms: Forms | None) -> Answer:
    if forms is None:
        flash(words, "warning")
        return redirect(url_for("complaints.one", complaint_id=complaint_id), 303)

    def shown(db: Db) -> Answer:
        told, _empty = reading.opened(db, complaint_id)
        return reading.page(told, forms, refused=words)

    return read_apart(shown)


def _locked(db: Db, complaint_id: UUID) -> Complaint:
    return queries.lock(db, policy.visible_to(db, user_actor()), complaint_id) or abort(404)


def refusal_words(refused: rules.ComplaintRefused) -> str:
    return {
        rules.TakenOn: _("Another confidant was just before you. Nothing was changed."),
        rules.AlreadyClosed: _("This complaint is closed. Nothing was changed."),
        rules.NotTakenOn: _("Nobody has this complaint yet. Take it on first."),
        rules.NotHolder: _("Another confidant has this complaint. Nothing was changed."),
        rules.MentorMissing: _("No mentor is linked, or they are no mentor any more."),
        rules.ContactStopped: _(
            "Contact is stopped for this complaint. Let the mentor be available again before you "
            "link somebody else, or type in a second complaint."
        ),
        rules.PersonUnknown: _("This person was not found any more. Search once more."),
    }[type(refused)]
