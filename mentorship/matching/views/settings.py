"""The numbers of a round: what counts now, changing it with a reason, and the history."""

from flask import flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import ChangedMeanwhile, Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import services, settings_history
from mentorship.matching.faults import BadInput
from mentorship.matching.settings_form import SettingsForm
from mentorship.matching.settings_history import NothingChanged
from mentorship.matching.views.answers import Answer, page_number, read_apart
from mentorship.matching.views.settings_preview import ToldPreview, told_preview
from mentorship.matching.words.weights import together_forms, together_words


@requires(Permission.MATCH_SETTINGS)
def current() -> Answer:
    form = SettingsForm()
    if not form.is_submitted():
        return _page(request_db(), form)
    if "preview" in request.form:
        return read_apart(lambda db: _with_preview(db, form))
    if not form.validate():
        return read_apart(lambda db: _page(db, form))
    db = request_db()
    try:
        made = services.change_settings(
            db, form.content, form.reason.data, user_actor().id, seen=version_in(form.seen.data)
        )
    except BadInput as bad:
        form.refuse_faults(bad)
    except NothingChanged:
        form.refuse(_("Nothing differs from the settings that count now."))
    except ChangedMeanwhile:
        form.refuse(
            _("A colleague changed the settings meanwhile. Look at the history, then save again.")
        )
        form.seen.data = str(_newest_number(db))
    else:
        db.commit()
        flash(_("Version %(number)d counts from the next round.", number=made.number), "ok")
        return redirect(url_for("matching.settings_history"), 303)
    db.rollback()
    return read_apart(lambda reading: _page(reading, form))


@requires(Permission.MATCH_SETTINGS, Permission.MATCH_READ)
def history() -> str:
    db, number = request_db(), page_number()
    versions, pages = settings_history.versions(db, number)
    return render_template(
        "matching/settings_history.html",
        told=settings_history.told(versions),
        page=number,
        pages=pages,
        current_values=settings_history.current_values(db),
        colleagues=names_of_ids(db, {version.made_by for version in versions}),
    )


def _with_preview(db: Db, form: SettingsForm) -> tuple[str, int]:
    form.asks_no_reason()
    return _page(db, form, told_preview(db, form) if form.validate() else None)


def _newest_number(db: Db) -> int:
    version = settings_history.newest(db)
    return version.number if version else 0


def _page(db: Db, form: SettingsForm, preview: ToldPreview | None = None) -> tuple[str, int]:
    if not form.is_submitted():
        plain = settings_history.plain(settings_history.current(db))
        form.show(plain, _newest_number(db))
    page = render_template(
        "matching/settings.html",
        form=form,
        number=_newest_number(db),
        preview=preview,
        together=together_words(form.total, form.floor.data),
        together_forms=together_forms(),
    )
    return page, form.status
