"""Who stands in for whom: the list, arranging it, ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import login
from mentorship.accounts import queries as users
from mentorship.accounts.cover import policy, queries, rules, services
from mentorship.accounts.cover.forms import CoverForm
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import Days, Phase
from mentorship.accounts.roles import Role
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database, request_db
from mentorship.region.queries import short_names

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Colleague:
    """A mentor consultant, as the lists of the page name them."""

    id: UUID
    name: str
    houses: frozenset[str]


@requires(Permission.COVER_MANAGE)
def cover() -> str:
    db, actor = request_db(), login.user_actor()
    visible = policy.visible_to(actor)
    page = max(1, version_in(request.args.get("page")))
    current, (past, pages) = queries.not_over(db, visible), queries.over(db, visible, page)
    return render_template(
        "accounts/cover/overview.html",
        groups={phase: _in(db, current, phase) for phase in (Phase.NOW, Phase.COMING)},
        past=past,
        page=page,
        pages=pages,
        names=_names(db, [*current, *past]),
        me=actor.id,
    )


def _in(db: Db, covers: Sequence[Cover], phase: Phase) -> list[Cover]:
    day = queries.today(db)
    days = ((cover, Days(cover.from_on, cover.until_on)) for cover in covers)
    return [cover for cover, one in days if rules.phase_of(one, day, is_ended=False) is phase]


def _names(db: Db, covers: Sequence[Cover]) -> dict[UUID, str]:
    ids = {key for cover in covers for key in (cover.absent_id, cover.deputy_id)}
    return users.names_of_ids(db, ids) if ids else {}


@requires(Permission.COVER_MANAGE)
def arrange_cover() -> Answer:
    form = CoverForm()
    with current_database().reading(audit_actor()) as reading:
        colleagues = _offer(reading, form)
    if form.validate_on_submit():
        db, actor = request_db(), login.user_actor()
        absent = colleagues.get(UUID(form.absent.data))
        if absent is None or not policy.can_arrange_for(actor, absent.id, absent.houses):
            abort(404)
        key = _sending(form)
        try:
            made = services.arrange(
                db, absent.id, UUID(form.deputy.data), form.days, by=actor.id, key=key
            )
        except rules.CoverRefused as refused:
            db.rollback()
            form.refuse_for(refused, db.info["database"].settings.cover_days_at_most)
        else:
            warnings = _warnings(db, made, colleagues)
            db.commit()
            flash(_("The cover is arranged. Whoever has to know gets an e-mail."), "ok")
            for words in warnings:
                flash(words, "warning")
            return redirect(url_for("accounts.cover"), 303)
    return render_template("accounts/cover/arrange.html", form=form), form.status


def _offer(db: Db, form: CoverForm) -> dict[UUID, Colleague]:
    """All mentor consultants; away may be oneself, and for whom one arranges it."""
    actor, colleagues = login.user_actor(), _colleagues(db)
    absent = [one for one in colleagues if policy.can_arrange_for(actor, one.id, one.houses)]
    houses = short_names(db)
    labels = {one.id: f"{one.name} ({_houses(one, houses)})" for one in colleagues}
    form.offer(
        [(one.id, labels[one.id]) for one in absent],
        [(one.id, labels[one.id]) for one in colleagues],
    )
    if not form.is_submitted() and any(one.id == actor.id for one in absent):
        form.absent.data = str(actor.id)
    return {one.id: one for one in colleagues}


def _houses(colleague: Colleague, names: dict[str, str]) -> str:
    return ", ".join(sorted(names.get(code, code) for code in colleague.houses))


def _colleagues(db: Db) -> list[Colleague]:
    found = users.users_with_role(db, Role.MENTOR_CONSULTANT)
    names = users.names_of(db, found)
    houses = queries.houses_of(db, [user.id for user in found])
    people = [Colleague(one.id, names.get(one.id, ""), houses[one.id]) for one in found]
    return sorted(people, key=lambda one: (one.name.casefold(), one.id))


def _sending(form: Form) -> UUID | None:
    try:
        return UUID(form.submission.data or "")
    except ValueError:
        return None


def _warnings(db: Db, cover: Cover, colleagues: dict[UUID, Colleague]) -> list[str]:
    """What this cover leaves open, so that somebody arranges it."""
    told = []
    if queries.covers_in(db, cover.absent_id, Days(cover.from_on, cover.until_on)):
        told.append(
            _(
                "Whoever is away covers for a colleague in these days. Arrange somebody else for "
                "that one too."
            )
        )
    absent = colleagues[cover.absent_id]
    there = (one.houses for key, one in colleagues.items() if key != absent.id)
    if alone := absent.houses.difference(*there):
        houses = short_names(db)
        told.append(
            _(
                "Nobody else is a mentor consultant of %(houses)s. New referrals and the screening "
                "of mentors there are not covered. Ask the programme coordinator for a colleague.",
                houses=", ".join(sorted(houses.get(code, code) for code in alone)),
            )
        )
    return told


@requires(Permission.COVER_MANAGE)
def end_cover(cover_id: UUID) -> Answer:
    """Ask first: the deputy opens nothing of it any more from the next click on."""
    db, form = request_db(), Form()
    found = queries.find(db, policy.visible_to(login.user_actor()), cover_id) or abort(404)
    if not form.validate_on_submit():
        is_over = found.ended_at is not None or found.until_on < queries.today(db)
        page = render_template(
            "accounts/cover/end.html",
            cover=found, names=_names(db, [found]), form=form, is_over=is_over,
        )  # fmt: skip
        return page, form.status
    services.end(db, found, login.user_actor().id)
    db.commit()
    flash(_("The cover has ended. It opens nothing any more."), "ok")
    return redirect(url_for("accounts.cover"), 303)
