"""The search page, and what a browser needs to search here from its own box.

Not here: what is asked (`asking.py`), what is found (`hub/search`), suggestions while typing (`api.py`), the feed of a
search (`feeds.py`).
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from hub import search
from hub.reference.facets import FACETS, label
from hub.reference.vocabulary import fold, vocabulary
from hub.search.analysis import stems, words
from hub.web import asking
from hub.web.present import Pages, in_a_sentence

pages = Blueprint("find", __name__)
FACET_LABELS = {name: facet.label for name, facet in FACETS.items()} | {
    "kind": "News or experience", "topic": "Topic", "cycles": "Cycles", "country": "Country",
    "age": "Age when treated", "year": "Year"}
#: Fewer stories than this would tell the ending of each.
MIX_FROM = 3
MOST_WHYS = 3


@dataclass(frozen=True)
class Ending:
    """How many stories of a list stand so, and the part of the whole bar from `start` that is, in hundredths."""

    label: str
    count: int
    start: float
    share: float


@pages.get("/search", endpoint="search")
def find() -> str:
    """Search what is published, filtered by facet; what cannot be asked is left out and said."""
    asked, problems = asking.read(request.args)
    query, results = search.Query.parse(asked.q), asked.answered()
    return render_template("find/search.html", asked=asked, query=query, results=results, problems=problems,
                           advice=search.advise(query, results), facet_labels=FACET_LABELS, chosen_label=chosen_label,
                           withheld=asked.boundaries.concepts, mix=mix(results, asked.filters), why_found=why_found,
                           as_typed=as_typed, concept_label=concept_label, missing=missing,
                           pages=Pages(asked.page, results.total, asked.per_page))


@pages.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser asks this hub, and where it gets suggestions."""
    return Response(render_template("find/opensearch.xml"), mimetype="application/opensearchdescription+xml")


def chosen_label(name: str, value: str) -> str:
    """A chosen filter's value in words."""
    if name == "topic":
        return vocabulary().concepts[value].label
    if name == "kind":
        return "Experiences" if value == "experience" else "News"
    return label("age_band" if name == "age" else name, value)


def concept_label(concept: str) -> str:
    """What the hub calls a concept, within a sentence."""
    known = vocabulary().concepts[concept]
    first = known.label.split()[0]
    others = [form for form in known.forms[1:] if first.casefold() in form.casefold()]
    is_a_name = known.kind == "places" or (others and all(first in form for form in others))
    return known.label if is_a_name else in_a_sentence(known.label)


def mix(results: search.Results, filters: dict[str, list[str]]) -> list[Ending]:
    """How the stories of a list stand, as their authors told it; nothing for a list so short that it would give them away,
    nor for a reader who is told endings last."""
    if "outcome" not in results.facets:
        return []
    chosen = filters.get("outcome")
    counts = {one.label: one.count for one in results.facets["outcome"] if not chosen or one.value in chosen}
    stories = next((one.count for one in results.facets.get("kind", []) if one.value == "experience"), 0)
    if "experience" in filters.get("kind", ["experience"]) and stories > sum(counts.values()) and not chosen:
        untold = label("outcome", "untold")
        counts[untold] = counts.get(untold, 0) + stories - sum(counts.values())
    total, start, found = sum(counts.values()), 0.0, []
    for words_of_it, count in counts.items():
        found.append(Ending(words_of_it, count, round(start, 2), round(100 * count / total, 2)))
        start += 100 * count / total
    return found if total >= MIX_FROM else []


def as_typed(query: search.Query, folded: str) -> str:
    """Words of a query as the reader wrote them."""
    written = {found[0]: raw for term in query.terms for raw in term.typed.split() if len(found := words(raw)) == 1}
    return " ".join(written.get(word, word) for word in folded.split())


def why_found(query: search.Query, hit: search.Hit) -> list[str]:
    """For each typed word that is not itself among the words found: what it was taken to mean, and what was found."""
    said = [_why(match, as_typed(query, match.typed)) for match in hit.matched]
    return [words_of_it for words_of_it in said if words_of_it][:MOST_WHYS]


def _why(match: search.Match, typed: str) -> str:
    there, asked = set(stems(match.found)), set(stems(match.typed))
    plain = there <= asked or asked <= there or match.found.casefold().startswith(match.typed.rstrip("*"))
    if plain and not match.facet:
        return ""
    if not match.concept:
        return f"“{typed}” read as “{match.found}”"
    known, named = vocabulary(), concept_label(match.concept)
    meant = known.by_form.get(fold(match.typed), ())
    found = "a label its author chose" if match.facet else f"found “{match.found}”" if fold(match.found) != fold(named) else ""
    kind = set(known.concepts[match.concept].broader) & set(meant)
    means = "" if fold(named) == fold(match.typed) else f"= {named}" if match.concept in meant else \
        f"takes in {named}" if kind else f"is near {named}"
    return "; ".join(part for part in (f"“{typed}” {means}".strip(), found) if part)


def missing(voice: search.Voice) -> str:
    """Whose voice nobody has heard yet, in words: from a partner after azoospermia."""
    who = in_a_sentence(label("perspective", voice.perspective)).removeprefix("from ") if voice.perspective else ""
    about = ""
    if voice.subject:
        after = vocabulary().concepts[voice.subject].kind.endswith("diagnoses") and who
        about = f"{'after' if after else 'about'} {concept_label(voice.subject)}"
    return " ".join(part for part in (who and f"from {who}", about) if part)
