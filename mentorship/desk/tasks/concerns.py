"""The worries of mentors, on top: for consultants, for the mentor, and as a count elsewhere."""

from collections import Counter
from collections.abc import Iterator, Sequence

from mentorship.accounts.access import UserActor
from mentorship.accounts.queries import names_of_ids
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_datetime, format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.mentors.queries import mentor_of_user
from mentorship.region.queries import short_names
from mentorship.trajectories.concerns import policy, queries
from mentorship.trajectories.concerns.expecting import title_of, when
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.concerns.telling_mentors import begun_of, state_words

_ALL = Place("concerns.index")
_MINE = Place("concerns.mine")


def handling(db: Db, actor: UserActor) -> Iterator[Task]:
    """Who has which; what nobody has stands first."""
    found = queries.open_for(db, actor)
    names = names_of_ids(db, {one.holder_id for one in found.held if one.holder_id})
    open_ones = (*found.unseen, *found.held)
    asked = [one for one in open_ones if one.second_id == actor.id and not one.second_looked_at]
    mine = [one for one in found.held if one.holder_id == actor.id]
    others = [one for one in found.held if one not in mine and one not in asked]
    yield from _unseen(db, [one for one in found.unseen if _can_take_on(db, actor, one)])
    yield from counted(
        len(asked),
        ngettext(
            "A colleague asks you to look along at %(num)s concern",
            "Colleagues ask you to look along at %(num)s concerns",
            len(asked),
        ),
        _("Read along"),
        _place(asked),
        pressing=Pressing.LATE,
    )
    yield from counted(
        len(mine),
        ngettext(
            "You have %(num)s concern of a mentor",
            "You have %(num)s concerns of mentors",
            len(mine),
        ),
        _("Go on with it"),
        _place(mine),
        pressing=Pressing.LATE,
    )
    yield from _held_by_others(others, [names.get(one.holder_id, "") for one in others])  # type: ignore[arg-type]


def _can_take_on(db: Db, actor: UserActor, concern: Concern) -> bool:
    """Whoever of another House looks along can't."""
    if concern.second_id != actor.id:
        return True
    return queries.find(db, policy.cases_of(actor), concern.id) is not None


def _unseen(db: Db, unseen: Sequence[Concern]) -> Iterator[Task]:
    yield from counted(
        len(unseen),
        ngettext(
            "A mentor is worried and nobody has it yet",
            "%(num)s concerns of mentors that nobody has yet",
            len(unseen),
        ),
        _("Read it and take it on"),
        _place(unseen),
        more=_since(db, unseen),
        pressing=Pressing.LATE,
    )


def _since(db: Db, unseen: Sequence[Concern]) -> str:
    """Who wants to be called today is named first, with the newest: minutes count there."""
    if not unseen:
        return ""
    oldest = min(one.raised_at for one in unseen)
    said = [_("The oldest is of %(moment)s.", moment=format_datetime(oldest))]
    if called := [one.raised_at for one in unseen if one.is_now]:
        said.insert(
            0,
            ngettext(
                "A mentor wants to be called the same day, told %(when)s.",
                "%(num)s mentors want to be called the same day, the last told %(when)s.",
                len(called),
                when=when(db, max(called)),
            ),
        )
    return " ".join(said)


def _held_by_others(held: Sequence[Concern], names: Sequence[str]) -> Iterator[Task]:
    known = sorted({name for name in names if name})
    yield from counted(
        len(held),
        ngettext(
            "A colleague has %(num)s concern of a mentor",
            "Colleagues have %(num)s concerns of mentors",
            len(held),
        ),
        _("Look how far it is"),
        _place(held),
        more=format_list(known),
        pressing=Pressing.LATE,
    )


def raised(db: Db, actor: UserActor) -> Iterator[Task]:
    """For a mentor: what was begun and not sent; that it arrived and who has it, until closed."""
    yield from _begun(db, actor)
    found = queries.open_in(db, policy.raised_by(actor))
    rows = [*found.unseen, *found.held]
    names = names_of_ids(db, {one.holder_id for one in rows if one.holder_id})
    for one in rows:
        yield Task(
            title_of(db, one),
            _("Look how far it is"),
            _MINE,
            state_words(one, names, is_lost=one in found.unseen),
            Pressing.LATE if one in found.unseen else Pressing.AWAITED,
        )


def _begun(db: Db, actor: UserActor) -> Iterator[Task]:
    mentor = mentor_of_user(db, actor.id)
    for one in begun_of(db, mentor) if mentor else ():
        yield Task(
            _("You began to tell something, not sent yet"),
            _("Go on writing"),
            Place("concerns.new", {"trajectory_id": one.trajectory_id}),
            _("Kept on %(moment)s. Nobody has read it.", moment=format_datetime(one.kept_at)),
            Pressing.LATE,
        )


def elsewhere(db: Db, actor: UserActor) -> Iterator[Task]:
    """For a coordinator: that something waits and where, and nothing about whom."""
    waiting = Counter(queries.houses_waiting(db))
    names = short_names(db, waiting) if waiting else {}
    number = waiting.total()
    yield from counted(
        number,
        ngettext(
            "The concern of a mentor waits and nobody takes it on",
            "%(num)s concerns of mentors wait and nobody takes them on",
            number,
        ),
        _("Call the House"),
        Place("region.houses"),
        more=format_list(f"{names[code]}: {count}" for code, count in sorted(waiting.items())),
        pressing=Pressing.LATE,
    )


def _place(found: Sequence[Concern]) -> Place:
    """Straight to the only one, else to where all stand."""
    return Place("concerns.one", {"concern_id": found[0].id}) if len(found) == 1 else _ALL
