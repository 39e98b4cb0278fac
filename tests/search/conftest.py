"""One-line makers of rows readers may see, and a reader who searches."""

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hub import search
from hub.db import db, saving
from hub.models import Experience, Revision, Story

_number = itertools.count(1)


@pytest.fixture
def folder(hub: Flask) -> Path:
    """Where the index lies."""
    return Path(hub.config["HUB_INSTANCE"]) / "index"


@pytest.fixture
def tell(hub: Flask) -> Callable[..., Experience]:
    """Publish an experience and index it."""

    def make(body: str = "We waited.", *, title: str = "A story", indexed: bool = True, on: str = "2026-05-01",
             **facets: Any) -> Experience:
        row = Experience(state="published", live_number=1, published_on=dt.date.fromisoformat(on))
        row.revisions.append(Revision(number=1, title=title, body=body, **facets))
        _keep(row, indexed)
        return row

    return make


@pytest.fixture
def report(hub: Flask) -> Callable[..., Story]:
    """Publish a news story and index it."""

    def make(summary: str = "It was said.", *, title: str = "A report", indexed: bool = True, on: str = "2026-05-01",
             **values: Any) -> Story:
        row = Story(slug=f"s{next(_number)}", state="published", title=title, outlet="Paper", url="https://example.org/",
                    published_on=dt.date.fromisoformat(on), summary=summary, **values)
        _keep(row, indexed)
        return row

    return make


def _keep(row: Experience | Story, indexed: bool) -> None:
    with saving():
        db.session.add(row)
    if indexed:
        search.sync([row.record])


@pytest.fixture
def change(hub: Flask) -> Callable[..., None]:
    """Change a row, and have the index follow unless told not to."""

    def make(row: Experience | Story, *, indexed: bool = True, **values: Any) -> None:
        with saving():
            for name, value in values.items():
                setattr(row, name, value)
        if indexed:
            search.sync([row.record])

    return make


@pytest.fixture
def ask(hub: Flask) -> Callable[..., search.Results]:
    """Search as a reader does."""

    def asked(text: str, **how: Any) -> search.Results:
        return search.find(search.Query.parse(text), **how)

    return asked


@pytest.fixture
def titles(ask: Callable[..., search.Results]) -> Callable[..., list[str]]:
    """The titles a query finds, in order."""
    return lambda text, **how: [hit.title.striptags() for hit in ask(text, **how).hits]
