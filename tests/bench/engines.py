"""The engines by name, loaded only when asked for, so that a fresh process holds one of them alone."""

import contextlib
from importlib import import_module
from typing import Any

HUB = "hub"
RIVALS = {"tantivy": "tests.bench.rivals.tantivy_index:Tantivy", "FTS5": "tests.bench.rivals.fts5:Fts5",
          "Whoosh": "tests.bench.rivals.tutorial:Tutorial"}
ENGINES = {HUB: "tests.bench.instance:Hub"} | RIVALS


def engine(name: str) -> Any:
    """The class of an engine; opened with a folder."""
    module, _, found = ENGINES[name].partition(":")
    return getattr(import_module(module), found)


def around(opened: Any) -> contextlib.AbstractContextManager[Any]:
    """What one question is asked within: for the hub a context as each request has its own."""
    app = getattr(opened, "app", None)
    return app.app_context() if app else contextlib.nullcontext()
