"""The pages about training: which address leads to which page."""

from flask import Blueprint, Flask

blueprint = Blueprint("training", __name__, template_folder="../templates")


def install(app: Flask) -> None:
    """The menu of these pages."""
