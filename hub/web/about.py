"""Pages about the hub itself: who and why, what is published, what is promised and held, what it did, counted."""

import datetime as dt
import re

from flask import Blueprint, Response, current_app, render_template
from sqlalchemy import inspect, select

from hub import transparency
from hub.config import CLOCKS
from hub.db import db, today
from hub.errors import NotFound
from hub.models import Experience
from hub.reference import about as said
from hub.reference.reasons import REASONS
from hub.web.charts import Counted
from hub.web.present.words import month

pages = Blueprint("about", __name__)
SECURITY_FOR = dt.timedelta(days=180)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What is counted by month, in the order of the table.
COUNTED = {"received": "Received", "published": "Published", "asked": "Author asked", "declined": "Declined",
           "withdrawn": "Withdrawn", "reported": "Reported", "appealed": "Appealed"}
# Kinds by month: what is counted, and each kind in words.
KINDS = {
    "declined": ("Why stories were declined", {code: reason.label for code, reason in REASONS.items()} | {"": "No reason given"}),
    "reported": ("What followed a report", {
        "kept": "The story was kept as it was", "asked": "Its author was asked", "hidden": "It was hidden",
        "removed": "It was removed", "gone": "Its author took it down"}),
    "appealed": ("What followed an appeal", {
        "granted": "The story was published", "upheld": "The decision stayed", "gone": "Its author took it down"}),
}

@pages.get("/about")
def about() -> str:
    """Who, why, and how a story travels."""
    demo = db.session.scalar(select(Experience.id).where(Experience.provenance == "demo").limit(1)) is not None
    return render_template("about/about.html", demo=demo)


@pages.get("/about/policy")
def policy() -> str:
    """What is published and what not, who decides, how long it takes, and what can be done against it."""
    return render_template("about/policy.html", clocks=CLOCKS, routes=said.routes(),
                           hide_first=current_app.config["HUB_HIDE_FIRST_A_DAY"])


@pages.get("/about/privacy")
def privacy() -> str:
    """What is promised, sentence by sentence."""
    parts = said.privacy_of(db.engine.dialect.name, ledger=bool(current_app.config["HUB_LEDGER"]))
    return render_template("about/privacy.html", parts=parts)


@pages.get("/about/what-we-hold")
def what_we_hold() -> str:
    """Every table and column there is, in plain words."""
    schema, words = inspect(db.engine), said.held()
    found = {table: [column["name"] for column in schema.get_columns(table)] for table in schema.get_table_names()}
    order = [*(table for table in words if table in found), *sorted(found.keys() - words.keys())]
    unknown = said.Held("", "?", {})
    tables = [(table, words.get(table, unknown),
               [(column, words.get(table, unknown).columns.get(column, "")) for column in found[table]]) for table in order]
    return render_template("about/what_we_hold.html", tables=tables)


@pages.get("/about/accessibility")
def accessibility() -> str:
    """What is checked, what is known to be wanting, and whom to tell."""
    checks, limits = said.accessibility()
    return render_template("about/accessibility.html", checks=[words for words, _ in checks], limits=limits)


@pages.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell of a hole in the hub (RFC 9116); only where there is somebody to tell."""
    contact = current_app.config["HUB_CONTACT"].strip()
    address = contact if contact.startswith(("https://", "mailto:")) else f"mailto:{contact}" if MAIL.fullmatch(contact) else ""
    if not address:
        raise NotFound("Nobody is named here to tell.")
    expires = dt.datetime.combine(today() + SECURITY_FOR, dt.time(), dt.UTC)
    site = current_app.config["HUB_PUBLIC_URL"].rstrip("/")
    canonical = f"Canonical: {site}/.well-known/security.txt\n" if site else ""
    return Response(f"Contact: {address}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\nPreferred-Languages: en\n{canonical}",
                    mimetype="text/plain")


@pages.get("/about/transparency")
def transparency_() -> str:
    """What happened here by month, from the log alone."""
    told = transparency.months(today())
    charts = [Counted(name, f"{COUNTED[name]} each month", tuple((month(one.first), one.counts[name]) for one in told))
              for name in ("received", "published")]
    return render_template("about/transparency.html", told=told, charts=charts, counted=COUNTED, kinds=KINDS,
                           least=transparency.LEAST, slowest_of=transparency.LEAST_SLOWEST)
