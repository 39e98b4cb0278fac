"""The graded library, read, brought into a hub and asked; and the table that says how well it answered.

It asks as another site would, through the API. Not here: the measures (`scoring`), the floors (`test_relevance`).
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from app import create_app
from hub import cli
from hub.db import db
from tests.search.relevance.scoring import Grades, Ranking, ndcg, precision, recall, reciprocal_rank

HERE = Path(__file__).resolve().parent
POOR = .5


def lines(name: str) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file of the set."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def grades(name: str) -> dict[str, Grades]:
    """The grades of each query, or of each news item, by document."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        asked, *_, document, grade = line.split("\t")
        found[asked][document] = int(grade)
    return dict(found)


@dataclass(frozen=True)
class Answered:
    """What came back: for each query, and for each news item, the documents in order."""

    queries: Mapping[str, Ranking]
    pairs: Mapping[str, Ranking]

    def search(self) -> dict[str, dict[str, float]]:
        """The figures of each query."""
        judged = grades("qrels.tsv")
        return {asked: {"nDCG@10": ndcg(ranking, judged[asked], 10), "recall@20": recall(ranking, judged[asked], 20),
                        "MRR@10": reciprocal_rank(ranking, judged[asked]), "P@3": precision(ranking, judged[asked], 3)}
                for asked, ranking in self.queries.items()}

    def pairing(self) -> dict[str, dict[str, float]]:
        """The figures of each news item."""
        judged = grades("pairs.tsv")
        return {news: {"nDCG@5": ndcg(ranking, judged[news], 5), "P@3": precision(ranking, judged[news], 3)}
                for news, ranking in self.pairs.items()}

    def by_type(self) -> dict[str, dict[str, float]]:
        """The mean figures of search for each type of query, and of `all`."""
        kinds: dict[str, list[dict[str, float]]] = defaultdict(list)
        figures = self.search()
        for query in lines("queries.jsonl"):
            kinds[query["type"]].append(figures[query["id"]])
        return {kind: mean(rows) for kind, rows in {**kinds, "all": list(figures.values())}.items()}

    def table(self) -> str:
        """All figures for people: by type of query, the pairs, and every query that was answered poorly."""
        words, figures = {query["id"]: query["text"] for query in lines("queries.jsonl")}, self.search()
        rows = [_row(kind, means) for kind, means in self.by_type().items()]
        poor = [f"  {row['nDCG@10']:.3f}  {asked}  {words[asked]}" for asked, row in figures.items() if row["nDCG@10"] < POOR]
        return "\n".join([*rows, _row("pairs", mean(list(self.pairing().values()))), f"queries under {POOR}:", *(poor or ["  none"])])


def mean(rows: list[dict[str, float]]) -> dict[str, float]:
    """Each figure's mean over rows."""
    return {name: fmean(row[name] for row in rows) for name in rows[0]}


def ask_everything(folder: Path) -> Answered:
    """Bring the set into a new hub in a folder, and ask it every query and for the pairs of every news item."""
    hub = create_app({"HUB_INSTANCE": str(folder), "HUB_RATE_LIMITS": False, "TESTING": True})
    with hub.app_context():
        cli.prepare()
        brought = hub.test_cli_runner().invoke(args=["hub", "import", str(HERE / "texts.jsonl")])
        assert brought.exit_code == 0, brought.output
        db.session.remove()
        browser = hub.test_client()
        queries = {query["id"]: _refs(_read(browser, "search", q=query["text"], per_page=20)["results"]) for query in lines("queries.jsonl")}
        slugs = {news: _read(browser, "search", ref=news)["results"][0]["id"] for news in grades("pairs.tsv")}
        pairs = {news: _refs(_read(browser, f"news/{slug}")["pairs"]) for news, slug in slugs.items()}
        db.session.remove()
        db.engine.dispose()
    return Answered(queries, pairs)


def _read(browser: FlaskClient, path: str, **asked: Any) -> Any:
    answer = browser.get(f"/api/v1/{path}?{urlencode(asked)}")
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.json


def _refs(found: list[dict[str, Any]]) -> list[str]:
    return [row["ref"] for row in found]


def _row(name: str, figures: dict[str, float]) -> str:
    return f"{name:12}" + "".join(f"  {figure} {value:.3f}" for figure, value in figures.items())
