"""Looks at what the settings on the screen would change; the form stays as it was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.matching import settings_history
from mentorship.matching.faults import BadInput
from mentorship.matching.round_settings import RoundSettings
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.previewing import preview
from mentorship.matching.settings_form import SettingsForm
from mentorship.matching.views.rounds import house_names
from mentorship.matching.words.previewed import previewed_words
from mentorship.mentors.acts import settings_of


@dataclass(frozen=True)
class ToldPreview:
    """Per round one sentence or two; `rounds` is empty where no round is finished yet."""

    rounds: list[tuple[MatchRound, str]]
    house_names: Mapping[str, str]


def told_preview(db: Db, form: SettingsForm) -> ToldPreview | None:
    """None where there is something to put right first, which the form says then."""
    wanted = _wanted(db, form)
    if wanted is None:
        return None
    few = settings_of(db).steering_threshold
    now = settings_history.current(db)
    rounds = preview(db, now, wanted, few)
    told = [(one.row, previewed_words(one.found, few)) for one in rounds]
    return ToldPreview(told, house_names(db))


def _wanted(db: Db, form: SettingsForm) -> RoundSettings | None:
    try:
        return settings_history.different(settings_history.current(db), form.content)
    except BadInput as bad:
        form.refuse_faults(bad)
    except settings_history.NothingChanged:
        form.refuse(_("Nothing differs from the settings that count now."))
    return None
