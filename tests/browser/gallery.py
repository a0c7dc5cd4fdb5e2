"""Every building block of the pages on one page of the tests, in each of its states."""

from flask import Blueprint, Flask, abort, render_template

from mentorship.foundation.access import public
from mentorship.foundation.forms import (
    BooleanField,
    CheckboxesField,
    DutchDateField,
    EmailAddress,
    EmailField,
    Form,
    IntegerField,
    Longest,
    Optional,
    PasswordField,
    RadioField,
    Required,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

blueprint = Blueprint("gallery", __name__, template_folder="templates")

ANSWERS = [
    SelectChoice("yes", "Ja"),
    SelectChoice("no", "Nee"),
    SelectChoice("unknown", "Dat weet ik niet"),
]
DAYS = [SelectChoice("mo", "Maandag"), SelectChoice("tu", "Dinsdag")]
HOUSES = [SelectChoice("a", "Alkmaar"), SelectChoice("b", "Haarlem")]


class GalleryForm(Form):
    name = StringField("Naam", [Required("Vul de naam in."), Longest(80)])
    email = EmailField(
        "E-mailadres",
        [Optional(), EmailAddress(), Longest(254)],
        description="Alleen voor de link.",
    )
    birth = DutchDateField(
        "Geboortedatum", [Required("Vul de datum in.")], description="dd-mm-jjjj"
    )
    hours = IntegerField("Uren per week", [Optional()])
    agrees = RadioField("Weet de jongere het?", [Required("Kies een antwoord.")], choices=ANSWERS)
    days = CheckboxesField("Dagen", [Optional()], choices=DAYS)
    house = SelectField("Huis", choices=HOUSES)
    note = TextAreaField("Toelichting", [Optional(), Longest(100)])
    password = PasswordField("Wachtwoord", [Optional(), Longest(128)])
    sure = BooleanField("Ik weet het zeker", [Required("Vink dit aan.")])


@blueprint.route("/gallery", methods=["GET", "POST"])
@public
def gallery() -> tuple[str, int]:
    form = GalleryForm()
    form.validate_on_submit()
    page = render_template("gallery.html", form=form, url_of=lambda page: f"/gallery?page={page}")
    return page, form.status


@blueprint.get("/gallery/part/<outcome>")
@public
def part(outcome: str) -> str:
    """What htmx asks for: a part of the page, or an error."""
    if outcome == "wrong":
        abort(500)
    return '<p class="utrecht-paragraph" id="part">Erbij gehaald</p>'


def install(app: Flask) -> None:
    app.register_blueprint(blueprint)
