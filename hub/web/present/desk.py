"""The words of the desk: what waits, what was marked, how it stands against the promise.

Not here: what readers and authors read (`words.py`).
"""

import datetime as dt

from flask import Flask
from markupsafe import Markup

from hub.reference.reasons import DISMISSALS
from hub.screening import FAILED
from hub.web.sessions import ends_at

#: What waits, as a moderator meets it in the queue.
KIND_WORDS = {"new": "A new story", "answer": "An answer", "chapter": "A further part", "edit": "A changed version",
              "appeal": "An appeal", "report": "A report on something published"}
#: What screening looks for, in a few words.
CHECK_WORDS = {
    "distress": "Despair or danger", "past_despair": "Despair that is over",
    "contact_data": "Contact details", "accusation": "Blame by name",
    "sells_medication": "Medicine offered or sought", "medical_directive": "Tells what to take or stop", "spam": "Promotion",
    "named_person": "A person's name", "named_clinic": "A clinic's name", "exact_date": "An exact day", "link": "A web address",
    "hidden_characters": "Signs that cannot be seen", "flood": "Repeated signs or capitals", FAILED: "A check that failed"}
SEVERITY_WORDS = {"urgent": "Urgent", "hold": "To be settled", "note": "Worth a look"}
RESOLUTION_WORDS = {"resolved": "It may stay", "dismissed": "Dismissed", "proposed": "Other words were proposed"}
PAIR_WORDS = {"confirmed": "Confirmed", "refused": "Hidden"}
LIGHT_WORDS = {"late": "Late", "soon": "Due soon", "in_time": "In time"}
FILTER_WORDS = {"kind": "What it is", "finding": "What is marked", "note": "What it mentions", "perspective": "Who tells"}


def attach(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.globals |= {"KIND_WORDS": KIND_WORDS, "CHECK_WORDS": CHECK_WORDS, "LIGHT_WORDS": LIGHT_WORDS,
                              "PAIR_WORDS": PAIR_WORDS, "FILTER_WORDS": FILTER_WORDS, "SEVERITY_WORDS": SEVERITY_WORDS,
                              "RESOLUTION_WORDS": RESOLUTION_WORDS, "DISMISSALS": DISMISSALS}
    app.add_template_global(filter_label)
    app.add_template_global(ends_at, "session_ends_at")
    app.add_template_filter(clock)


def clock(at: dt.datetime) -> Markup:
    """A time of the day, for moderators alone; a script tells it in the clock of whoever reads."""
    return Markup('<time datetime="{}" data-clock>{} UTC</time>').format(at.isoformat(timespec="seconds"), f"{at:%H:%M}")


def filter_label(name: str, value: str, labels: dict[str, str]) -> str:
    """One value of one filter in words; `labels` are those of the facet, where the filter is one."""
    return {"kind": KIND_WORDS, "finding": CHECK_WORDS}.get(name, labels)[value]
