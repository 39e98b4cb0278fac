"""Servers in processes of their own, and one that asks them over a single connection and reads how much processor time they took."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import listen
from tests.servers import ROOT, Server, free_port

GZIP = {"Accept-Encoding": "gzip"}
RESTING, BUSY = 3.0, 0.05  # seconds, and the share of them at work below which a server rests


@dataclass(frozen=True)
class Turn:
    """What so many answers took: seconds on the clock, and of the server's processor time."""

    wall: float
    processor: float


class Served:
    """One server, asked over one connection."""

    def __init__(self, port: int, process: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._process = process

    def ask(self, path: str, etag: str = "") -> tuple[int, str, bytes]:
        """Status, mark and bytes of one answer."""
        self._line.request("GET", path, headers=GZIP | ({"If-None-Match": etag} if etag else {}))
        answer = self._line.getresponse()
        return answer.status, answer.headers.get("ETag", ""), answer.read()

    def settle(self) -> None:
        """Wait until the server rests: a hub works its commonest words out ahead when it starts."""
        while True:
            spent = self._spent()
            time.sleep(RESTING)
            if self._spent() - spent < BUSY * RESTING:
                return

    def close(self) -> None:
        """End the connection."""
        self._line.close()

    def turn(self, paths: list[str], etag: str = "") -> Turn:
        """Ask these one after the other."""
        began, spent = time.perf_counter(), self._spent()
        for path in paths:
            status, _, _ = self.ask(path, etag)
            assert status == (304 if etag else 200), f"{path}: {status}"
        return Turn(time.perf_counter() - began, self._spent() - spent)

    def _spent(self) -> float:
        """Seconds of processor time the process took so far: the clock that the C library gives for another process."""
        return time.clock_gettime((~self._process << 3) | 2)


@contextmanager
def hub(folder: Path) -> Iterator[Served]:
    """The hub as it is served."""
    with Server(folder, HUB_RATE_LIMITS="on") as server, closing(Served(server.port, server.process.pid)) as served:
        yield served


@contextmanager
def hello() -> Iterator[Served]:
    """An app of the same framework that says hello, under the same server."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.serving", str(port)], cwd=ROOT, env=os.environ)
    try:
        wait_for(port)
        with closing(Served(port, process.pid)) as served:
            yield served
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    """Until somebody listens there."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("hello did not start")


def main() -> None:
    """Serve hello at a port."""
    greeter = Flask(__name__)

    @greeter.get("/")
    def greet() -> str:
        return "Hello, world"

    listen(greeter, "127.0.0.1", int(sys.argv[1])).run()


if __name__ == "__main__":
    main()
