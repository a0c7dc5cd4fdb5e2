"""People's own spreadsheets: in, after a look at what they would do, and out."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.matching import policy
from mentorship.matching.file_forms import GOT_LOST, UploadForm, WriteForm
from mentorship.matching.files import Setting
from mentorship.matching.people_files import exports, imports
from mentorship.matching.people_files.plans import Bringing, Effect, Plan, setting_on
from mentorship.matching.views.answers import Answer
from mentorship.matching.views.rounds import house_names

SHOWN = 100


@requires(Permission.PEOPLE_IMPORT, Permission.PEOPLE_EXPORT)
def overview() -> Answer:
    return _overview(UploadForm())


def _overview(form: UploadForm) -> tuple[str, int]:
    with current_database().reading(audit_actor()) as db:
        names = house_names(db)
    own = [names[code] for code in sorted(policy.houses_of(user_actor()))]
    return render_template("matching/files.html", form=form, own_houses=own), form.status


@requires(Permission.PEOPLE_IMPORT)
def bring_in() -> Answer:
    """The look: every fault, or what would be added and changed; nothing is written."""
    form = UploadForm()
    if not form.validate():
        return _overview(form)
    name, content = form.uploaded
    file = imports.read(_setting(), form.file_kind, name, content)
    with current_database().reading(audit_actor()) as db:
        plan = imports.look_at(_bringing(db), form.file_kind, file)
    write = WriteForm(formdata=None)
    write.carry(form.file_kind, name, content)
    return _plan_page(plan, write, name)


@requires(Permission.PEOPLE_IMPORT)
def write() -> Answer:
    """The same file once more, read before the lock of all writers is taken; what changed
    meanwhile shows up as another look."""
    form = WriteForm()
    if not form.validate():
        problems = [*form.kind.errors, *form.content.errors]
        flash(str(problems[0] if problems else GOT_LOST), "warning")
        return redirect(url_for("matching.files_overview"), 303)
    name, content = form.brought
    file = imports.read(_setting(), form.file_kind, name, content)
    db = request_db()
    by = _bringing(db, has_consent=bool(form.has_consent.data))
    plan = imports.bring_in(by, form.file_kind, file, form.seen.data or "")
    if plan.is_overtaken or not plan.is_good:
        db.rollback()
        return _plan_page(plan, form, name)
    db.commit()
    counts = plan.counts
    flash(
        _(
            "Done: %(added)d added, %(changed)d changed, %(same)d as they were.",
            added=counts[Effect.ADDED],
            changed=counts[Effect.CHANGED],
            same=counts[Effect.SAME],
        ),
        "ok",
    )
    return redirect(url_for("matching.files_overview"), 303)


def _plan_page(plan: Plan, form: WriteForm, name: str) -> tuple[str, int]:
    form.seen.data = plan.mark
    page = render_template(
        "matching/import.html", plan=plan, form=form, file=name, shown=SHOWN, effects=Effect
    )
    if plan.is_overtaken:
        return page, 409
    return page, 200 if plan.is_good else 422


def _setting() -> Setting:
    return setting_on(day_of(current_database().clock()))


def _bringing(db: Db, *, has_consent: bool = False) -> Bringing:
    actor = user_actor()
    return Bringing(db, actor.id, policy.houses_of(actor), has_consent)


@requires(Permission.PEOPLE_EXPORT)
def mentors() -> AnyResponse:
    content = exports.mentors_file(request_db(), policy.houses_of(user_actor()))
    return _download(content, _("mentors"))


@requires(Permission.PEOPLE_EXPORT)
def mentees() -> AnyResponse:
    content = exports.mentees_file(request_db(), policy.houses_of(user_actor()))
    return _download(content, _("mentees"))


def _download(content: bytes, stem: str) -> AnyResponse:
    answer: Response = make_response(content)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem}.csv"'
    return answer
