"""A mail server of the tests' own, and a hub that sends through it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from app import create_app
from hub import cli
from hub.db import db
from tests.mail import Box
from tests.servers import free_port

Make = Callable[..., Flask]


@pytest.fixture
def box() -> Box:
    """What arrives."""
    return Box()


@pytest.fixture
def mailing(box: Box) -> Iterator[Callable[..., int]]:
    """Start the mail server; its port. Keyword arguments go to it."""
    running: list[Controller] = []

    def start(port: int = 0, **how: Any) -> int:
        controller = Controller(box, hostname="127.0.0.1", port=port or free_port(), **how)
        controller.start()
        running.append(controller)
        return int(controller.port)

    yield start
    for controller in running:
        controller.stop(no_assert=True)


@pytest.fixture
def hub_with(tmp_path: Path) -> Iterator[Make]:
    """A hub with this mail server, inside its context."""
    contexts = []

    def make(url: str, **settings: Any) -> Flask:
        app = create_app({"HUB_INSTANCE": str(tmp_path / "instance"), "HUB_MAIL_URL": url, "HUB_RATE_LIMITS": False,
                          "TESTING": True, **settings})
        contexts.append(app.app_context())
        contexts[-1].push()
        cli.prepare()
        return app

    yield make
    for context in reversed(contexts):
        db.session.remove()
        db.engine.dispose()
        context.pop()
