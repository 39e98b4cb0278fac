"""Looking first: a story as readers would see it, before it is sent; the same for telling, changing, answering and going on.

Nothing is kept by looking. Not here: what the mirror holds (`hub/submissions/mirror`), and who may send (each page).
"""

from collections.abc import Collection
from typing import Any

from flask import request
from flask_wtf import FlaskForm

from hub.models import Experience
from hub.reference import organisations
from hub.submissions import Telling
from hub.submissions.mirror import Mirror, despairs

ACTS = ("look", "ask")  # what a form may be sent for besides being kept


def act() -> str:
    """What the form was sent for; to be kept ("send"), unless it says otherwise."""
    said = request.form.get("act", "")
    return said if said in ACTS else "send"


def look(told: Telling | None, form: FlaskForm, places: Collection[str] = ()) -> dict[str, Any]:
    """What a page shows of a story with its form: who listens, and, where a look was asked for and the form has no
    fault, the story as readers would see it, or only these places of it."""
    seen = told and act() == "look" and not form.errors
    return {"form": form, "mirror": Mirror.of(told, places) if told and seen else None, "listening": listening(told)}


def listening(told: Telling | None) -> list[organisations.Organisation]:
    """Who listens now, where the words sound like despair; nobody otherwise."""
    return organisations.help_now(told.draft.country or "") if told and despairs(f.check for _, f in told.findings) else []


def still_listening(story: Experience) -> list[organisations.Organisation]:
    """The same for the words of a story that readers do not see: while it waits, is talked about, or was declined."""
    waits, words = story.stands in ("submitted", "asked", "proposed", "declined"), story.latest
    return organisations.help_now(words.country or "") if waits and despairs(f.check for f in words.findings) else []
