"""Where each role goes from its home page when nothing presses."""

from dataclasses import dataclass

from mentorship.foundation.access import Permission
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Way:
    """One card: what one finds there and the link to it."""

    permission: Permission
    label: LazyText
    endpoint: str
    text: LazyText


WAYS = (
    Way(
        Permission.REFERRAL_READ_CASE,
        _l("Referrals"),
        "referrals.inbox",
        _l("All referrals of your House: what waits, what was asked, what was decided."),
    ),
    Way(
        Permission.MENTEE_READ,
        _l("Young people"),
        "mentees.index",
        _l("From the intake to the match, with the steps and their last days."),
    ),
    Way(
        Permission.MATCH_READ,
        _l("Matching"),
        "matching.rounds_overview",
        _l("Rounds, their proposals and the matches that run. You decide every pair yourself."),
    ),
    Way(
        Permission.TRAJECTORY_READ,
        _l("Trajectories"),
        "trajectories.index",
        _l("From the first meeting to aftercare: who is where, and what is asked now."),
    ),
    Way(
        Permission.INTERVIEW_HAND_ON,
        _l("Invitations to a talk"),
        "interviews.running",
        _l("From researchers to young people who agreed to being asked. You pass them on."),
    ),
    Way(
        Permission.MENTOR_READ,
        _l("Mentors"),
        "mentors.board_board",
        _l("Who is how far, who is ready, and what is still missing."),
    ),
    Way(
        Permission.SESSION_LOG,
        _l("My match"),
        "sessions.mine_mine",
        _l("When you meet, your logs, and what it cost you."),
    ),
    Way(
        Permission.MENTOR_OWN,
        _l("My mentorship"),
        "mentors.mine_mine",
        _l("Your profile, your pause, and what is still missing."),
    ),
    Way(
        Permission.MATCH_OWN,
        _l("My proposals"),
        "matching.mine_mine",
        _l("Whom we asked you to guide, and what you answered."),
    ),
    Way(
        Permission.TRAINING_READ,
        _l("Training"),
        "training.cohorts_overview",
        _l("Cohorts, meetings, and who was there."),
    ),
    Way(
        Permission.TRAINING_OWN,
        _l("My training"),
        "training.own_mine",
        _l("Your meetings, how far you are, and your calendar."),
    ),
    Way(
        Permission.MATCH_SETTINGS,
        _l("Matching settings"),
        "matching.settings_current",
        _l("What counts how much in a round, and who changed it."),
    ),
    Way(
        Permission.REFERRAL_CREATE,
        _l("New referral"),
        "referrals.new",
        _l("Is a mentor something for somebody you know? A short guide and one question first."),
    ),
    Way(
        Permission.REFERRAL_READ_OWN,
        _l("My referrals"),
        "referrals.mine",
        _l("What you sent, how far it is, and your drafts."),
    ),
    Way(
        Permission.COVER_MANAGE,
        _l("Cover"),
        "accounts.cover",
        _l("Which mentor consultant is away, and which colleague follows their young people."),
    ),
    Way(
        Permission.TARGET_MANAGE,
        _l("Targets and funding"),
        "targets.index",
        _l("How many young people are guided beside the target, the money, and what it costs."),
    ),
    Way(
        Permission.STANDARDS_READ,
        _l("Practice standards"),
        "standards.index",
        _l("How well the programme does what works, with numerator and denominator."),
    ),
    Way(
        Permission.BUNDLE_SPECIFY,
        _l("Evaluation"),
        "evaluation.bundles_overview",
        _l("Bundles for an evaluator or a municipality: asked for, released, downloaded."),
    ),
    Way(
        Permission.RECOMMENDATION_READ,
        _l("Recommendations"),
        "evaluation.recommendations_overview",
        _l("What studies recommend to the programme: whose it is, by when, and what came of it."),
    ),
    Way(
        Permission.BUNDLE_READ,
        _l("Bundles"),
        "evaluation.portal_overview",
        _l("The figures that are meant for you, with their codebook."),
    ),
    Way(
        Permission.AUDIT_READ,
        _l("Audit trail"),
        "privacy.trail_overview",
        _l("Who did or read what, when and why, and whether the trail still is whole."),
    ),
    Way(
        Permission.AUDIT_READ,
        _l("Processing register"),
        "privacy.register_overview",
        _l("Which data the program keeps, about whom, why and how long."),
    ),
    Way(
        Permission.AUDIT_READ,
        _l("Requests about own data"),
        "privacy.requests_overview",
        _l("What people ask about their own data, and by when they have to hear."),
    ),
    Way(
        Permission.AUDIT_READ,
        _l("Retention runs"),
        "privacy.retention_overview",
        _l("Whose records are over, what was destroyed, and what is kept for now."),
    ),
    Way(
        Permission.USER_APPROVE,
        _l("Users"),
        "accounts.users",
        _l("Who has an account, which roles they hold, and what waits for a second person."),
    ),
    Way(
        Permission.ORGANISATION_MANAGE,
        _l("Organisations"),
        "region.organisations",
        _l("The partners that refer or evaluate."),
    ),
    Way(
        Permission.REGION_READ,
        _l("Region"),
        "region.houses",
        _l("The Houses, their municipalities and places."),
    ),
    Way(
        Permission.ACCOUNT_OWN,
        _l("My account"),
        "accounts.overview",
        _l("Your name, your password, and where you are signed in."),
    ),
)


def ways_of(permissions: frozenset[Permission]) -> list[Way]:
    return [way for way in WAYS if way.permission in permissions]
