"""Made-up rows for the design page: never stored, so that every component can be seen in every state."""

import datetime as dt
from typing import Any

from hub.errors import Refused
from hub.models import Experience, Message, Pair, Report, Revision, StoredFinding, Story
from hub.reference.figures import Figure, Source
from hub.search import FacetCount
from hub.web.changes import Change, pieces
from hub.web.find import Ending
from hub.web.forms import show_problems
from hub.web.forms.desk import DecisionForm, PairForm
from hub.web.forms.share import AnswerForm, KeyForm
from hub.web.present import Pages

DAY = dt.date(2024, 5, 1)
BODY = "The kitchen clock ran slow that week, or I did.\n\nWrite to me at tea@example.org, I said, and nobody should."


def all_of_them() -> dict[str, Any]:
    """Every sample by the name the design page knows it by."""
    text = Revision(title="A sample experience", body=BODY, perspective="partner", treatment=["ivf", "fet"], diagnosis=[],
                    stage="two_week_wait", cycles=2, country="Portugal", year=2021, content_notes=["failed_cycle", "needles"])
    bare = Revision(title="One with nothing but words", body="Short.", treatment=[], diagnosis=[], content_notes=[])
    story = Story(slug="sample", title="A sample news story", outlet="The Invented Gazette", url="https://example.org",
                  published_on=DAY, summary="Two *plain* sentences. No more.", body="", content_notes=["cost"])
    later = ("transfer", "two_week_wait", "result", "stimulation", "collection")
    several = Revision(title="In parts", body="A beginning.", stage="waiting_for_funding", cycles=3, outcome="not_yet",
                       chapters=[{"stage": stage, "told": "2024-03", "body": "And on."} for stage in later])
    wrong = KeyForm(formdata=None)
    show_problems(wrong, Refused({"key": "This key opens no story here."}))
    marks = [StoredFinding(place="body", check=check, start=start, end=start + 8, severity=severity)
             for check, start, severity in (("flood", 4, "note"), ("contact_data", 67, "hold"), ("distress", 30, "urgent"))]
    figure = Figure(id="sample-number", group="", title="A sample number", whose="An invented register", year="2023",
                    counts="Samples", per="100 of them", unit="percent", values=(("All", 25), ("Some of them", 5.5)),
                    preliminary=True, source=Source("A yearly report", "An invented register", "May 2024"), as_of=DAY, review=DAY,
                    about=(), also=(), notes=frozenset(), limits="Nearly everything.")
    return {
        "experience": Experience(public_id="samplesample", live=text, provenance="demo"),
        "bare": Experience(public_id="samplesample", live=bare, provenance="imported", warrant="With leave of their authors."),
        "story": story, "text": text, "several": several, "marks": marks,
        "pair": Pair(origin="response", standing="offered", score=0.5, reasons=[{"concept": "fet"}]),
        "changes": [Change("Your story", pieces("The kitchen clock ran slow.", "The clock ran slow, or I did."))],
        "reports": [Report(about=about, reason=reason, body=body, urgent=bool(body), made_on=DAY)
                    for about, reason, body in (("me", "me_danger", "The last lines."), ("story", "advert", ""))],
        "messages": [Message(sender=sender, body="A few words.", sent_on=DAY) for sender in ("moderator", "author")],
        "form": AnswerForm(formdata=None), "choosing": DecisionForm(formdata=None), "pair_form": PairForm(formdata=None),
        "wrong": wrong, "pages": Pages(2, 45, 20), "figure": figure, "day": DAY + dt.timedelta(1),
        "mix": [Ending("Not yet", 5, 0.0, 50.0), Ending("A child was born", 3, 50.0, 30.0), Ending("A loss", 2, 80.0, 20.0)],
        "counts": [FacetCount("ivf", "IVF", 31), FacetCount("fet", "Frozen embryo transfer", 12)],
    }
