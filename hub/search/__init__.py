"""Finding: the site asks here, and an engine behind one interface answers with keys; rows come from the database.

`find` plans a query with the vocabulary, asks the engine, and loads the hits through `public()`, so that
nothing a reader may not see can come out of an index, whatever is in it; `advise` says what its words met and what would find
something, `suggest` completes what is being typed. `sync`, called by the worker,
makes the index agree with the rows; `rebuild` makes it again from nothing else. Not here: pages, and
promises to index (`hub/outbox.py`).
"""

# ruff: noqa: E402 (the filter has to stand before Whoosh is imported)
import warnings

# Whoosh 2.7.4 is the last of its line and pinned; newer Pythons find fault with its spelling of patterns.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh")

from hub.search.advice import Advice, Offer, Voice, advise
from hub.search.ahead import ahead, warm
from hub.search.engine import Choice, Engine, FacetCount, Hit, IndexUnavailable, Match, Results
from hub.search.finding import find, similar
from hub.search.indexing import faults, open_engine, rebuild, sync
from hub.search.mentions import Mention, edition, mentions
from hub.search.query import LONGEST_QUERY, Query
from hub.search.suggesting import Suggestion, suggest

__all__ = [
    "LONGEST_QUERY", "Advice", "Choice", "Engine", "FacetCount", "Hit", "IndexUnavailable", "Match", "Mention", "Offer", "Query",
    "Results", "Suggestion", "Voice", "advise", "ahead", "edition", "faults", "find", "mentions", "open_engine", "rebuild",
    "similar", "suggest", "sync", "warm",
]
