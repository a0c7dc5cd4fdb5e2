"""The web application as a web server asks for it: settings from the environment."""

import sys

from flask import Flask

from mentorship.foundation import garbage
from mentorship.foundation.refusals import find_reason
from mentorship.foundation.settings import load_settings

garbage.look_for_it_seldom()

_CAN_NOT_BE_LOADED = 4  # what gunicorn stops for; after any other status it tries again for ever


def application() -> Flask:
    """For `gunicorn "mentorship.wsgi:application()"`, one application in each of its processes."""
    try:
        settings = load_settings()
        from mentorship.app import create_app  # noqa: PLC0415 — seconds, for nothing if refused

        return create_app(settings)
    except Exception as failure:
        reason = find_reason(failure)
        if reason is None:
            raise
        sys.stderr.write(f"mentorship: {reason}\n")
    sys.exit(_CAN_NOT_BE_LOADED)
