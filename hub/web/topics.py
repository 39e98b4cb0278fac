"""Topic pages: for each concept of the vocabulary that enough was told of, its news and experiences in one place."""

from collections.abc import Collection

from flask import Blueprint, abort, make_response, redirect, render_template, request

from hub import topics, voices
from hub.db import today
from hub.errors import NotFound
from hub.models import Experience, Story
from hub.reference import figures, organisations
from hub.reference.vocabulary import Concept, fold
from hub.text import tidy_line
from hub.web import asking
from hub.web.present import link_with
from hub.web.read import listed

pages = Blueprint("topics", __name__)
pages.add_app_template_global(topics.slug, "topic_slug")
NEWS = 4
TYPED_MAX = 60
#: The kinds of concepts in the order of the page, as they are called there.
KINDS = {
    "stages": "Stages of treatment", "treatments": "Treatments", "extras": "Extras", "embryos": "Embryos",
    "diagnoses": "Diagnoses", "male_diagnoses": "Diagnoses in men", "tests": "Tests",
    "medicines": "Medicines", "body": "The body", "outcomes": "How it went", "feelings": "Feelings", "people": "People",
    "donors": "Donors", "care": "Care", "money_and_law": "Money and law", "places": "Places", "news": "What the news tells",
}


@pages.get("/topics", endpoint="topics")
def all_topics() -> str:
    """Every topic with a page, by kind, or those whose name or other words begin as typed."""
    typed = tidy_line(request.args.get("q"))[:TYPED_MAX]
    found = [topic for topic in topics.standing(asking.boundaries()).values()
             if any(f" {fold(typed)}" in f" {form}" for form in topic.concept.folded)]
    found.sort(key=lambda topic: topic.concept.label.casefold())
    groups = {kind: [topic for topic in found if topic.concept.kind == kind] for kind in KINDS}
    return render_template("topics/topics.html", groups=groups, kinds=KINDS, typed=typed, total=len(found))


@pages.get("/topics/<name>")
def topic(name: str) -> str:
    """One topic: what it means, its news, and its experiences by stage."""
    concept, limits = _named(name), asking.boundaries()
    beside = topics.around(concept)
    met = _met(concept, [one.id for several in beside.values() for one in several])
    number = figures.beside({concept.id: 1.0}, today(), limits.hidden)
    shelf = topics.shelf(Story)
    return render_template("topics/topic.html", topic=met[concept.id], news=shelf.rows(shelf.within(limits, concept.id)[:NEWS]),
                           stages=topics.stages(concept, limits), missing=voices.missing([concept], limits)[concept.id],
                           figure=number, today=today(), organisations=organisations.knowing(concept.kind),
                           countries=organisations.directory().countries,
                           beside={how: [met[c.id] for c in several if c.id in met] for how, several in beside.items()})


@pages.get("/topics/<name>/news")
def news(name: str) -> str:
    """All news of a topic, newest first."""
    concept = _named(name)
    topic = _met(concept)[concept.id]
    rows, where = listed(Story, concept.id)
    return render_template("topics/all.html", topic=topic, rows=rows, pages=where, kind="news")


@pages.get("/topics/<name>/experiences")
def experiences(name: str) -> str:
    """All experiences of a topic, newest first."""
    concept = _named(name)
    topic = _met(concept)[concept.id]
    rows, where = listed(Experience, concept.id)
    return render_template("topics/all.html", topic=topic, rows=rows, pages=where, kind="experiences")


def _named(name: str) -> Concept:
    """The concept of an address; another spelling of it is sent to the one address."""
    concept = topics.named(name)
    if concept is None:
        raise NotFound("There is no such topic here.")
    if name != topics.slug(concept):
        abort(redirect(link_with(name=topics.slug(concept)), 308))
    return concept


def _met(concept: Concept, beside: Collection[str] = ()) -> dict[str, topics.Topic]:
    """The topics with a page among a concept and those beside it; where it has none itself, that is said kindly."""
    met = topics.standing(asking.boundaries(), {concept.id, *beside})
    if concept.id not in met:
        abort(make_response(render_template("topics/sparse.html", concept=concept), 404))
    return met
