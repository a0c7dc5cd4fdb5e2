"""The table of contents: which rooms the web application has and what they stand on."""

from flask import Flask, redirect, render_template, url_for
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from mentorship.accounts import views as accounts
from mentorship.complaints import views as complaints
from mentorship.desk import views as desk
from mentorship.desk.targets import views as targets
from mentorship.evaluation import views as evaluation
from mentorship.evaluation.interviews import views as interviews
from mentorship.evaluation.open_figures import views as open_figures
from mentorship.foundation import access
from mentorship.foundation.db import Database
from mentorship.foundation.forms import longest_of, summary_title
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import install_requests
from mentorship.foundation.settings import Settings
from mentorship.foundation.web import navigation
from mentorship.foundation.web.assets import install_assets
from mentorship.foundation.web.emergency import install_emergency
from mentorship.foundation.web.errors import install_errors
from mentorship.foundation.web.headers import install_headers
from mentorship.foundation.web.health import install_health
from mentorship.foundation.web.language import install_language
from mentorship.foundation.web.logs import configure_logs, install_logs
from mentorship.foundation.web.origins import install_origins
from mentorship.foundation.web.telephone import install_telephone
from mentorship.matching import views as matching
from mentorship.mentors import views as mentors
from mentorship.privacy import views as privacy
from mentorship.profiles import views as profiles
from mentorship.referrals import views as referrals
from mentorship.region import views as region
from mentorship.training import views as training
from mentorship.trajectories import views as trajectories
from mentorship.trajectories.concerns import views as concerns
from mentorship.trajectories.contacts import views as contacts
from mentorship.trajectories.reviews import views as reviews
from mentorship.trajectories.sessions import views as sessions
from mentorship.trajectories.standards import views as standards

ROOMS = (
    accounts,
    region,
    profiles,
    mentors,
    referrals,
    training,
    matching,
    trajectories,
    sessions,
    contacts,
    reviews,
    concerns,
    standards,
    complaints,
    evaluation,
    open_figures,
    interviews,
    privacy,
    desk,
    targets,
)

# A text of a million letters fits, also when each is an é and takes six bytes on the way here: a
# form then says that it is too long and still holds it. Beyond this nothing is read.
LARGEST_REQUEST = 8 * 1024 * 1024


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    app = Flask(
        "mentorship",
        static_folder="foundation/static",
        template_folder="foundation/templates",
    )
    configure_logs(settings.log_level)
    _configure(app, settings)
    install_logs(app)
    install_language(app)
    install_headers(app, https=app.config["SESSION_COOKIE_SECURE"])
    install_assets(app)
    install_origins(app)
    install_errors(app)
    install_requests(app, database or Database(settings))
    _guard(app)
    install_health(app)
    install_telephone(app)
    install_emergency(app)
    _furnish_templates(app, settings)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
        room.install(app)
    app.add_url_rule("/", "home", home)
    access.refuse_unmarked(app)
    return app


@access.public
def home() -> str | Response:
    """Whoever is signed in goes on to their day; everybody else reads what this is."""
    if access.current_actor() is not None:
        return redirect(url_for("desk.home"), 303)
    start_links = [
        (_("Sign in"), url_for("accounts.sign_in")),
        (_("Read what ONE-on-ONE is"), url_for("referrals.leaflet")),
    ]
    return render_template("foundation/home.html", start_links=start_links)


def _configure(app: Flask, settings: Settings) -> None:
    https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.signing_secret(),
        SESSION_COOKIE_NAME="__Host-mentorship" if https else "mentorship",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,  # the gate goes first, see _guard
        PREFERRED_URL_SCHEME="https" if https else "http",
    )
    app.extensions["settings"] = settings
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]


def _guard(app: Flask) -> None:
    """First who may, then whether our own page asked: a sign-in that ended is said as such."""
    access.install_gate(app)
    csrf = CSRFProtect(app)
    app.before_request(lambda: csrf.protect(apply_exemptions=False))


def _furnish_templates(app: Flask, settings: Settings) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.globals.update(
        longest_of=longest_of,
        may=access.may,
        menu=navigation.menu,
        Permission=access.Permission,
        program_mode=lambda: settings.mode,
        signed_in_as=navigation.signed_in_as,
        summary_title=summary_title,
    )
