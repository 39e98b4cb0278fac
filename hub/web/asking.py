"""What a reader asks of a list or a search, read in one way for pages and the API; and what they would rather not meet."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, request
from werkzeug.datastructures import MultiDict

from hub.boundaries import Boundaries
from hub.errors import Refused
from hub.models import Experience, Story
from hub.models.revision import COUNTRY_MAX
from hub.reference.facets import FACETS
from hub.reference.vocabulary import vocabulary
from hub.search import Query, Results, find

SORTS = ("relevance", "newest")
PAGE_MAX = 1_000
KNOWN: dict[str, frozenset[str] | None] = {
    "kind": frozenset({"experience", "news"}),
    "topic": frozenset(),  # any concept of the vocabulary, looked up when asked
    "treatment": frozenset(FACETS["treatment"].values),
    "outcome": frozenset(FACETS["outcome"].values),
    "perspective": frozenset(FACETS["perspective"].values),
    "diagnosis": frozenset(FACETS["diagnosis"].values),
    "cycles": frozenset({"1", "2", "3", "4plus"}),
    "country": None,
    "age": frozenset(FACETS["age_band"].values),
    "year": None,
}

#: No facet takes more values at once.
VALUES_MAX = 20
#: The pages for readers: what a reader's browser keeps changes them.
HEEDING = frozenset({"about", "boundaries", "feeds", "find", "glossary", "read", "reference", "topics", "voices"})
#: Forms about something published: what it says changes only whether they name it.
NAMING = frozenset({"reports", "share"})
UNMOVED = frozenset({"about.security", "find.opensearch"})


@dataclass(frozen=True)
class Asked:
    """One question to the hub: words, filters, boundaries, order, whether endings take turns, and page."""

    q: str = ""
    filters: dict[str, list[str]] = field(default_factory=dict)
    boundaries: Boundaries = Boundaries()
    sort: str = "relevance"
    mixed: bool = False
    page: int = 1
    per_page: int = 10

    @property
    def parameters(self) -> dict[str, Any]:
        """The question as an address here asks it again: no longer than it is read, without what is not known here, the page,
        and what the reader's browser keeps."""
        return {"q": Query.parse(self.q).text or None, **self.filters, "hide": carried().words,
                "sort": None if self.sort == "relevance" else self.sort, "endings": "mixed" if self.mixed else None}

    def answered(self, **otherwise: Any) -> Results:
        """What search answers to it; `otherwise` asks for another order or length."""
        results = find(Query.parse(self.q), **{
            "filters": self.filters, "hidden": self.boundaries.hidden, "sort": self.sort, "mixed": self.mixed,
            "page": self.page, "per_page": self.per_page, **otherwise})
        if self.boundaries.ending_last:
            results.facets.pop("outcome", None)
        return results


def boundaries() -> Boundaries:
    """What whoever asks would rather not meet: what the address says and what their browser keeps, united.

    The one place that says so. An answer to a reader depends on the address and this value alone; where `heeds_cookie()`,
    the value depends on the cookie too.
    """
    return carried() | kept()


def carried() -> Boundaries:
    """What the address says of it: links carry this on."""
    return Boundaries.chosen(request.args.getlist("hide"))


def kept() -> Boundaries:
    """What the reader's browser keeps of it, for a page that heeds it."""
    return said(request.cookies.get(cookie_name(current_app), "") if heeds_cookie() else "")


def said(cookie: str) -> Boundaries:
    """What the cookie's value says."""
    return Boundaries.chosen(cookie.split("."))


def heeds_cookie() -> bool:
    """Whether this page looks at what the reader's browser keeps. The API, authors' own pages and the desk do not."""
    return request.blueprint in HEEDING | NAMING and request.endpoint not in UNMOVED


def set_aside(found: Story | Experience) -> list[str]:
    """The notes for which whoever asks would rather not meet this; none where they ask to open it all the same."""
    return [] if "open" in request.args else boundaries().of(found.notes_met)


def cookie_name(app: Flask) -> str:
    """What the cookie is called: behind TLS so that no other host can set it."""
    return "__Host-boundaries" if behind_tls(app) else "boundaries"


def behind_tls(app: Flask) -> bool:
    """Whether readers come by https."""
    return str(app.config["HUB_PUBLIC_URL"]).startswith("https://")


def page(args: MultiDict[str, str]) -> int:
    """Which page of a list; the first where none or nonsense was asked for."""
    return min(max(args.get("page", 1, type=int), 1), PAGE_MAX)


def read(args: MultiDict[str, str]) -> tuple[Asked, dict[str, str]]:
    """The question, with whatever cannot be asked left out, and why by parameter."""
    problems: dict[str, str] = {}
    filters = {}
    for name in KNOWN:
        values = [value.strip() for value in args.getlist(name) if value.strip()]
        good = list(dict.fromkeys(value for value in values if _known(name, value)))
        if not all(_known(name, value) for value in values):
            problems[name] = f"{name} has a value this hub does not know."
        elif len(good) > VALUES_MAX:
            problems[name] = f"{name} takes {VALUES_MAX} values at once."
        if good:
            filters[name] = good[:VALUES_MAX]
    if unknown := set(args.getlist("hide")) - Boundaries.known() - {""}:
        problems["hide"] = f"hide has {len(unknown)} content notes this hub does not know."
    sort = args.get("sort") or "relevance"
    if sort not in SORTS:
        problems["sort"], sort = "sort is relevance or newest.", "relevance"
    endings = args.get("endings", "")
    if endings not in ("", "mixed"):
        problems["endings"] = "endings is mixed, or left out."
    numbers = {"page": (1, PAGE_MAX, 1), "per_page": (1, 50, 10)}
    for name, (least, most, default) in numbers.items():
        given = args.get(name) or str(default)
        number = int(given) if given.isdecimal() and len(given) < 9 else -1
        if not least <= number <= most:
            problems[name], number = f"{name} is a number from {least} to {most}.", default
        numbers[name] = (least, most, number)
    return Asked(args.get("q", ""), filters, boundaries(), sort, endings == "mixed",
                 numbers["page"][2], numbers["per_page"][2]), problems


def strict(args: MultiDict[str, str]) -> Asked:
    """The question.

    Raises:
        Refused: a value is out of range; every such parameter is named.
    """
    asked, problems = read(args)
    if problems:
        raise Refused(problems)
    return asked


def _known(name: str, value: str) -> bool:
    if name == "topic":
        return value in vocabulary().concepts
    if name == "year":
        return value.isdecimal() and len(value) == 4
    known = KNOWN[name]
    return len(value) <= COUNTRY_MAX if known is None else value in known
