"""Pins, bans and conflicts: which stand, laying one down, taking one away."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import pair_rules, policy, services
from mentorship.matching.forms import PairRuleForm
from mentorship.matching.labels import obstacle_words
from mentorship.matching.matches.rules import CannotChoose
from mentorship.matching.pair_rules import LaidDownBefore
from mentorship.matching.rounds import telling
from mentorship.matching.views.answers import Answer, mentors_to_open, page_number, read_apart
from mentorship.referrals.mentees.queries import find_mentee, lock_mentee


@requires(Permission.MATCH_READ)
def standing() -> str:
    db, number = request_db(), page_number()
    rules, pages = pair_rules.standing(db, policy.pair_rules_of(user_actor()), number)
    return render_template(
        "matching/pairs.html",
        rules=rules,
        page=number,
        pages=pages,
        reasons=pair_rules.reasons_of(db, rules),
        young=telling.names_of_mentees(db, [rule.mentee_id for rule in rules]),
        older=telling.names_of_mentors(db, [rule.mentor_id for rule in rules]),
        to_open=mentors_to_open(db, [rule.mentor_id for rule in rules]),
        colleagues=names_of_ids(db, {rule.made_by for rule in rules}),
    )


@requires(Permission.MATCH_DECIDE)
def new(mentee_id: UUID) -> Answer:
    form = PairRuleForm()
    if request.method == "GET":
        return _page(request_db(), mentee_id, form)
    if "look" in request.form:  # only a search: nothing is checked yet
        return read_apart(lambda db: (_page(db, mentee_id, form)[0], 200))
    read_apart(lambda db: _offer(db, form))
    if not form.validate():
        return read_apart(lambda db: _page(db, mentee_id, form))
    db, actor = request_db(), user_actor()
    mentee = lock_mentee(db, policy.mentees_of(actor), mentee_id) or abort(404)
    try:
        services.lay_down(db, mentee, form.mentor_id, form.laid_down, form.reason.data, actor.id)
    except LaidDownBefore:
        db.rollback()
        form.refuse(_("This stands already, or the young person is pinned to another mentor."))
        return read_apart(lambda db: _page(db, mentee_id, form))
    except CannotChoose as refused:
        db.rollback()
        for obstacle in refused.obstacles:
            form.refuse(obstacle_words(obstacle), "kind")
        return read_apart(lambda db: _page(db, mentee_id, form))
    db.commit()
    flash(_("Laid down. It counts from the next round."), "ok")
    return redirect(url_for("matching.pairs_standing"), 303)


@requires(Permission.MATCH_DECIDE)
def end(rule_id: UUID) -> Answer:
    db, actor = request_db(), user_actor()
    rule = pair_rules.lock(db, policy.pair_rules_of(actor), rule_id) or abort(404)
    services.end_rule(db, rule, actor.id)
    db.commit()
    flash(_("Taken away. It no longer counts from the next round."), "ok")
    return redirect(url_for("matching.pairs_standing"), 303)


def _offer(db: Db, form: PairRuleForm) -> None:
    form.offer(*pair_rules.mentors_to_choose(db, form.part_of_name.data or "", form.picked))


def _page(db: Db, mentee_id: UUID, form: PairRuleForm) -> tuple[str, int]:
    mentee = find_mentee(db, policy.mentees_of(user_actor()), mentee_id) or abort(404)
    if not form.is_submitted():
        form.mentor.data = request.args.get("mentor", "")
        form.kind.data = request.args.get("kind", "")
    _offer(db, form)
    name = telling.names_of_mentees(db, [mentee.id]).get(mentee.id, "")
    page = render_template("matching/pair_rule.html", form=form, mentee=mentee, name=name)
    return page, form.status
