"""Every counted benchmark once more, from bare rows: no function of the program is used here.

Written from the texts of the standards, the domain and the sentence that the board shows with each
count. An answer is the House, the day that puts it into a period, and yes, no or "does not apply".
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from mentorship.foundation.db import Db
from tests.evaluation.recounted import Raw, Row

Answer = tuple[str, date, bool | None]
HERE = ZoneInfo("Europe/Amsterdam")
GROWN_UP = "young_person_16_plus"
BOTH = "both_parents"


def day_of(moment: datetime) -> date:
    """On the clock of the programme; what is stored is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))
    return aware.astimezone(HERE).date()


class Bare(Raw):
    """The rows of the follow-up, and those of mentors, training, matches and referrals."""

    def __init__(self, db: Db, today: date) -> None:
        super().__init__(db, {}, today)
        self.referrals = self.all("referral")
        self.triage = self.by("triage_decision", "referral_id")
        self.answered = {row["decision_id"] for row in self.all("triage_answer")}
        self.mentors = {row["id"]: row for row in self.all("mentor")}
        self.interviews = self.by("interview", "mentor_id")
        self.references = self.by("mentor_reference", "mentor_id")
        self.vogs = self.by("vog_sighting", "mentor_id")
        self.signed = self.by("agreement", "mentor_id")
        self.meetings = {row["id"]: row for row in self.all("training_meeting")}
        self.modules = {row["code"]: row for row in self.all("training_module")}
        self.attended = self.by("attendance", "mentor_id")
        self.completed = self.by("training_record", "mentor_id")
        self.matches = [row for row in self.all("mentor_match") if row["started_at"]]
        self.matches_of: defaultdict[UUID, list[Row]] = defaultdict(list)
        for row in self.matches:
            self.matches_of[row["mentor_id"]].append(row)
        self.decisions = self.by("proposal_decision", "proposal_id")
        self.said = self.by("match_answer", "match_id")
        over = {row["id"]: day_of(row["closed_at"]) for row in self.matches if row["closed_at"]}
        # Until somebody closes it, a trajectory is over when the match is.
        self.lasted = [
            {**row, "ended_on": row["ended_on"] or over.get(row["match_id"])}
            for row in self.trajectories
        ]
        self.trajectory_of = {row["match_id"]: row for row in self.all("trajectory")}
        self.guided: defaultdict[UUID, list[Row]] = defaultdict(list)
        for row in self.lasted:
            self.guided[row["mentor_id"]].append(row)
        self.first_meetings = self.by("first_meeting")
        self.logged = {row["id"]: row for row in self.all("session_log")}

    def house(self, one: Row) -> str:
        """That of the young person today: a file that moved is counted where it is."""
        return str(self.mentees[one["mentee_id"]]["house_code"])

    def needs_guardian(self, one: Row) -> bool:
        authority = self.mentees[one["mentee_id"]]["authority"]
        return authority is not None and authority != GROWN_UP


def tally(answers: Iterable[Answer], house: str, first: date, last: date) -> tuple[int, int, int]:
    """Numerator, denominator and to how many it doesn't apply."""
    own = [answer for where, day, answer in answers if where == house and first <= day <= last]
    applicable = [answer for answer in own if answer is not None]
    return sum(applicable), len(applicable), len(own) - len(applicable)
