"""Pages: one module per audience, joined here in one place."""

from flask import Flask

from hub.web import (
    about,
    account,
    answers,
    api,
    beside,
    boundaries,
    crawlers,
    desk,
    errors,
    feeds,
    files,
    find,
    glossary,
    guard,
    health,
    log,
    mine,
    passkeys,
    people,
    preferences,
    present,
    read,
    reference,
    reports,
    share,
    staff,
    topics,
    voices,
)
from hub.web.sessions import HubSessions


def attach(app: Flask) -> None:
    """Join every page, guard and error to the app."""
    app.session_interface = HubSessions()
    answers.attach(app)
    files.attach(app)
    guard.attach(app)
    present.attach(app)
    errors.attach(app)
    staff.attach(app)
    for module in (read, find, boundaries, feeds, topics, voices, glossary, reference, about, health, crawlers, reports,
                   share, mine, beside, preferences, desk, account, passkeys, people, log, api):
        app.register_blueprint(module.pages)
