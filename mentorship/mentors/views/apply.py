"""The public way in: what it is, the application, thanks; the same for everybody."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import sign_ins
from mentorship.accounts.models import AttemptKind
from mentorship.accounts.rules import PER_ADDRESS, Throttled
from mentorship.foundation.access import public
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import SAFE_METHODS, current_database, request_db
from mentorship.mentors import services
from mentorship.mentors.forms import ApplicationForm, submission_of

Answer = Response | str | tuple[str, int]


@public
def information() -> str:
    settings = current_database().settings
    return render_template(
        "mentors/information.html",
        months=settings.agreement_months,
        hours=settings.agreement_hours_per_month,
    )


@public
def application() -> Answer:
    """Whether the address is known or not: the same statements and the same page."""
    form = ApplicationForm()
    if request.method in SAFE_METHODS or not form.validate():
        return render_template("mentors/application.html", form=form), form.status
    db = request_db()
    try:
        who = sign_ins.address_index(db, request.remote_addr or "")
        sign_ins.admit(db, AttemptKind.ADDRESS, who, PER_ADDRESS)
    except Throttled:
        db.rollback()
        form.refuse(_("Too much was sent from this device. Wait ten minutes and send it again."))
        return render_template("mentors/application.html", form=form), 429
    services.apply(db, form.told, submission_of(form))
    db.commit()
    return redirect(url_for("mentors.apply_thanks"), 303)


@public
def thanks() -> str:
    return render_template("mentors/thanks.html")
