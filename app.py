"""The composition root: `create_app()` joins the parts; `python app.py` prepares the hub and serves it."""

import sys

if sys.version_info < (3, 11):
    sys.exit("The IVF Story Hub needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])

import argparse
import errno
import logging
import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.task import WSGITask
from werkzeug.middleware.proxy_fix import ProxyFix

from hub import cli, config, db, ledger, notices, outbox, search, staff, topics, web, worker
from hub.errors import Unready


class _Task(WSGITask):  # type: ignore[misc]  # untyped library
    """waitress closes the line after every 304, as if its end could not be told; nothing follows one, so it stays open."""

    def set_close_on_finish(self) -> None:
        """Close it where something follows, or whoever asks wants it closed."""
        if self.has_body or self.version != "1.1" or self.request.headers.get("CONNECTION", "").lower() == "close":
            super().set_close_on_finish()


class _Channel(HTTPChannel):  # type: ignore[misc]  # untyped library
    task_class = _Task


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The hub as a WSGI application. The database is brought up to date by `hub.cli.prepare`, not here.

    Args:
        overrides: settings that win over the environment and `instance/hub.cfg`.

    Raises:
        Unready: a setting cannot be used; the message says what to do.
    """
    app = Flask("hub", root_path=str(config.ROOT))
    app.config.update(config.load(overrides))
    instance = Path(app.config["HUB_INSTANCE"])
    db.attach(app)
    key_file = Path(app.config["HUB_CONTACT_KEY_FILE"] or instance / "contact.key")
    app.extensions["hub.post"] = notices.open_post(app.config["HUB_MAIL_URL"], key_file, app.config["HUB_PUBLIC_URL"])
    factor_key = Path(app.config["HUB_FACTOR_KEY_FILE"] or instance / "factor.key")
    app.extensions["hub.factors"] = staff.factors.open_factors(factor_key, app.config["HUB_SITE_NAME"])
    app.extensions["hub.quota"] = app.config["HUB_DESTRUCTIVE_PER_HOUR"]
    app.extensions["hub.search"] = search.open_engine(instance / "index", pending=lambda: outbox.pending("index"))
    app.extensions["hub.census"] = topics.Census()
    app.extensions["hub.ledger"] = ledger.open_ledger(app.config["HUB_LEDGER"], instance)
    web.attach(app)
    cli.attach(app)
    if proxies := app.config["HUB_TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    return app


def listen(app: Flask, host: str, port: int, *, trusting: bool = False) -> Any:
    """The server, bound to its address and not yet running; `trusting`: proxies in front may say who asks.

    Raises:
        OSError: the address is taken, or not of this machine.
    """
    server = waitress.create_server(
        app, host=host, port=port, threads=8, connection_limit=2000, asyncore_use_poll=True, ident=None,
        max_request_body_size=4 * web.guard.BODY_MAX, clear_untrusted_proxy_headers=not trusting)
    server.channel_class = _Channel
    return server


def serve(app: Flask, *, demo: bool) -> None:
    """Prepare the hub and serve it, with the worker beside it, until told to stop."""
    host, port = app.config["HUB_HOST"], app.config["HUB_PORT"]
    try:
        server = listen(app, host, port, trusting=bool(app.config["HUB_TRUSTED_PROXIES"]))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise Unready(f"Port {port} on {host} is in use, perhaps by this hub already running. Stop it there, or set HUB_PORT "
                      "to another port. Nothing was changed." if taken else f"Cannot listen on {host}:{port}: {error}.") from None
    with app.app_context():
        cli.prepare()
        if demo:
            cli.offer_demo()
    stop = threading.Event()
    keeper = threading.Thread(target=worker.run, args=(app, stop), name="worker")
    keeper.start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"The hub is at http://{host}:{port}  (staff: /staff/sign-in). Stop it with Ctrl-C.", flush=True)
    try:
        server.run()
    finally:
        server.close()
        stop.set()
        keeper.join(timeout=30)


def main() -> None:
    """`python app.py [--demo]`."""
    parser = argparse.ArgumentParser(description="Serve the IVF Story Hub.")
    parser.add_argument("--demo", action="store_true", help="fill an empty hub with invented demonstration content first")
    demo = parser.parse_args().demo
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", datefmt="%Y-%m-%d")
    for quiet in ("hub.access", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    try:
        app = create_app()
        with cli.running(Path(app.config["HUB_INSTANCE"])):
            serve(app, demo=demo)
    except Unready as problem:
        sys.exit(f"The hub did not start. {problem}")


if __name__ == "__main__":
    main()
