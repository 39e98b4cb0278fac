"""A hub as it really runs: `python app.py` in a process of its own, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(app: Flask) -> Iterator[int]:
    """This app over HTTP in threads of this process; gives its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing of each request."""


class Server:
    """`python app.py`, started; use it as a context manager, so that it ends."""

    def __init__(self, instance: Path, port: int | None = None, *words: str, **settings: str) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"HUB_INSTANCE": str(instance), "HUB_PORT": str(self.port), "HUB_RATE_LIMITS": "off", **settings}
        self.process = subprocess.Popen([sys.executable, "app.py", *words], cwd=ROOT, env=self.environment, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def __enter__(self) -> "Server":
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url, timeout=10).close()
                return self
            except (URLError, OSError):
                continue
        raise AssertionError(f"the hub did not answer: {self.end()[1]}")

    def __exit__(self, *_: object) -> None:
        self.end()

    def command(self, *words: str) -> str:
        """Run `flask hub …` on the same hub; what it printed."""
        done = subprocess.run([sys.executable, "-m", "flask", "hub", *words], cwd=ROOT, env=self.environment, text=True,
                              capture_output=True, check=True)
        return done.stdout

    def end(self) -> tuple[int, str]:
        """Ask it to stop and wait; its status and all it printed."""
        if self.process.poll() is None:
            self.process.terminate()
        printed, _ = self.process.communicate(timeout=30)
        return self.process.returncode, printed or ""
