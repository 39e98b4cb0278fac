"""`flask hub …`: what an operator does from the command line.

Every command first brings the hub up to date (`prepare`). Bad input ends with one clear sentence and
a status that is not zero.
"""

from flask import Flask
from flask.cli import AppGroup

from hub.cli import backups, content, demo, staff, upkeep
from hub.cli.demo import offer_demo
from hub.cli.preparing import migrate, prepare, running

__all__ = ["attach", "offer_demo", "prepare", "running"]


def attach(app: Flask) -> None:
    """Give the app its commands."""
    group = AppGroup("hub", help="Run the IVF Story Hub.")
    for module in (content, demo, staff, upkeep, backups):
        for command in module.COMMANDS:
            group.add_command(command)
    app.cli.add_command(group)
    migrate.init_app(app)
