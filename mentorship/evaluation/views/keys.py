"""Where a recipient fills in the key that bundles can be encrypted to."""

from flask import flash, redirect, render_template, url_for

from mentorship.accounts.login import user_actor
from mentorship.evaluation import recipient_keys
from mentorship.evaluation.forms import RecipientKeyForm
from mentorship.evaluation.package.encryption import RecipientKeyUnusable
from mentorship.evaluation.views.answers import Answer
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db


@requires(Permission.BUNDLE_READ)
def mine() -> Answer:
    """What can't be used isn't shown again: it may be the secret half of the pair."""
    db, actor = request_db(), user_actor()
    kept, form = recipient_keys.key_of(db, actor.id), RecipientKeyForm()
    if form.validate_on_submit():
        try:
            recipient_keys.keep(db, actor.id, form.public_key.data)
        except RecipientKeyUnusable as unusable:
            form.refuse(unusable.why, "public_key")
        else:
            db.commit()
            flash(_("The key is kept. Each bundle can now be downloaded encrypted to it."), "ok")
            return redirect(url_for("evaluation.keys_mine"), 303)
    form.public_key.data = None
    return render_template("evaluation/key.html", form=form, kept=kept), form.status


@requires(Permission.BUNDLE_READ)
def remove() -> Answer:
    db = request_db()
    recipient_keys.remove(db, user_actor().id)
    db.commit()
    flash(_("The key is removed."), "ok")
    return redirect(url_for("evaluation.keys_mine"), 303)
