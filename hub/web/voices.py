"""Voices hardly heard yet: an invitation, with what is known of the teller carried to the form."""

from typing import Any

from flask import Blueprint, render_template, url_for

from hub import topics, voices
from hub.web import asking

pages = Blueprint("voices", __name__)


@pages.get("/voices", endpoint="voices")
def read() -> str:
    """Who tells so far, and for what is told of most, who hardly has."""
    limits = asking.boundaries()
    themes = voices.themes(limits)
    return render_template("voices/voices.html", heard=voices.heard(limits), themes=themes, few=voices.FEW,
                           missing=voices.missing(themes, limits))


@pages.app_template_global("invitation")
def invitation(voice: voices.Voice) -> str:
    """The address of the form, for a voice that is hardly heard."""
    about: dict[str, Any] = {"topic": topics.slug(voice.theme)} if voice.theme else {}
    return url_for("share.share", perspective=voice.teller, **about)
