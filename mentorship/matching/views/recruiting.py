"""Whom to recruit next, as a round says it: for consultants in full, for others broadly."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_list
from mentorship.foundation.requests import request_db
from mentorship.matching import policy
from mentorship.matching.assignment.model import Objective, Price
from mentorship.matching.rounds import recruiting, telling
from mentorship.matching.views.answers import Answer, visible_round
from mentorship.matching.words.objectives import no_recruiting_words
from mentorship.matching.words.recruiting import (
    broad_time_words,
    full_consultant_words,
    full_house_words,
    not_shown_words,
)
from mentorship.region.queries import houses, short_names
from mentorship.training.views.wanted import Wanted


@requires(Permission.MATCH_READ)
def one(round_id: UUID) -> Answer:
    db, actor = request_db(), user_actor()
    row = visible_round(db, round_id)
    if row.certificate is None:
        return redirect(url_for("matching.rounds_one", round_id=row.id))
    told = row.certificate.get("recruiting")
    lines = recruiting.told(db, policy.unmatched_of(actor), row)
    objective = telling.settings_of_round(db, row).objective
    return render_template(
        "matching/recruiting.html",
        row=row,
        is_told=told is not None,
        why_not=no_recruiting_words() if objective is Objective.MAX_MIN else "",
        is_complete=told is None or told["is_complete"],
        is_too_large=recruiting.is_too_large(row),
        lines=lines,
        not_shown=not_shown_words([line.rank for line in lines]),
        full=list(_full(db, told or {}, policy.houses_of(actor))),
        house_names={house.code: house.name for house in houses(db)},
    )


def _full(db: Db, told: Mapping[str, Any], own: Collection[str]) -> Iterator[str]:
    """Of one's own Houses; rounds of before know no consultants."""
    short = short_names(db)
    for one in told.get("full_houses", ()):
        if one["house"] in own:
            yield full_house_words(short.get(one["house"], one["house"]), Price(**one["gain"]))
    here = [one for one in told.get("full_consultants", ()) if one["house"] in own]
    names = names_of_ids(db, {UUID(one["consultant"]) for one in here}) if here else {}
    for one in here:
        yield full_consultant_words(
            names.get(UUID(one["consultant"]), "–"),
            short.get(one["house"], one["house"]),
            Price(**one["gain"]),
            with_house=one["with_house"],
        )


def wanted(db: Db) -> list[Wanted]:
    """For whoever plans the training: only Houses and broad times, where several would profit."""
    found = recruiting.wanted_now(db, [house.code for house in houses(db)])
    return [
        Wanted(code, format_list(broad_time_words(time) for time in times), round_.day)
        for code, (round_, times) in found.items()
    ]
