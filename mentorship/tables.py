"""Imports every table, so that mappers and migrations see one complete metadata."""

from sqlmodel import SQLModel

from mentorship.accounts import models as accounts
from mentorship.accounts.cover import models as cover
from mentorship.accounts.reminders import models as reminders
from mentorship.complaints import models as complaints
from mentorship.desk import models as desk
from mentorship.desk.targets import models as targets
from mentorship.evaluation import models as evaluation
from mentorship.evaluation import question_models as questions
from mentorship.evaluation.interviews import models as interviews
from mentorship.evaluation.open_figures import models as open_figures
from mentorship.evaluation.recommendations import models as recommendations
from mentorship.evaluation.records import models as records
from mentorship.foundation import clock, drafts, jobs, links, outbox
from mentorship.foundation.queues import heartbeats
from mentorship.foundation.trail import triggers
from mentorship.matching import models as matching
from mentorship.matching.caseloads import models as caseloads
from mentorship.matching.rounds import models as rounds
from mentorship.mentors import hold_models as holds
from mentorship.mentors import models as mentors
from mentorship.privacy.retention import models as retention
from mentorship.privacy.rights import models as rights
from mentorship.referrals import models as referrals
from mentorship.region import models as region
from mentorship.training import models as training
from mentorship.trajectories import models as trajectories
from mentorship.trajectories import processes
from mentorship.trajectories.closure import models as closure
from mentorship.trajectories.concerns import models as concerns
from mentorship.trajectories.contacts import models as contacts
from mentorship.trajectories.reviews import models as reviews
from mentorship.trajectories.reviews.check_ins import models as check_ins
from mentorship.trajectories.reviews.instruments import models as instruments
from mentorship.trajectories.sessions import models as sessions
from mentorship.trajectories.standards import models as standards

__all__ = [
    "accounts",
    "caseloads",
    "check_ins",
    "clock",
    "closure",
    "complaints",
    "concerns",
    "contacts",
    "cover",
    "desk",
    "drafts",
    "evaluation",
    "heartbeats",
    "holds",
    "instruments",
    "interviews",
    "jobs",
    "links",
    "matching",
    "mentors",
    "metadata",
    "open_figures",
    "outbox",
    "processes",
    "questions",
    "recommendations",
    "records",
    "referrals",
    "region",
    "reminders",
    "retention",
    "reviews",
    "rights",
    "rounds",
    "sessions",
    "standards",
    "targets",
    "training",
    "trajectories",
    "triggers",
]

metadata = SQLModel.metadata
