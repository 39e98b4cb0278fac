"""What an author (or an import) hands in: words and facets, checked in one place.

The form on the page and the import file are held to the same rules, read from the models' limits
and the known facet values.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from hub import screening
from hub.boundaries import implied
from hub.db import today
from hub.errors import Refused
from hub.models import revision
from hub.models.revision import FACET_FIELDS, LISTS, TEXT_FIELDS, Part, parts
from hub.reference.facets import FACETS
from hub.screening import Finding
from hub.submissions.chapter import Chapter
from hub.text import tidy, tidy_line


@dataclass(frozen=True)
class Draft:
    """An experience as handed in. Facets may be missing; title and body may not."""

    title: str
    body: str
    pen_name: str | None = None
    perspective: str | None = None
    treatment: list[str] = field(default_factory=list)
    diagnosis: list[str] = field(default_factory=list)
    stage: str | None = None
    cycles: int | None = None
    outcome: str | None = None
    country: str | None = None
    age_band: str | None = None
    year: int | None = None
    funding: str | None = None
    content_notes: list[str] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Draft":
        """A tidy draft from public field names; names it does not know are left out.

        Raises:
            Refused: a value is of the wrong kind, too long or unknown; every problem is named.
        """
        chapters, faults = _chapters(values.get("chapters") or [])
        if problems := _wrong_kinds(values) | faults:
            raise Refused(problems)
        kept = {name: values.get(name) for name in (*TEXT_FIELDS, *FACET_FIELDS)}
        kept |= {name: list(dict.fromkeys(kept[name] or ())) for name in LISTS}
        kept |= {"title": tidy_line(kept["title"]), "body": tidy(kept["body"])}
        kept |= {name: tidy_line(kept[name]) or None for name in ("pen_name", "country")}
        optional = kept.keys() - {"title", "body"}
        fields: dict[str, Any] = {name: None if value == "" and name in optional else value for name, value in kept.items()}
        draft = cls(**fields, chapters=chapters)
        if problems := draft.problems():
            raise Refused(problems)
        return draft

    def problems(self) -> dict[str, str]:
        """Every field that cannot be taken as it is, with one sentence saying what to do."""
        found = dict(_lengths(self))
        for name, facet in FACETS.items():
            value = getattr(self, name)
            unknown = [v for v in (value if facet.several else [value]) if v and v not in facet.values]
            if unknown:
                found[name] = f"We do not know “{unknown[0][:40]}”. Please choose from the list."
        if self.cycles is not None and not 0 <= self.cycles <= revision.CYCLES_MAX:
            found["cycles"] = f"Please give a number from 0 to {revision.CYCLES_MAX}, or leave it empty."
        if self.year is not None and not revision.YEAR_MIN <= self.year <= today().year:
            found["year"] = f"Please give a year from {revision.YEAR_MIN} to {today().year}, or leave it empty."
        return found

    def values(self) -> dict[str, Any]:
        """Words and facets as a revision stores them: an outcome brings the content note it implies."""
        values = asdict(self) | {"content_notes": implied(self.content_notes, self.outcome)}
        if not self.chapters:
            del values["chapters"]
        return values

    @property
    def parts(self) -> list[Part]:
        """The story in the order it is read: the body first, then each chapter."""
        return parts(self.body, self.stage, self.year, [asdict(chapter) for chapter in self.chapters])

    def findings(self) -> list[tuple[str, Finding]]:
        """What screening marks, each with the place its span counts in: `title`, `body`, `chapter.1` and so on."""
        texts = {"title": self.title, **{part.place: part.body for part in self.parts}}
        return [(place, finding) for place, text in texts.items() for finding in screening.screen(text)]


def _chapters(values: Any) -> tuple[list[Chapter], dict[str, str]]:
    """The chapters told later, and what is wrong with them under names such as `chapters-0-told`."""
    if not isinstance(values, list):
        return [], {"chapters": "This must be a list of chapters."}
    if len(values) > revision.CHAPTERS_MAX:
        return [], {"chapters": f"A story has room for {revision.CHAPTERS_MAX} further parts."}
    chapters: list[Chapter] = []
    problems: dict[str, str] = {}
    for number, value in enumerate(values):
        try:
            chapters.append(Chapter.of(value))
        except Refused as refused:
            problems |= {f"chapters-{number}-{name}": words for name, words in refused.problems.items()}
    return chapters, problems


def _wrong_kinds(values: dict[str, Any]) -> dict[str, str]:
    problems = {}
    for name in (*TEXT_FIELDS, *FACET_FIELDS):
        value = values.get(name)
        if value is None:
            continue
        if name in LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                problems[name] = "This must be a list of words."
        elif name in ("cycles", "year"):
            if not isinstance(value, int) or isinstance(value, bool):
                problems[name] = "Please give a whole number, or leave it empty."
        elif not isinstance(value, str):
            problems[name] = "This must be text."
    return problems


def _lengths(draft: Draft) -> dict[str, str]:
    limits = {"title": revision.TITLE_MAX, "body": revision.BODY_MAX, "pen_name": revision.PEN_NAME_MAX,
              "country": revision.COUNTRY_MAX}
    problems = {
        name: f"This has {len(value):,} characters; there is room for {most:,}. Nothing is lost: please shorten it here."
        for name, most in limits.items() if len(value := getattr(draft, name) or "") > most
    }
    if (whole := len(draft.body) + sum(len(chapter.body) for chapter in draft.chapters)) > revision.WHOLE_MAX:
        problems["chapters"] = f"All parts together have {whole:,} characters; there is room for {revision.WHOLE_MAX:,}."
    if not draft.title:
        problems["title"] = "Please give your story a title. A few plain words are enough."
    if not draft.body:
        problems["body"] = "Please write your story here. It can be as short as you like."
    return problems
