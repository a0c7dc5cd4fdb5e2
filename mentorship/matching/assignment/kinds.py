"""The closed lists of a round: rules, criteria, objectives, and why somebody waits."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """The hard rules, in the order in which they are told."""

    READY = "ready"
    CAPACITY = "capacity"
    TRAVEL = "travel"
    SLOTS = "slots"
    LANGUAGE = "language"
    WISH_GENDER = "wish_gender"
    WISH_AGE = "wish_age"
    THEMES_REFUSED = "themes_refused"
    EXCLUDED = "excluded"
    EARLIER_REFUSAL = "earlier_refusal"
    REST_PERIOD = "rest_period"
    HOUSE = "house"


class Criterion(StrEnum):
    """The criteria that give points, in the order of columns and bars."""

    TRAVEL = "travel"
    SLOTS = "slots"
    INTERESTS = "interests"
    THEMES = "themes"
    LANGUAGES = "languages"
    DISLIKES = "dislikes"
    WISHES = "wishes"
    LOAD = "load"


class Objective(StrEnum):
    """What a round maximises after the numbers matched per priority class."""

    BALANCED = "balanced"
    MAX_MIN = "max-min"


class Reason(StrEnum):
    """Why somebody waits; `caseload` is that of the House, `consultant` the own one's."""

    NO_MENTORS = "no_mentors"
    BLOCKED = "blocked"
    BELOW_FLOOR = "below_floor"
    CASELOAD = "caseload"
    CONSULTANT = "consultant"
    OTHERS_SERVED = "others_served"
