"""Plays the script through the services; looks at the end of a day what is unlike the oracle."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from datetime import date, time

from tests.simulation import events as e
from tests.simulation import match_acts, mentor_acts
from tests.simulation import workdays as w
from tests.simulation.choices import expected_on
from tests.simulation.mentee_acts import record_who_outgrew_their_guardians
from tests.simulation.office import Office, play
from tests.simulation.reading import read
from tests.simulation.state import State
from tests.simulation.world import local_moment

LAST_SECOND = time(23, 59, 59)
_ACTS = (mentor_acts, match_acts)  # to load them is to teach `play` their kinds of event


def live(office: Office, script: Sequence[e.Event], days: Collection[date]) -> Iterator[date]:
    """Lets time pass; gives each of these days when everything of it has happened."""
    to_come = list(reversed(script))
    first = w.local_day(script[0].at)
    new_years = {date(year, 1, 1) for year in range(first.year + 1, max(days).year + 1)}
    for day in sorted(new_years.union(days)):
        if day in new_years:
            _play_until(office, to_come, day, time())
            office.clock.moment = local_moment(day, time())
            record_who_outgrew_their_guardians(office)
        if day in days:
            _play_until(office, to_come, day, LAST_SECOND)
            office.clock.moment = local_moment(day, LAST_SECOND)
            yield day


def _play_until(office: Office, to_come: list[e.Event], day: date, clock: time) -> None:
    moment = local_moment(day, clock)
    while to_come and to_come[-1].at < moment:
        event = to_come.pop()
        office.clock.moment = event.at
        try:
            play(event, office)
        except Exception as error:
            error.add_note(f"while playing {event!r}")
            raise


def differences(office: Office, script: Sequence[e.Event], day: date) -> list[str]:
    """One line for everything that isn't as the oracle says."""
    expected, found = expected_on(script, day), read(office, day)
    return [
        f"{day} {field.name} {line}"
        for field in fields(State)
        for line in _unlike(getattr(expected, field.name), getattr(found, field.name))
    ]


def _unlike(expected: object, found: object) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted({*expected, *found}):
            if expected.get(name) != found.get(name):
                yield f"{name}: expected {expected.get(name)}, found {found.get(name)}"
    elif expected != found:
        yield f"expected {expected}, found {found}"
