"""Imports every table, so that mappers and migrations see one complete metadata."""

from sqlmodel import SQLModel

from mentorship.accounts import models as accounts
from mentorship.accounts.cover import models as cover
from mentorship.accounts.reminders import models as reminders
from mentorship.desk import models as desk
from mentorship.foundation import clock, drafts, jobs, links, outbox
from mentorship.foundation.queues import heartbeats
from mentorship.foundation.trail import triggers
from mentorship.matching import models as matching
from mentorship.matching.rounds import models as rounds
from mentorship.mentors import models as mentors
from mentorship.referrals import models as referrals
from mentorship.region import models as region
from mentorship.training import models as training

__all__ = [
    "accounts",
    "clock",
    "cover",
    "desk",
    "drafts",
    "heartbeats",
    "jobs",
    "links",
    "matching",
    "mentors",
    "metadata",
    "outbox",
    "referrals",
    "region",
    "reminders",
    "rounds",
    "training",
    "triggers",
]

metadata = SQLModel.metadata
