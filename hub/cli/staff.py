"""Commands about staff accounts."""

import click

from hub import staff
from hub.cli.preparing import address, command
from hub.db import saving
from hub.models.staff import ROLES


@click.command("add-moderator")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="moderator", show_default=True,
              help="An editor also keeps the news; an admin also keeps the accounts.")
@command
def add_moderator(email: str, role: str) -> None:
    """Invite somebody to the desk: prints a single-use link, good for seven days."""
    with saving():
        token = staff.invite(email, role)
    click.echo(f"Send this link to {email}; it works once, within seven days:")
    click.echo(address("staff.join", token=token))


COMMANDS = (add_moderator,)
