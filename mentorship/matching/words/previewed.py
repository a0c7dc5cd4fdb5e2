"""What other settings would change in a round, in numbers that point at nobody."""

from __future__ import annotations

from collections.abc import Iterator

from mentorship.foundation.i18n import format_number, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.rounds.previewing import Differences, Untold

# One or two are told as fewer than this, and so are all but one or two.
FEW_MOVED = 3


def previewed_words(found: Differences | Untold, few: int) -> str:
    if isinstance(found, Untold):
        return _untold(found, few)
    return f"{_moved(found)} {_more(found)}"


def _untold(why: Untold, few: int) -> str:
    if why is Untold.TOO_FEW:
        return ngettext(
            "Fewer than %(num)s young person took part: nothing is told, as it could point at "
            "somebody.",
            "Fewer than %(num)s young people took part: nothing is told, as it could point at "
            "somebody.",
            few,
        )
    if why is Untold.TOO_MANY:
        return _("Too many people took part to compute it on this page.")
    return _("Somebody who took part was erased, so it can't be computed again.")


def _moved(found: Differences) -> str:
    young = format_number(found.young)
    if not found.moved:
        return _("None of the %(young)s young people gets another proposal.", young=young)
    if found.moved < FEW_MOVED:
        return _(
            "Fewer than %(few)s of the %(young)s young people get another proposal.",
            few=FEW_MOVED,
            young=young,
        )
    if found.young - found.moved < FEW_MOVED:
        return _(
            "At least %(least)s of the %(young)s young people get another proposal.",
            least=format_number(found.young - FEW_MOVED + 1),
            young=young,
        )
    return _(
        "%(moved)s of the %(young)s young people get another proposal.",
        moved=format_number(found.moved),
        young=young,
    )


def _more(found: Differences) -> str:
    parts = list(_parts(found.more))
    if parts:
        return _("The round has %(parts)s.", parts=", ".join(parts))
    if 0 in found.more:
        return _("The round has just as many matches.")
    return _("The round has just as many matches in each priority.")


def _parts(more: dict[int, int]) -> Iterator[str]:
    for priority, count in more.items():
        if count:
            matches = _matches(count)
            yield (
                _("%(matches)s in priority %(priority)s", matches=matches, priority=priority)
                if priority
                else matches
            )


def _matches(more: int) -> str:
    if abs(more) < FEW_MOVED:
        return _("1 or 2 matches more") if more > 0 else _("1 or 2 matches fewer")
    number = format_number(abs(more))
    if more > 0:
        return _("%(number)s matches more", number=number)
    return _("%(number)s matches fewer", number=number)
