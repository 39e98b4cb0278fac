"""Search and pairing stay as good as they were on a library nobody tuned on; README.md says how to read the floors."""

from collections import Counter

import pytest

from tests.search.relevance.asking import Answered, ask_everything, grades, lines, mean
from tests.search.relevance.scoring import ndcg, precision, recall, reciprocal_rank

SEARCH_FLOORS = {("all", "nDCG@10"): .70, ("all", "recall@20"): .76, ("misspelling", "nDCG@10"): .69}
PAIR_FLOORS = {"nDCG@5": .44, "P@3": .40}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """The graded set, brought into a hub and asked, once."""
    return ask_everything(tmp_path_factory.mktemp("relevance"))


@pytest.mark.parametrize(("kind", "figure"), SEARCH_FLOORS)
def test_search_finds_what_is_meant(answered: Answered, kind: str, figure: str) -> None:
    assert answered.by_type()[kind][figure] >= SEARCH_FLOORS[kind, figure], "\n" + answered.table()


@pytest.mark.parametrize("figure", PAIR_FLOORS)
def test_news_stand_beside_those_who_lived_it(answered: Answered, figure: str) -> None:
    assert mean(list(answered.pairing().values()))[figure] >= PAIR_FLOORS[figure], "\n" + answered.table()


def test_every_query_and_every_news_item_is_judged_and_was_asked(answered: Answered) -> None:
    texts = {row["id"]: row for row in lines("texts.jsonl")}
    queries, news = {row["id"] for row in lines("queries.jsonl")}, {ref for ref, row in texts.items() if "outlet" in row}
    assert set(answered.queries) == set(grades("qrels.tsv")) == queries
    assert set(answered.pairs) == set(grades("pairs.tsv")) == news
    judged = [document for name in ("qrels.tsv", "pairs.tsv") for row in grades(name).values() for document in row]
    assert texts.keys() >= set(judged)
    assert not news & {document for row in grades("pairs.tsv").values() for document in row}


def test_the_table_shows_people_every_type_and_what_was_answered_poorly(answered: Answered) -> None:
    table, figures = answered.table(), answered.search()
    types = Counter(row["type"] for row in lines("queries.jsonl"))
    assert [line.split()[0] for line in table.splitlines()[:len(types) + 2]] == [*types, "all", "pairs"]
    assert {query for query, row in figures.items() if row["nDCG@10"] < .5} == {query for query in figures if f"  {query}  " in table}


def test_the_measures_say_what_a_hand_would_work_out() -> None:
    judged = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], judged, 10) == 1
    assert ndcg(["x", "b", "a"], judged, 10) == pytest.approx((3 * .630930 + 7 * .5) / (7 + 3 * .630930 + .5), abs=1e-5)
    assert ndcg(["x", "a"], judged, 1) == ndcg([], judged, 10) == ndcg(["a"], {}, 10) == 0
    assert recall(["x", "c", "a"], judged, 2) == pytest.approx(1 / 3)
    assert recall(["x", "c", "a"], judged, 3, least=2) == .5
    assert reciprocal_rank(["c", "x", "b"], judged) == pytest.approx(1 / 3)
    assert reciprocal_rank(["c", "x", "b"], judged, k=2) == 0
    assert precision(["a", "c", "x"], judged, 3) == pytest.approx(2 / 3)
    assert precision(["a"], judged, 2, least=2) == .5
