"""How far referrals came, per kind of partner, and how long each step took."""

from flask import render_template

from mentorship.desk.funnel import STEPS, funnel
from mentorship.desk.funnel_labels import STEPS as NAMES
from mentorship.desk.funnel_labels import WAITS
from mentorship.evaluation.wording import half_year_name
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.requests import request_db
from mentorship.region.labels import ORGANISATION_TYPES


@requires(Permission.TARGET_MANAGE)
def partners() -> str:
    found = funnel(request_db())
    return render_template(
        "desk/funnel.html",
        funnel=found,
        steps=STEPS,
        step_names=NAMES,
        waits=WAITS,
        partners=ORGANISATION_TYPES,
        half_year_name=half_year_name,
    )
