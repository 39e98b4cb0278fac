"""What a moderator does: see what waits, take one, decide, propose other words, and erase what was removed.

Verbs load what they decide on and never end a transaction (`hub.db.saving` does). Not here: what an author does
(`hub/submissions`), and the pages (`hub/web/review.py`).
"""

from hub.moderation.claims import at_work, colleagues, hand_over, held, holder, release, take, take_next
from hub.moderation.deciding import blocked, decide, propose, said_yes, takes_two, verdicts
from hub.moderation.margins import Alike, alike, label, note, notes, seen, suggested
from hub.moderation.marks import Dismissed, dismissed, settle
from hub.moderation.opening import find, open_one, public_ids
from hub.moderation.preferring import prefer
from hub.moderation.queue import FILTERS, PER_PAGE, Item, Queue, Wanted, faults, light, neighbours, queue
from hub.moderation.removing import erase_removed, removals
from hub.moderation.undoing import undo, undoable_until

__all__ = ["FILTERS", "PER_PAGE", "Alike", "Dismissed", "Item", "Queue", "Wanted", "alike", "at_work", "blocked", "colleagues",
           "decide", "dismissed", "erase_removed", "faults", "find", "hand_over", "held", "holder", "label", "light",
           "neighbours", "note", "notes", "open_one", "prefer", "propose", "public_ids", "queue", "release",
           "removals", "said_yes", "seen", "settle", "suggested", "take", "take_next", "takes_two", "undo", "undoable_until",
           "verdicts"]
