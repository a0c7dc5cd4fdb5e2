"""The recipient's side: the bundles meant for them, their tables, the download, the end."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.evaluation import (
    labels,
    policy,
    queries,
    recipient_keys,
    rules,
    services,
    shown,
    signing,
)
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.evaluation.package.encryption import encrypt
from mentorship.evaluation.package.papers import promises
from mentorship.evaluation.views.answers import Answer
from mentorship.evaluation.wording import half_year_names
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import current_database, request_db

_PUBLIC_KEY = "one-on-one-public-key.pem"


def _file_name(bundle: EvaluationBundle) -> str:
    return f"one-on-one-{bundle.id}.zip"


def _encrypted_name(bundle: EvaluationBundle) -> str:
    return f"{_file_name(bundle)}.age"


def _file_answer(body: bytes, content_type: str, filename: str) -> Response:
    """The name of the file says nothing of anybody."""
    disposition = f'attachment; filename="{filename}"'
    headers = {"Content-Type": content_type, "Content-Disposition": disposition}
    return Response(body, headers=headers)


def _mine(db: Db, bundle_id: UUID) -> EvaluationBundle:
    """Released, for this recipient and not over; anything else doesn't exist."""
    visible = policy.addressed_to(user_actor(), queries.today(db))
    return queries.find(db, visible, bundle_id) or abort(404)


@requires(Permission.BUNDLE_READ)
def overview() -> Answer:
    db, actor = request_db(), user_actor()
    ready = queries.newest_first(db, policy.addressed_to(actor, queries.today(db)))
    ready_ids = {one.id for one in ready}
    left = queries.newest_first(db, policy.to_be_destroyed_by(actor))
    over = queries.newest_first(db, policy.over_for(actor, queries.today(db)))
    left_ids = {one.id for one in left}
    return render_template(
        "evaluation/portal.html",
        ready=ready,
        left=[one for one in left if one.id not in ready_ids],
        over=[one for one in over if one.id not in left_ids],
        labels=labels,
        half_years=half_year_names,
    )


@requires(Permission.BUNDLE_READ)
def bundle(bundle_id: UUID) -> Answer:
    db, actor = request_db(), user_actor()
    day = queries.today(db)
    over = queries.find(db, policy.over_for(actor, day), bundle_id)
    if over is not None:
        return _over(db, over)
    row = _mine(db, bundle_id)
    content = services.look_into(db, row) or abort(404)
    told = shown.shown(content)
    taken = [one for one in queries.downloads_of(db, row) if one.user_id == actor.id]
    return render_template(
        "evaluation/mine.html",
        bundle=row,
        shown=told,
        half_years=half_year_names(row.cohorts),
        sha256=(row.file_sha256 or b"").hex(),
        fingerprint=signing.public_fingerprint(current_database().keys),
        has_key=recipient_keys.key_of(db, actor.id) is not None,
        open_command=f"age -d -i key.txt -o {_file_name(row)} {_encrypted_name(row)}",
        command=f"mentorship bundle verify {_file_name(row)} --public-key {_PUBLIC_KEY}",
        downloads=taken,
        promises=promises(with_records=told.has_records),
        labels=labels,
        form=Form(),
    )


def _over(db: Db, row: EvaluationBundle) -> str:
    """Which one it was and what is left to do; no figures, and nothing to download."""
    actor = user_actor()
    left, at_hand = policy.to_be_destroyed_by(actor), policy.at_hand_of(actor, queries.today(db))
    return render_template(
        "evaluation/over.html",
        bundle=row,
        half_years=half_year_names(row.cohorts),
        is_withdrawn=row.status is BundleStatus.WITHDRAWN,
        is_to_be_destroyed=queries.find(db, left, row.id) is not None,
        may_ask=queries.find(db, at_hand, row.id) is not None,
    )


@requires(Permission.BUNDLE_READ)
def download(bundle_id: UUID) -> Answer:
    """Noted and committed before the first byte leaves; encrypted where that was asked for."""
    db, actor = request_db(), user_actor()
    row = _mine(db, bundle_id)
    is_encrypted = "encrypted" in request.form
    key = recipient_keys.key_of(db, actor.id) if is_encrypted else None
    if is_encrypted and key is None:
        flash(_("There is no key to encrypt to. Fill it in first."), "warning")
        return redirect(url_for("evaluation.keys_mine"), 303)
    try:
        content = services.download(db, row, actor.id, is_encrypted=is_encrypted)
    except rules.BundleDecided:
        abort(404)
    db.commit()
    if key is None:
        return _file_answer(content, "application/zip", _file_name(row))
    return _file_answer(encrypt(content, key), "application/octet-stream", _encrypted_name(row))


@requires(Permission.BUNDLE_READ)
def destroyed(bundle_id: UUID) -> Answer:
    """Also when the bundle is over: then nothing of it is shown but what it was for."""
    db, form = request_db(), Form()
    visible = policy.to_be_destroyed_by(user_actor())
    row = queries.find(db, visible, bundle_id) or abort(404)
    if not form.validate_on_submit():
        return render_template("evaluation/destroyed.html", bundle=row, form=form), form.status
    locked = queries.lock(db, visible, bundle_id)
    if locked is not None:
        services.confirm_destruction(db, locked)
        db.commit()
    flash(_("Thank you. It is noted that all copies are destroyed."), "ok")
    return redirect(url_for("evaluation.portal_overview"), 303)


@public
def public_key() -> Answer:
    """For whoever holds a bundle: with it a stranger can check who signed."""
    pem = signing.public_pem(current_database().keys)
    return _file_answer(pem, "application/x-pem-file", _PUBLIC_KEY)
