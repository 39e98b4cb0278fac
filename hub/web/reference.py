"""What is known, for readers: official numbers, and where people can turn."""

from flask import Blueprint, render_template, request

from hub.db import today
from hub.reference import figures, organisations
from hub.web import asking

pages = Blueprint("reference", __name__)


@pages.get("/numbers")
def numbers() -> str:
    """Every official figure within the reader's boundaries, drawn and told."""
    shown = figures.shown(asking.boundaries().hidden)
    return render_template("reference/numbers.html", groups=figures.groups(), shown=shown,
                           left_out=len(figures.shown()) - len(shown), today=today())


@pages.get("/support")
def support() -> str:
    """Where people can turn, in a country or everywhere; help in a crisis first."""
    country, known = request.args.get("country", ""), organisations.directory()
    within = known.within(country)
    listed = organisations.for_country(country) if within else known.organisations
    return render_template("reference/support.html", countries=known.countries, within=within, unknown=country and not within,
                           help_now=organisations.help_now(country), others=[one for one in listed if one.kind != "help_now"],
                           kinds=organisations.KINDS, today=today())
