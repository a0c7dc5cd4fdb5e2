"""Before a referral: a short guide, and the question without whose yes nothing is kept."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.requests import current_database, request_db
from mentorship.referrals import drafting
from mentorship.referrals.forms import YES, FirstQuestionForm
from mentorship.referrals.terms import terms_of
from mentorship.region.queries import houses

Answer = Response | str | tuple[str, int]


@requires(Permission.REFERRAL_CREATE)
def new() -> Answer:
    form = FirstQuestionForm()
    if not form.validate_on_submit():
        terms = terms_of(current_database().settings)
        return render_template("referrals/new.html", form=form, terms=terms), form.status
    if form.agrees.data != YES:
        return redirect(url_for("referrals.not_yet"), 303)
    db = request_db()
    draft = drafting.start_draft(db, user_actor().id)
    db.commit()
    return redirect(url_for("referrals.draft", draft_id=draft.id), 303)


@requires(Permission.REFERRAL_CREATE)
def not_yet() -> str:
    return render_template("referrals/not_yet.html", houses=houses(request_db()))


@public
def leaflet() -> str:
    return render_template("referrals/leaflet.html", houses=houses(request_db()))
