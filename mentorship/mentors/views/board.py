"""Who is how far: the board by stage, and one mentor with every gate."""

from uuid import UUID

from flask import render_template, request

from mentorship.accounts.login import user_actor
from mentorship.accounts.queries import names_of_ids
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.requests import current_database, request_db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import board as boards
from mentorship.mentors import file, passed, policy, queries
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import Stage
from mentorship.mentors.views.answers import visible_mentor
from mentorship.mentors.views.taken import free_places
from mentorship.region.queries import houses


@requires(Permission.MENTOR_READ)
def board() -> str:
    db, actor = request_db(), user_actor()
    chosen = request.args.get("stage", "")
    number = request.args.get("page", "1")
    found = boards.board(
        db,
        policy.visible_to(actor),
        stage=chosen,
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    return render_template(
        "mentors/board.html",
        board=found,
        free=free_places(db),
        screened={mentor.id for mentor in found.mentors if policy.screens(actor, mentor)},
        stages=list(Stage),
        house_names={house.code: house.name for house in houses(db)},
        several_houses=len(policy.houses_of(actor) or "all") > 1,
    )


@requires(Permission.MENTOR_READ)
def one(mentor_id: UUID) -> str:
    """The whole file for who screens, and otherwise how ready this mentor is."""
    db, actor = request_db(), user_actor()
    mentor = visible_mentor(db, mentor_id)
    if not policy.screens(actor, mentor):
        return _readiness(db, mentor)
    opened = file.open_file(db, mentor)
    return render_template(
        "mentors/one.html",
        mentor=mentor,
        file=opened,
        readiness=queries.readiness_of(db, mentor, queries.today(db)),
        today=queries.today(db),
        colleagues=names_of_ids(db, opened.colleagues),
        house_names={house.code: house.name for house in houses(db)},
        account=file.account_of(db, mentor),
        settings=current_database().settings,
    )


def _readiness(db: Db, mentor: Mentor) -> str:
    return render_template(
        "mentors/readiness.html",
        mentor=mentor,
        name=queries.name_of(db, mentor, Purpose.SCREENING),
        contact=file.contact_of(db, mentor),
        gates=passed.gates_of(db, mentor),
        readiness=queries.readiness_of(db, mentor, queries.today(db)),
        seats=len(queries.open_seats(db, mentor.id)),
        house_names={house.code: house.name for house in houses(db)},
        account=file.account_of(db, mentor),
    )
