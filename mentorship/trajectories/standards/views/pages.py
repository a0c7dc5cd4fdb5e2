"""The board of a period, its file, and the answer to a benchmark that can't be counted."""

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching.views.answers import read_apart
from mentorship.trajectories.standards import answers, benchmarks, files, periods
from mentorship.trajectories.standards.benchmarks import Benchmark
from mentorship.trajectories.standards.board import REGION, board
from mentorship.trajectories.standards.forms import AnswerForm
from mentorship.trajectories.standards.periods import Span

Answer = Response | str | tuple[str, int]
YEARS_SHOWN = 3


@requires(Permission.STANDARDS_READ)
def index() -> str:
    db = request_db()
    return _board(db, periods.of(today(db)))


@requires(Permission.STANDARDS_READ)
def of_period(period: str) -> str:
    db = request_db()
    return _board(db, _span(db, period))


@requires(Permission.STANDARDS_READ)
def file(period: str) -> Response:
    db = request_db()
    span = _span(db, period)
    answer = make_response(files.board_file(db, board(db, user_actor(), span)))
    answer.headers["Content-Type"] = files.CONTENT_TYPE
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="praktijkstandaarden-{span.code}.csv"'
    )
    return answer


@requires(Permission.TARGET_MANAGE)
def checklist(edition: str, benchmark: str) -> Answer:
    one = benchmarks.find(f"{edition} {benchmark}")
    if one is None or one.is_counted:
        abort(404)
    form = AnswerForm()
    if not form.validate_on_submit():
        return read_apart(lambda db: _question(db, one, form))
    db = request_db()
    try:
        answers.answer(
            db, one, is_yes=form.answer.data == "yes", on=form.day, document=form.document.data,
            by=user_actor().id, key=form.key,
        )  # fmt: skip
    except answers.DayImpossible:
        db.rollback()
        form.refuse(_("This day is still to come. Fill in the day that it was."), "answered_on")
        return read_apart(lambda db: _question(db, one, form))
    db.commit()
    flash(_("Your answer is saved."), "ok")
    return redirect(url_for("standards.index"), 303)


def _span(db: Db, code: str) -> Span:
    return periods.read(code, today(db).year) or abort(404)


def _board(db: Db, span: Span) -> str:
    return render_template(
        "trajectories/standards/board.html",
        board=board(db, user_actor(), span),
        spans=list(periods.up_to(today(db), YEARS_SHOWN)),
        region=REGION,
    )


def _question(db: Db, one: Benchmark, form: AnswerForm) -> tuple[str, int]:
    before = answers.history_of(db, one)
    page = render_template(
        "trajectories/standards/checklist.html",
        one=one,
        form=form,
        before=before,
        names=names_of_ids(db, {row.answered_by for row in before}),
    )
    return page, form.status
