"""The files pages are painted with: read and compressed once, named after what is in them, so that a browser keeps them a year.

Another content has another name, so nothing old is ever painted with. Under its plain name, or that of another
edition, a file answers too, and is asked for anew each time. Not here: pages (`answers.py`).
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request

YEAR = "public, max-age=31536000, immutable"
ANEW = "public, max-age=0, must-revalidate"
WORTH_IT = 1_000  # bytes; less gains nothing by being compressed
_EDITION = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


@dataclass(frozen=True)
class File:
    """One file: its name with its content's edition in it, its kind, and its bytes, plain and compressed."""

    name: str
    kind: str
    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, path: Path) -> "File":
        """Read one."""
        plain = path.read_bytes()
        edition = hashlib.blake2b(plain, digest_size=6).hexdigest()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        packed = gzip.compress(plain, 9, mtime=0) if len(plain) > WORTH_IT else b""
        return cls(f"{path.stem}.{edition}{path.suffix}", kind, plain, packed)


def attach(app: Flask) -> None:
    """Answer for the folder of files, and have every address made here name the present edition."""
    files = {path.name: File.of(path) for path in Path(str(app.static_folder)).iterdir() if path.is_file()}

    def present(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in files:
            values["filename"] = files[values["filename"]].name

    def file(filename: str) -> Response:
        found = files.get(_EDITION.sub("", filename))
        if found is None:
            abort(404)
        packed = bool(found.packed) and bool(request.accept_encodings.quality("gzip"))
        response = Response(found.packed if packed else found.plain, content_type=f"{found.kind}; charset=utf-8")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = YEAR if filename == found.name else ANEW
        response.set_etag(f"{found.name}{'-gzip' * packed}")
        response.make_conditional(request)
        return response

    app.url_defaults(present)
    app.view_functions["static"] = file
