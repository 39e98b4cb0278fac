"""How one moderator works is theirs to choose; what is set aside ends by itself."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hub.db import db, today
from hub.errors import Refused
from hub.models import Preference, Staff
from hub.policy import demand
from hub.reference.facets import FACETS

LONGEST = dt.timedelta(days=90)


def prefer(values: Mapping[str, Any], *, by: Staff) -> None:
    """Keep what this person chose, by the names of `Preference`.

    Raises:
        NotAllowed: they do not review.
        Refused: a note is unknown, or the day is missing, over or too far ahead.
    """
    demand("review", by)
    problems = {}
    if set(values["spared"]) - FACETS["content_notes"].values.keys():
        problems["spared"] = "Please choose from the list."
    until = values["spared_until"]
    if values["spared"] and not (until and today() <= until <= today() + LONGEST):
        problems["spared_until"] = f"Please give a day from today on, within {LONGEST.days} days."
    if problems:
        raise Refused(problems)
    kept = Preference.of(by.id)
    for name, value in values.items():
        setattr(kept, name, value)
    db.session.add(kept)
