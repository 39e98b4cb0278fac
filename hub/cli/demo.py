"""The demonstration hub: invented content to look around in, and one account to sign in with."""

import secrets

import click
from flask_security.utils import hash_password
from sqlalchemy import delete, func, select, update

from hub import history, outbox, staff
from hub.cli.content import bring_in, read_rows, settle
from hub.cli.preparing import address, command
from hub.config import ROOT
from hub.db import db, saving
from hub.erasure import erase
from hub.models import Experience, Pair, Profile, Staff, Story

FOLDER = ROOT / "hub" / "reference" / "demo"
EMAIL = "moderator@example.org"


@click.command("demo")
@click.option("--remove", is_flag=True, help="Take all demonstration content out again.")
@command
def demo(remove: bool) -> None:
    """Fill an empty hub with invented stories to look around in."""
    if remove:
        _remove()
    elif _rows(real=True):
        raise click.ClickException("This hub holds real stories. Demonstration content is for an empty hub only.")
    elif _rows(real=False):
        click.echo("The demonstration content is here already. Take it out with: flask hub demo --remove")
    else:
        _fill()


def offer_demo() -> None:
    """Fill the hub if it is empty; say how to get in if it was filled before."""
    if not _rows(real=True) and not _rows(real=False):
        _fill()
    elif _rows(real=False):
        click.echo(f"Demonstration hub. What {EMAIL} signs in with was shown at the first start; for another account: "
                   "flask hub add-moderator YOU@EXAMPLE.ORG --role admin")


def _fill() -> None:
    files = {"news.jsonl": "published", "experiences.jsonl": "published", "waiting.jsonl": "submitted"}
    for name, state in files.items():
        rows, faults = read_rows(FOLDER / name)
        if faults:
            raise click.ClickException("\n".join(faults))
        bring_in(rows, state=state, warrant="", provenance="demo", label=name)
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    secret = staff.factors.new_secret()
    with saving():
        person = Staff(email=EMAIL, role="admin", demo=True, password=hash_password(password), tf_totp_secret=secret)
        db.session.add(person)
        codes = staff.factors.new_codes(person)
    settle()
    click.echo(f"\nDemonstration content is in; every story in it is invented.\n"
               f"Sign in at {address('staff.sign_in')} as {EMAIL} with the password {password}\n"
               f"When a code is asked for, type one of these; each works once: {' '.join(codes)}\n"
               f"or what an authenticator app shows for the key {staff.factors.shown(secret, person)[0]}\n"
               f"(made at random, shown this once).\n")


def _remove() -> None:
    with saving():
        for experience in db.session.scalars(select(Experience).where(Experience.provenance == "demo")):
            if not experience.is_gone:
                history.move(experience, "withdraw", history.OPERATOR)
            erase(experience)
            db.session.delete(experience)
        for story in db.session.scalars(select(Story).where(Story.provenance == "demo")):
            outbox.promise("index", story.record)
            db.session.execute(delete(Pair).where(Pair.story_id == story.id))
            Profile.keep(story.record, {})
            db.session.execute(update(Experience).where(Experience.answers_id == story.id).values(answers_id=None))
            db.session.delete(story)
        db.session.execute(delete(Staff).where(Staff.demo))
    settle()
    click.echo("The demonstration content and its account are gone.")


def _rows(*, real: bool) -> int:
    return sum(db.session.scalar(select(func.count()).select_from(model).where((model.provenance != "demo") == real)) or 0
               for model in (Experience, Story))


COMMANDS = (demo,)
