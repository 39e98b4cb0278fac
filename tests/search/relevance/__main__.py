"""`python -m tests.search.relevance`: print how well search and pairing do on the graded set."""

import tempfile
from pathlib import Path

from tests.search.relevance.asking import ask_everything

with tempfile.TemporaryDirectory() as folder:
    print(ask_everything(Path(folder)).table())
