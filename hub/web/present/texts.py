"""Texts as safe HTML: an editor's Markdown, an author's paragraphs, the places marked in them, their first words."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from hub import screening
from hub.models import StoredFinding
from hub.web.explaining import Words

_markdown = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "hr"}
MARKS = {"a": {"href"}, "p": {"id"}, "li": {"id"},
         "span": {"class"}, "button": {"type", "popovertarget", "aria-label", "aria-describedby"}}
CARD_LENGTH = 220
READ_A_MINUTE = 220  # words
ANCHOR_LENGTH = 60


class Anchors:
    """The paragraphs of one page so far, by the name a link finds them under: `p1`, `p2`, in the order they are read.

    A name says nothing of a text, and stays while the text does: what is told later comes after.
    """

    def __init__(self) -> None:
        self.named: dict[str, str] = {}

    def name(self, text: str) -> str:
        """The name of the next paragraph; its first words are kept with it."""
        name = f"p{len(self.named) + 1}"
        self.named[name] = opening(text, ANCHOR_LENGTH)
        return name


def markdown(text: str, words: Words | None = None, anchors: Anchors | None = None) -> Markup:
    """An editor's Markdown as safe HTML: a few plain tags, absolute http(s) links only, unknown words marked, and paragraphs
    named."""
    tokens = _markdown.parse(text)
    if anchors:
        _name(tokens, anchors)
    if words:
        for token in tokens:
            token.children = words.within(token.children) if token.children else token.children
    html = nh3.clean(_markdown.renderer.render(tokens, _markdown.options, {}), tags=TAGS | MARKS.keys() if words else TAGS,
                     attributes=MARKS, url_schemes={"http", "https"}, attribute_filter=_absolute,
                     link_rel="noopener noreferrer nofollow")
    return Markup(html)  # noqa: S704  # sanitised on the line before


def paragraphs(text: str, words: Words | None = None, anchors: Anchors | None = None) -> Markup:
    """An author's plain text: blank lines part paragraphs, line breaks stay, unknown words are marked, and paragraphs named.
    Each runs from the side its own script does."""
    marked = words.marked if words else escape
    return Markup("").join(
        Markup('<p dir="auto"{}>{}</p>').format(Markup(' id="{}"').format(anchors.name(part)) if anchors else "",
                                                Markup("<br>").join(marked(line) for line in part.split("\n")))
        for part in text.split("\n\n") if part.strip())


def opening(text: str, length: int = CARD_LENGTH) -> str:
    """The first words of a text, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0].rstrip(",;:.–-") + " …"


def minutes(*texts: str) -> int:
    """How long it takes to read, in minutes; one at least."""
    return max(1, round(sum(len(text.split()) for text in texts) / READ_A_MINUTE))


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
        out += Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(lines)) if part.strip() else ""
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


def _name(tokens: list[Token], anchors: Anchors) -> None:
    """Name the paragraphs; in a list whose entries are one line each, the entries."""
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open":
            said = "".join(one.content or " " for one in tokens[place + 1].children or ())
            (tokens[place - 1] if token.hidden else token).attrSet("id", anchors.name(said))


def _absolute(tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or value.startswith(("http://", "https://")) else None
