"""All counted benchmarks equal a recount from bare rows, by House and period."""

from mentorship.accounts.access import UserActor
from mentorship.foundation.db import Database
from mentorship.trajectories.standards.board import board
from mentorship.trajectories.standards.periods import Span
from tests.evaluation.simulated_rows import TODAY
from tests.trajectories.standards.population import HOUSE, OTHER, populate
from tests.trajectories.standards.recount import Bare, tally
from tests.trajectories.standards.recounted import BY_KEY, BY_PERIOD

SPANS = [Span(2024, 1), Span(2024, 2), Span(2024), Span(2025, 1), Span(2025), Span(2026, 1)]


def test_dump(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        reader = populate(db).user
        db.commit()
    import time
    with sqlite_database.reading() as db:
        t = time.process_time()
        raw = Bare(db, TODAY)
        answers = {key: list(count(raw)) for key, count in BY_KEY.items()}
        print("recount", time.process_time() - t)
        from mentorship.accounts.access import actor_for
        for span in SPANS:
            t = time.process_time()
            shown = board(db, actor_for(db, reader), span)
            print(span.code, time.process_time() - t)
            for line in shown.lines:
                key = line.benchmark.key
                if not line.benchmark.is_counted:
                    continue
                found = answers.get(key) or list(BY_PERIOD[key](raw, span.first, span.last))
                for house in (HOUSE, OTHER):
                    count = line.cells[house].count
                    told = (count.numerator, count.denominator, count.not_applicable)
                    mine = tally(found, house, span.first, span.last)
                    print("ok " if told == mine else "DIFF", key, line.benchmark.metric, span.code, house, told, mine)
