"""The search page."""

from flask import Blueprint, render_template, request

from hub import search
from hub.reference.facets import FACETS, label
from hub.reference.vocabulary import vocabulary
from hub.web import asking
from hub.web.present import Pages

pages = Blueprint("find", __name__)
FACET_LABELS = {name: facet.label for name, facet in FACETS.items()} | {
    "kind": "News or experience", "topic": "Topic", "cycles": "Cycles", "country": "Country",
    "age": "Age when treated", "year": "Year"}


def chosen_label(name: str, value: str) -> str:
    """A chosen filter's value in words."""
    if name == "topic":
        return vocabulary().concepts[value].label
    return label("age_band" if name == "age" else name, value)


@pages.get("/search", endpoint="search")
def find() -> str:
    """Search what is published, filtered by facet; what cannot be asked is left out and said."""
    asked, problems = asking.read(request.args)
    results = search.find(search.Query.parse(asked.q), filters=asked.filters, hidden=asked.boundaries.hidden,
                          sort=asked.sort, page=asked.page, per_page=asked.per_page)
    return render_template("find/search.html", asked=asked, results=results, problems=problems, facet_labels=FACET_LABELS,
                           chosen_label=chosen_label,
                           pages=Pages(asked.page, results.total, asked.per_page))
