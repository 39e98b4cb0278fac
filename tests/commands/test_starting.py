"""Starting and stopping the hub as an operator does."""

import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.servers import ROOT, Server


def answers(server: Server, path: str = "/") -> int:
    """The status of a page."""
    with urllib.request.urlopen(server.url + path, timeout=20) as answer:
        return int(answer.status)


def test_a_first_start_prepares_everything_and_stops_cleanly(tmp_path: Path) -> None:
    with Server(tmp_path / "instance", None, "--demo") as server:
        assert answers(server) == 200
        assert answers(server, "/search?q=fet") == 200
        assert {"hub.sqlite3", "index", "secret.key"} <= {path.name for path in (tmp_path / "instance").iterdir()}
        assert (tmp_path / "instance/secret.key").stat().st_mode & 0o777 == 0o600
        status, printed = server.end()
    assert status == 0
    assert "Sign in at http://" in printed
    assert "Traceback" not in printed


def test_a_second_start_on_the_same_port_says_so_and_disturbs_nothing(tmp_path: Path) -> None:
    with Server(tmp_path / "instance") as server:
        second = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=server.environment, text=True, capture_output=True, timeout=60)
        assert second.returncode != 0
        assert f"Port {server.port} on 127.0.0.1 is in use" in second.stderr
        assert "Traceback" not in second.stderr
        assert answers(server) == 200


def test_two_first_starts_at_once_both_serve(tmp_path: Path) -> None:
    one, two = Server(tmp_path / "instance"), Server(tmp_path / "instance")
    with one, two:
        assert (answers(one), answers(two)) == (200, 200)


def test_a_start_killed_half_way_starts_the_next_time(tmp_path: Path) -> None:
    for _ in range(3):
        broken = Server(tmp_path / "instance", None, "--demo")
        assert broken.process.stdout
        broken.process.stdout.readline()  # as soon as it says anything, it is in the middle of it
        broken.process.kill()
        broken.end()
    with Server(tmp_path / "instance", None, "--demo") as server:
        assert answers(server, "/news") == 200
        assert "FAULT" not in server.command("check")
