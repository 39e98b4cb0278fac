"""What an author sees of a story before sending it: where somebody could be recognised, what a moderator would ask about.

Made for one page and thrown away with it; nothing of it is kept, refused or changed. Not here: which places tell who
somebody is (`hub/screening/identity`), what is rare together (`hub/screening/combination`), and how it looks (the page).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from hub import screening, search
from hub.models.revision import Part
from hub.screening.combination import Rare
from hub.screening.identity import traces
from hub.submissions import Telling
from hub.submissions.draft import Draft
from hub.submissions.recognition import recognisable

BESIDE = ("title", "pen_name", "country")
SEEN_BY_TRACES = ("contact_data", "named_person", "named_clinic", "exact_date")
CARE = frozenset(("distress", "past_despair"))  # answered with help, never marked in the words
TELLING_TOPICS = ("twins", "premature_birth", "mrkh", "klinefelter", "cystic_fibrosis", "military_life",
                  "freezer_failure", "mix_up")


@dataclass(frozen=True)
class Hint:
    """One kind of place that was found: what it is (empty for a moderator's question), what to do, and its own words."""

    label: str
    advice: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Mirror:
    """A story as readers would see it, with the places worth another look (`spans`, by place) and why.

    `parts` are the parts to look at; `whole` says whether that is all of the story.
    """

    draft: Draft
    parts: list[Part]
    whole: bool
    spans: dict[str, list[tuple[int, int]]]
    recognised: list[Hint]
    questions: list[Hint]
    rare: Rare | None

    @classmethod
    def of(cls, telling: Telling, places: Collection[str] = ()) -> "Mirror":
        """Hold the mirror up to a story, or only to these places of it, such as `chapter.2`."""
        draft = telling.draft
        texts = {place: getattr(draft, place) or "" for place in BESIDE} | {part.place: part.body for part in draft.parts}
        texts = {place: text for place, text in texts.items() if not places or place in places}
        seen = [(place, trace) for place, text in texts.items() for trace in traces(text)]
        asked = [(place, f) for place, f in telling.findings if f.check not in (*SEEN_BY_TRACES, *CARE) and place in texts]
        marks = [(place, t.start, t.end) for place, t in seen] + [(place, f.start, f.end) for place, f in asked]
        return cls(
            draft, [part for part in draft.parts if part.place in texts], not places,
            {place: [(start, end) for where, start, end in marks if where == place] for place in texts},
            _hints((trace.softening.label, trace.softening.author, texts[place][trace.start:trace.end]) for place, trace in seen),
            _hints(("", screening.words(f.check), texts[place][f.start:f.end]) for place, f in asked),
            recognisable(draft, _topics(draft)))

    @property
    def clear(self) -> bool:
        """Whether nothing was found; machines overlook things, so this promises nothing."""
        return not (self.recognised or self.questions or self.rare)


def despairs(checks: Iterable[str]) -> bool:
    """Whether what the checks found sounds like despair or danger, so that help is shown first."""
    return not CARE.isdisjoint(checks)


def _hints(found: Iterable[tuple[str, str, str]]) -> list[Hint]:
    """One hint for each kind of place, with every wording once."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for label, advice, words in found:
        kinds.setdefault((label, advice), {})[" ".join(words.split())] = None
    return [Hint(label, advice, tuple(words for words in quotes if words)) for (label, advice), quotes in kinds.items()]


def _topics(draft: Draft) -> list[str]:
    """What the words speak of that few stories do."""
    texts = (draft.title, *(part.body for part in draft.parts))
    spoken = {mention.concept for text in texts for mention in search.mentions(text)}
    return [topic for topic in TELLING_TOPICS if topic in spoken]
