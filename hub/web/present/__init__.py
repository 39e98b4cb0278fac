"""How stored things read on a page: labels, months, Markdown, marked text, reasons in words.

Not here: what is shown (the views) and to whom (`public()`, boundaries).
"""

from typing import Any

from flask import Flask, current_app

from hub import screening
from hub.policy import ALONE_AFTER
from hub.reference.facets import FACETS, label
from hub.reference.reasons import REASONS
from hub.reference.reports import REPORT_REASONS
from hub.web import asking, charts
from hub.web.explaining import Words
from hub.web.journey import Journey
from hub.web.present import desk
from hub.web.present.addresses import Pages, canonical, carry_boundaries, kept, link_with, this_address, whole
from hub.web.present.qr import qr
from hub.web.present.texts import Anchors, highlit, markdown, marked, minutes, mirrored, opening, paragraphs
from hub.web.present.words import (
    DESK_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    day,
    happened,
    heading,
    in_a_sentence,
    moment,
    month,
    named,
    reasons_of,
    teller,
    teller_of,
    why,
)

__all__ = ["Anchors", "Pages", "attach", "heading", "in_a_sentence", "link_with", "markdown", "named", "opening", "paragraphs",
           "whole", "why"]


def attach(app: Flask) -> None:
    """Give the templates these words."""
    for one in (markdown, paragraphs, month, heading, happened, day, moment, opening, in_a_sentence, qr):
        app.add_template_filter(one)
    for shown in (why, reasons_of, Words, Anchors, named, teller, charts.chart, link_with, this_address, kept, canonical, marked,
                  mirrored, highlit, teller_of, minutes):
        app.add_template_global(shown)
    app.add_template_global(asking.boundaries, "reader_limits")
    app.add_template_global(asking.set_aside, "reader_sets_aside")
    app.add_template_global(Journey.on_card, "journey_on_card")
    app.add_template_global(Journey.of_parts, "journey_of_parts")
    app.add_template_global(label, "facet_label")
    app.add_template_global(screening.words, "finding_words")
    app.jinja_env.globals |= {"FACETS": FACETS, "STATE_WORDS": STATE_WORDS, "DESK_WORDS": DESK_WORDS, "REASONS": REASONS,
                              "REPORT_REASONS": REPORT_REASONS, "OUTCOME_WORDS": OUTCOME_WORDS,
                              "ALONE_AFTER": ALONE_AFTER, "HEEDING": asking.HEEDING}
    app.url_default_functions.setdefault(None, []).append(carry_boundaries)

    desk.attach(app)

    @app.context_processor
    def site() -> dict[str, Any]:
        return {"site_name": current_app.config["HUB_SITE_NAME"], "operator": current_app.config["HUB_OPERATOR"],
                "contact": current_app.config["HUB_CONTACT"], "answer_days": current_app.config["HUB_ANSWER_DAYS"]}
