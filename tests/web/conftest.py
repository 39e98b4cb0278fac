"""A hub filled in one go with what others wrote, as an operator fills it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.people import Reader

Fill = Callable[..., Reader]


@pytest.fixture
def holding(hub: Flask, tmp_path: Path) -> Fill:
    """Import rows, each from the fields that matter; gives a reader of them."""

    def fill(*rows: dict[str, Any]) -> Reader:
        made = []
        for number, row in enumerate(rows):
            news = {"outlet": "O", "url": "https://example.org", "published": "2024-01-02"} if "summary" in row else {}
            made.append({"id": f"r{number}", "title": f"Row {number}", **({} if news else {"body": "We waited."}), **news, **row})
        file = tmp_path / "rows.jsonl"
        file.write_text("\n".join(map(json.dumps, made)))
        result = hub.test_cli_runner().invoke(args=["hub", "import", str(file)])
        assert result.exit_code == 0, result.output
        return Reader(hub)

    return fill
