"""The JSON API: read only, no key, open to other sites. It shows what pages show, under the same rules."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from hub import pairing, search
from hub.boundaries import Boundaries
from hub.db import db
from hub.errors import NotFound, Refused
from hub.models import Experience, Pair, Story
from hub.reference.vocabulary import vocabulary
from hub.search.engine import Choice, Hit
from hub.web import asking
from hub.web.errors import answer_json
from hub.web.present import opening, why

pages = Blueprint("api", __name__, url_prefix="/api/v1")
PAIRS = 10
ITEMS = 50


@pages.after_request
def open_to_all(response: Response) -> Response:
    """Other sites may read what is public anyway."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@pages.errorhandler(Refused)
def bad_request(error: Refused) -> Response:
    """A value out of range is a bad request that names it."""
    return answer_json(400, str(error), error.problems)


@pages.get("/search")
def find() -> Response:
    """Search, with counts by facet; `ref` looks up an import by its outside id."""
    asked = asking.strict(request.args)
    if ref := request.args.get("ref"):
        return jsonify(_by_ref(ref, asked))
    results = asked.answered()
    return jsonify({
        "total": results.total, "results": [_hit(hit) for hit in results.hits],
        "facets": {name: [{"value": c.value, "label": c.label, "count": c.count} for c in counts]
                   for name, counts in results.facets.items()},
        "did_you_mean": results.did_you_mean, "notes": results.notes,
        "choices": [_choice(choice) for choice in results.choices],
    })


@pages.get("/suggest")
def suggest() -> Response:
    """Completions of what is being typed; as=opensearch gives them in the form browsers read."""
    typed = request.args.get("q", "")[:search.LONGEST_QUERY]
    limits = asking.strict(request.args).boundaries
    offered = search.suggest(typed, hidden=limits.hidden, withheld=limits.concepts)
    if request.args.get("as") == "opensearch":
        response = jsonify([typed, [one.text for one in offered]])
        response.mimetype = "application/x-suggestions+json"
        return response
    return jsonify({"suggestions": [
        {"text": one.text, "kind": one.kind, "concept": one.concept,
         "label": vocabulary().concepts[one.concept].label if one.concept else None} for one in offered]})


@pages.get("/vocabulary")
def words() -> Response:
    """Every concept with its definition, the ways to say it, its links and source; and the forms with several meanings."""
    known = vocabulary()
    response = jsonify({
        "concepts": [{"id": one.id, "kind": one.kind, "label": one.label, "definition": one.definition, "forms": one.forms,
                      "broader": one.broader, "related": one.related, "facet": one.facet, "mesh": one.mesh, "source": one.source}
                     for one in known.concepts.values()],
        "collisions": [{"form": form, "means": means, "note": known.notes[form]} for form, means in known.collisions.items()]})
    response.add_etag()
    response.make_conditional(request)
    return response


@pages.get("/experiences/<public_id>")
def experience(public_id: str) -> Response:
    """One experience with the news beside it."""
    found = db.session.scalar(Experience.public().where(Experience.public_id == public_id))
    if found is None:
        raise NotFound("There is no such experience here.")
    limits = asking.strict(request.args).boundaries
    if met := asking.set_aside(found):
        return jsonify(_set_aside(found, met))
    beside = pairing.beside_experience(found, limits, PAIRS)
    told = {name: value for name, value in found.values().items() if not (limits.ending_last and name == "outcome")}
    told["content_notes"] = limits.told(found.text.content_notes)
    return jsonify({**told, **_names(found), "provenance": found.provenance, "pairs": [_pair(p, s) for p, s in beside]})


@pages.get("/news/<slug>")
def news(slug: str) -> Response:
    """One story with the experiences beside it."""
    found = db.session.scalar(Story.public().where(Story.slug == slug))
    if found is None:
        raise NotFound("There is no such story here.")
    limits = asking.strict(request.args).boundaries
    if met := asking.set_aside(found):
        return jsonify(_set_aside(found, met))
    beside = pairing.beside_stories([found], limits, PAIRS)[found.id]
    return jsonify({**found.values(), **_names(found), "pairs": [_pair(p, e) for p, e in beside]})


@pages.get("/items")
def items() -> Response:
    """Some public rows by kind and id, in the order asked for; what is not public is left out, at most fifty are given."""
    limits = asking.strict(request.args).boundaries
    asked = [one.partition(":")[::2] for one in request.args.getlist("id")[:ITEMS]]
    slugs, ids = ([name for kind, name in asked if kind == one] for one in ("news", "experience"))
    rows: dict[tuple[str, ...], Experience | Story] = {
        ("news", row.slug): row for row in db.session.scalars(Story.public().where(Story.slug.in_(slugs)))}
    rows |= {("experience", row.public_id): row for row in db.session.scalars(
        Experience.public().where(Experience.public_id.in_(ids)))}
    found = [rows[one] for one in dict.fromkeys(asked) if one in rows]
    return jsonify({"results": [_set_aside(row, met) if (met := limits.of(row.notes_met)) else _names(row) for row in found]})


@pages.get("/openapi.json")
def openapi() -> Response:
    """What this API answers, in OpenAPI 3.1."""
    return Response(render_template("api/openapi.json", known=asking.KNOWN, sorts=asking.SORTS,
                                    hideable=sorted(Boundaries.known())), mimetype="application/json")


def _names(row: Experience | Story) -> dict[str, Any]:
    if isinstance(row, Story):
        return {"kind": "news", "id": row.slug, "ref": row.ref, "title": row.title,
                "url": url_for("read.story", slug=row.slug, _external=True)}
    return {"kind": "experience", "id": row.public_id, "ref": row.ref, "title": row.text.title,
            "url": url_for("read.experience", public_id=row.public_id, _external=True)}


def _set_aside(row: Experience | Story, met: list[str]) -> dict[str, Any]:
    """What is said of something that whoever asks would rather not meet: which notes, and where it opens all the same."""
    names = _names(row)
    return {"kind": names["kind"], "id": names["id"], "url": names["url"], "set_aside": met, "pairs": []}


def _hit(hit: Hit) -> dict[str, Any]:
    matched = [{"typed": m.typed, "concept": m.concept, "found": m.found} for m in hit.matched]
    return {**_names(hit.row), "excerpt": hit.excerpt.striptags(), "score": hit.score, "matched": matched}


def _choice(choice: Choice) -> dict[str, Any]:
    means = [{"concept": concept, "label": vocabulary().concepts[concept].label, "q": query} for concept, query in choice.means]
    return {"typed": choice.typed, "means": means}


def _pair(pair: Pair, row: Experience | Story) -> dict[str, Any]:
    names = _names(row)
    del names["kind"]
    return {**names, "origin": pair.origin, "score": pair.score, "reasons": [why(pair)]}


def _by_ref(ref: str, asked: asking.Asked) -> dict[str, Any]:
    rows = [row for model in (Story, Experience) for row in db.session.scalars(model.public().where(model.ref == ref))
            if asked.boundaries.meets(row.notes_met)]
    results = [{**_names(row), "excerpt": opening(row.summary if isinstance(row, Story) else row.text.body),
                "score": 0.0, "matched": []} for row in rows]
    return {"total": len(results), "results": results, "facets": {}, "did_you_mean": None, "notes": [], "choices": []}
