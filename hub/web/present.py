"""How stored things read on a page: labels, months, Markdown, marked text, reasons in words.

Not here: what is shown (the views) and to whom (`public()`, boundaries).
"""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import nh3
from flask import Flask, current_app, request, url_for
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from hub import pairing, screening
from hub.history import AUTHOR
from hub.models import Experience, LogEntry, Pair, Revision, StoredFinding
from hub.models.revision import Part
from hub.policy import ALONE_AFTER
from hub.reference.facets import FACETS, label
from hub.reference.reasons import REASONS
from hub.reference.vocabulary import vocabulary
from hub.submissions.draft import Draft
from hub.web import asking, charts
from hub.web.explaining import Words

_markdown = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "hr"}
MARKS = {"a": {"href"}, "span": {"class"}, "button": {"type", "popovertarget", "aria-label", "aria-describedby"}}
CARD_LENGTH = 220
READERS = ("read.", "find.", "reference.", "topics.", "glossary.")
KEPT = "hub.kept"
STATE_WORDS = {
    "submitted": "Waiting for a moderator", "asked": "A moderator has asked you something",
    "proposed": "A moderator proposes a change", "published": "Published", "hidden": "Hidden",
    "declined": "Not published", "withdrawn": "Withdrawn", "removed": "Removed",
}
# The same states as a moderator speaks of them.
DESK_WORDS = {
    "submitted": "waits for a decision", "asked": "the author was asked", "proposed": "a change was proposed",
    "published": "published", "hidden": "hidden", "declined": "declined", "withdrawn": "withdrawn by its author",
    "removed": "removed; a second person erases it",
}

# What happened, as its author reads it; where a state says it better, STATE_WORDS does.
ACT_WORDS = {
    "submit": "You sent your story", "revise": "You sent a changed version", "chapter": "You added a part",
    "answer": "You answered", "appeal": "You asked for a second look", "publish": "A moderator published it",
    "ask": "A moderator asked you something", "propose": "A moderator proposed other words",
    "accept": "You agreed to the proposed words, and they were published", "decline": "A moderator decided not to publish it",
    "expire": "It waited too long for an answer and was let go", "remove": "A moderator removed it",
    "import": "It was brought in",
}
ACT_WORDS_BY = {("hide", True): "You hid it from readers", ("hide", False): "A moderator hid it from readers",
                ("restore", True): "You showed it to readers again", ("restore", False): "A moderator showed it to readers again"}


@dataclass(frozen=True)
class Pages:
    """Where a list stands: this page of so many."""

    page: int
    total: int
    per_page: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, math.ceil(self.total / self.per_page))

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.per_page


def attach(app: Flask) -> None:
    """Give the templates these words."""
    for one in (markdown, paragraphs, month, heading, happened, day, opening, in_a_sentence):
        app.add_template_filter(one)
    for shown in (why, Words, named, teller, charts.chart, link_with, kept, marked, mirrored, highlit, teller_of):
        app.add_template_global(shown)
    app.add_template_global(label, "facet_label")
    app.add_template_global(pairing.of_pair, "reasons_of")
    app.add_template_global(screening.words, "finding_words")
    app.jinja_env.globals |= {"FACETS": FACETS, "STATE_WORDS": STATE_WORDS, "DESK_WORDS": DESK_WORDS, "REASONS": REASONS,
                              "ALONE_AFTER": ALONE_AFTER}
    app.url_default_functions.setdefault(None, []).append(_carry_boundaries)

    @app.context_processor
    def site() -> dict[str, Any]:
        return {"site_name": current_app.config["HUB_SITE_NAME"], "operator": current_app.config["HUB_OPERATOR"],
                "contact": current_app.config["HUB_CONTACT"]}


def markdown(text: str, words: Words | None = None) -> Markup:
    """An editor's Markdown as safe HTML: a few plain tags, absolute http(s) links only, and unknown words marked."""
    tokens = _markdown.parse(text)
    if words:
        for token in tokens:
            token.children = words.within(token.children) if token.children else token.children
    html = nh3.clean(_markdown.renderer.render(tokens, _markdown.options, {}), tags=TAGS | MARKS.keys() if words else TAGS,
                     attributes=MARKS, url_schemes={"http", "https"}, attribute_filter=_absolute,
                     link_rel="noopener noreferrer nofollow")
    return Markup(html)  # noqa: S704  # sanitised on the line before


def paragraphs(text: str, words: Words | None = None) -> Markup:
    """An author's plain text: blank lines part paragraphs, line breaks stay, and unknown words are marked."""
    marked = words.marked if words else escape
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(marked(line) for line in part.split("\n")))
        for part in text.split("\n\n") if part.strip())


def month(day: dt.date) -> str:
    """A day as readers see it: the month alone."""
    return day.strftime("%B %Y")


def day(on: dt.date) -> str:
    """A day written out: for what a moderator or a clock does, never for an author's act."""
    return f"{on.day} {on:%B %Y}"


def heading(part: Part) -> str:
    """What stands above one part of a story told in several: its stage and its month or year."""
    told = part.told and (month(dt.date.fromisoformat(f"{part.told}-01")) if "-" in part.told else part.told)
    return " · ".join(words for words in (part.stage and label("stage", part.stage), told) if words) or "How it began"


def happened(entry: LogEntry) -> str:
    """What one act was, in plain words to the author."""
    words = ACT_WORDS.get(entry.act) or ACT_WORDS_BY.get((entry.act, entry.actor == AUTHOR))
    return words or STATE_WORDS.get(entry.became, entry.act)


def opening(text: str, length: int = CARD_LENGTH) -> str:
    """The first words of a text, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0].rstrip(",;:.–-") + " …"


def teller(experience: Experience) -> list[str]:
    """Who tells and where they were: what stands on a card. Never the ending."""
    return teller_of(experience.text)


def teller_of(text: Revision | Draft) -> list[str]:
    """The same of a text that is no experience yet."""
    words = [label("perspective", text.perspective) if text.perspective else "Someone"]
    words += [label("treatment", value) for value in text.treatment[:2]]
    return words + [str(value) for value in (text.country, text.year) if value]


def why(pair: Pair) -> str:
    """The reason of a pair in words."""
    shared = named([reason["concept"] for reason in pair.reasons])
    if pair.origin == "response":
        return "Written in answer to this news" + (f". Both speak of {shared}" if shared else "")
    if pair.origin == "editor":
        return "Put side by side by an editor" + (f". Both speak of {shared}" if shared else "")
    return f"Both speak of {shared}"


def named(concepts: list[str]) -> str:
    """Concepts by name within a sentence: “storage, waiting and cost”."""
    known = vocabulary().concepts
    names = [in_a_sentence(known[concept].label) for concept in concepts if concept in known]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def marked(text: str, findings: list[StoredFinding], place: str) -> Markup:
    """A text with what screening found as marks, each with its reason; overlapping ones are joined."""
    out, at = Markup(""), 0
    for finding in sorted((f for f in findings if f.place == place), key=lambda f: (f.start, -f.end)):
        start, end = max(finding.start, at), min(finding.end, len(text))
        if end <= start:
            continue
        out += escape(text[at:start]) + Markup('<mark class="finding finding-{}" title="{}">{}</mark>').format(
            finding.severity, screening.words(finding.check), text[start:end])
        at = end
    return out + escape(text[at:])


def mirrored(text: str, spans: list[tuple[int, int]]) -> Markup:
    """A story's paragraphs as readers would see them, with these places of the text marked."""
    out, at = Markup(""), 0
    for part in text.split("\n\n"):
        lines, here = [], at
        for line in part.split("\n"):
            lines.append(highlit(line, [(start - here, end - here) for start, end in spans]))
            here += len(line) + 1
        at += len(part) + 2
        out += Markup("<p>{}</p>").format(Markup("<br>").join(lines)) if part.strip() else ""
    return out


def highlit(line: str, spans: list[tuple[int, int]]) -> Markup:
    """One line with these places marked; what reaches beyond it is cut."""
    out, at = Markup(""), 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(line))
        if start < end:
            out += escape(line[at:start]) + Markup('<mark class="finding finding-note">{}</mark>').format(line[start:end])
            at = end
    return out + escape(line[at:])


def link_with(to: str | None = None, **changes: Any) -> str:
    """This page's address, or that of the page `to`, with some parameters changed; a change to None takes one out. The
    page starts anew."""
    return url_for(to or request.endpoint or "read.home", **{**(request.view_args or {}), **kept(), **changes})


def kept() -> dict[str, Any]:
    """What this address asks, for links and forms that ask it again."""
    if KEPT not in request.environ:
        request.environ[KEPT] = asking.read(request.args)[0].parameters
    found: dict[str, Any] = request.environ[KEPT]
    return found


def in_a_sentence(words: str) -> str:
    """A label with a small first letter, unless it begins with an acronym."""
    first = words.split()[0]
    return words if len(first) > 1 and not first[1:].islower() else words[0].lower() + words[1:]


def _absolute(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or value.startswith(("http://", "https://")) else None


def _carry_boundaries(endpoint: str, values: dict[str, Any]) -> None:
    """Links between reader pages keep what the reader would rather not meet; addresses given to others do not."""
    if request and endpoint.startswith(READERS) and not values.keys() & {"hide", "_external"}:
        values["hide"] = sorted(asking.boundaries(request.args).hidden)
