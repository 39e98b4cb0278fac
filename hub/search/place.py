"""The folder of the index: which index in it is the current one, who may write, and what is litter.

An index lies in a folder of its own and the file `current` names it, so that a new one is swapped in at
once. Not here: what is inside an index (`whoosh_engine.py`).
"""

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "MAIN"
"""What Whoosh calls an index that was given no name."""


class Place:
    """The folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """The name of the current index; empty without one."""
        try:
            return (self.folder / "current").read_text().strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def newest(self) -> tuple[str, int]:
        """The current index and the newest generation of it."""
        name = self.current()
        return name, generation(self.folder / name)

    def point_to(self, name: str) -> None:
        """Make another index the current one, at once."""
        new = self.folder / "current.new"
        new.write_text(name)
        new.replace(self.folder / "current")

    def forget(self, name: str) -> None:
        """Let go of an index that cannot be read, unless another is current by now."""
        with contextlib.suppress(OSError):
            if self.current() == name:
                (self.folder / "current").unlink()

    @contextmanager
    def locked(self, *, wait: bool = True) -> Iterator[None]:
        """While inside, no other process or thread writes.

        Raises:
            BlockingIOError: another one is writing, and there was to be no wait.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield

    def clear(self) -> None:
        """Remove every index but the current one."""
        name = self.current()
        for path in self.folder.iterdir():
            if path.name not in ("current", "lock", name):
                _remove(path)

    def clear_within(self, segments: list[str]) -> None:
        """Remove what is in the current index's folder and belongs neither to these segments nor to its table."""
        inner = self.folder / self.current()
        kept = {f"_{NAME}_{generation(inner)}.toc", f"{NAME}_WRITELOCK"}
        for path in inner.iterdir():
            if path.name not in kept and path.name.partition(".")[0] not in segments:
                _remove(path)


def generation(folder: Path) -> int:
    """The newest table of contents in an index's folder; -1 without one."""
    begin = f"_{NAME}_"
    names = os.listdir(folder)  # noqa: PTH208  # every search asks; a path made of each name would cost more than the rest
    return max((int(name[len(begin) : -4]) for name in names if name.startswith(begin) and name.endswith(".toc")), default=-1)


def is_lost(problem: Exception) -> bool:
    """Whether the index itself is at fault, not a machine short of file handles, memory or room, or a disk not to be written."""
    cause = problem.__cause__ or problem
    return getattr(cause, "errno", None) not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EPERM,
                                                 errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
