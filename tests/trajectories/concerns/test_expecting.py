"""What a mentor reads after sending: who was told, when more people are, and when nobody reads."""

import pytest

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import speaking
from mentorship.trajectories.concerns import services
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.concerns.telling_mentors import Line, lines_of
from tests.factories import FixedNow
from tests.trajectories.concerns.worried import house, locked, worry


@pytest.mark.parametrize(
    ("is_now", "house_at", "coordinator_at"),
    [
        (True, "vandaag om 21:10", "vandaag om 22:10"),
        (False, "op 09-03-2026 om 13:00", "op 09-03-2026 om 17:00"),
    ],
)
def test_who_is_told_when_and_that_nobody_reads_at_night(
    db: Db, fixed_now: FixedNow, is_now: bool, house_at: str, coordinator_at: str
) -> None:
    there = house(db)
    fixed_now.advance(days=4, hours=10, minutes=10)  # a Friday evening
    concern = worry(db, there, is_now=is_now)
    line = _line(db, concern)
    assert line.title == "Wat je vandaag om 20:10 meldde"
    said = " ".join(line.expected)
    assert "op werkdagen van 9 tot 17 uur. Op andere tijden leest niemand het" in said
    assert "Hierover kreeg een e-mail: Fenna Roodenburg." in said
    assert f"waarschuwen we {house_at} ook alle mentorconsultants van" in said
    assert f"En {coordinator_at} de coördinator" in said

    fixed_now.advance(days=4)
    assert _line(db, concern).title == "Wat je op 06-03-2026 om 20:10 meldde"
    assert services.tell_more_if_due(db, concern.id)
    said = " ".join(_line(db, concern).expected)
    assert "kreeg een e-mail: alle mentorconsultants van Zorg- en Veiligheidshuis" in said
    assert "ook alle mentorconsultants" not in said  # that is over
    services.take_on(db, locked(db, concern), there.follows.id)
    assert _line(db, concern).expected == ()


def _line(db: Db, concern: Concern) -> Line:
    with speaking("nl"):
        (line,) = lines_of(db, [concern])
    return line
