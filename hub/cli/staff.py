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
@click.option("--anew", is_flag=True, help="Also for one who joined before and lost what they sign in with: they choose it anew.")
@command
def add_moderator(email: str, role: str, anew: bool) -> None:
    """Invite somebody to the desk: prints a single-use link, good for seven days."""
    with saving():
        token, _ = staff.invite(email, role, anew=anew)
    click.echo(f"Send this link to {email}; it works once, within seven days:")
    click.echo(address("staff.join", token=token))


@click.command("remove-moderator")
@click.argument("email")
@command
def remove_moderator(email: str) -> None:
    """End an account and its sessions at once. What it did stays in the log under its number; its address is forgotten."""
    with saving():
        staff.people.end_by_address(email)
    click.echo("The account has ended.")


COMMANDS = (add_moderator, remove_moderator)
