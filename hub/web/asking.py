"""What a reader asks of a list or a search, read from the address in one way for pages and the API."""

from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from hub.boundaries import Boundaries
from hub.errors import Refused
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
        """The question as an address asks it again: no longer than it is read, without what is not known here, nor the page."""
        return {"q": Query.parse(self.q).text or None, **self.filters, "hide": sorted(self.boundaries.hidden),
                "sort": None if self.sort == "relevance" else self.sort, "endings": "mixed" if self.mixed else None}

    def answered(self, **otherwise: Any) -> Results:
        """What search answers to it; `otherwise` asks for another order or length."""
        return find(Query.parse(self.q), **{
            "filters": self.filters, "hidden": self.boundaries.hidden, "sort": self.sort, "mixed": self.mixed,
            "page": self.page, "per_page": self.per_page, **otherwise})


def boundaries(args: MultiDict[str, str]) -> Boundaries:
    """What this reader would rather not meet."""
    return Boundaries.chosen(args.getlist("hide"))


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
    if unknown := set(args.getlist("hide")) - FACETS["content_notes"].values.keys() - {""}:
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
    return Asked(args.get("q", ""), filters, boundaries(args), sort, endings == "mixed",
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
