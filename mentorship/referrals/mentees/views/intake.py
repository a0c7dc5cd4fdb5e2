"""The steps of an intake: a talk, the profile, the decision, the letter."""

from datetime import date
from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, render_template, request

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.documents import PdfUnavailable, render_pdf
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import LANGUAGES, current_language, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import current_database, request_db
from mentorship.profiles.forms import MenteeProfileForm
from mentorship.referrals.mentees import file, intake, queries, rules, verbs
from mentorship.referrals.mentees.forms import DecisionForm, LetterForm, TalkForm
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.views import steps
from mentorship.referrals.mentees.views.files import LABELS
from mentorship.referrals.mentees.views.steps import Answer
from mentorship.region.models import House

LETTER_VERSION = "2026-2"


@requires(Permission.MENTEE_EDIT)
def talk(mentee_id: UUID) -> Answer:
    form = TalkForm(today=_day())
    if not form.validate_on_submit():
        if steps.is_asking():
            form.held_on.data = _day()
        return steps.shown("talk", mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        intake.record_talk(db, mentee, **form.talk, by=user_actor().id, key=form.key)
    except rules.CourseClosed:
        db.rollback()
        form.refuse(steps.course_closed())
        return steps.shown("talk", mentee_id, form, status=409)
    db.commit()
    return steps.back(mentee_id, _("The talk is in the file."))


@requires(Permission.MENTEE_EDIT)
def decide(mentee_id: UUID) -> Answer:
    form = DecisionForm()
    if not form.validate_on_submit():
        return steps.shown("decide", mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        intake.decide_intake(
            db, mentee, form.chosen, form.reason.data, by=user_actor().id, key=form.key
        )
    except rules.IntakeDecided:
        db.rollback()
        form.refuse(
            _("A colleague decided about this intake first. Nothing was saved; your text is below.")
        )
        return steps.shown("decide", mentee_id, form, status=409)
    db.commit()
    return steps.back(mentee_id, _("Your decision is saved."))


@requires(Permission.MENTEE_EDIT)
def profile(mentee_id: UUID) -> Answer:
    form = MenteeProfileForm()
    if steps.is_asking():
        db = request_db()
        mentee = steps.found(db, mentee_id)
        _fill_in(db, mentee, form)
        return steps.page(db, "profile", mentee, form, theirs=None, labels=LABELS)
    if not form.validate():
        return steps.shown("profile", mentee_id, form, theirs=None, labels=LABELS)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    try:
        verbs.save_profile(db, mentee, form.profile, version=version_in(form.version.data))
    except ChangedMeanwhile:
        db.rollback()
        return _two_profiles(mentee_id, form)
    db.commit()
    return steps.back(mentee_id, _("The wishes and free time are saved."))


def _fill_in(db: Db, mentee: Mentee, form: MenteeProfileForm) -> None:
    row = queries.wishes_of(db, mentee)
    known = queries.profile_of(db, mentee)
    form.show(known)
    form.version.data = str(row.version if row else 0)
    if known.birth_year is None:
        form.birth_year.data = str(file.told_of(db, mentee).birth_year)


def _two_profiles(mentee_id: UUID, form: MenteeProfileForm) -> Answer:
    """What a colleague saved stands above what was filled in here; nothing is overwritten."""
    form.refuse(steps.changed_meanwhile())
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        row = queries.wishes_of(db, mentee)
        form.version.data = str(row.version if row else 0)
        theirs = queries.profile_of(db, mentee)
        return steps.page(db, "profile", mentee, form, status=409, theirs=theirs, labels=LABELS)


@requires(Permission.MENTEE_EDIT)
def letter(mentee_id: UUID) -> Answer:
    form = LetterForm(today=_day())
    if not form.validate_on_submit():
        return _letter_page(mentee_id, form)
    db = request_db()
    mentee = steps.locked(db, mentee_id)
    verbs.note_letter_sent(db, mentee, form.day, LETTER_VERSION, by=user_actor().id, key=form.key)
    db.commit()
    return steps.back(mentee_id, _("It is in the file that the letter was sent."))


def _letter_page(mentee_id: UUID, form: LetterForm) -> Answer:
    with steps.reading() as db:
        mentee = steps.found(db, mentee_id)
        if steps.is_asking():
            form.sent_on.data = today(db)
        return steps.page(
            db, "letter", mentee, form,
            told=file.told_of(db, mentee), letters=file.letters_of(db, mentee), labels=LABELS,
            languages=LANGUAGES,
        )  # fmt: skip


@requires(Permission.MENTEE_EDIT)
def print_letter(mentee_id: UUID) -> FlaskResponse:
    """The letter as PDF: in Dutch, unless it is asked in another language of ours."""
    db = request_db()
    mentee = steps.found(db, mentee_id)
    language = request.args.get("language", "nl")
    if language not in LANGUAGES:
        abort(404)
    told, day = file.told_of(db, mentee), today(db)
    house = db.get_one(House, mentee.house_code)
    with speaking(language):
        paper = render_template(
            "referrals/mentees/letter_paper.html",
            told=told, house=house, day=day, language=language,
            has_referrer=file.has_referrer(db, mentee),
        )  # fmt: skip
        return as_pdf(paper, _("Letter"))


def as_pdf(paper: str, title: str) -> FlaskResponse:
    """A paper to look at and print; its file name says nothing of anybody."""
    try:
        content = render_pdf(paper, title=title, language=current_language())
    except PdfUnavailable:
        abort(503)
    answer = FlaskResponse(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="one-on-one.pdf"'
    return answer


def _day() -> date:
    return day_of(current_database().clock())
