"""Which state follows which: the state machine as a table, and what its acts have in common."""

# state -> act -> the state that follows. Staff: publish ask propose decline keep hide restore remove.
# Author: answer accept revise chapter hide restore appeal withdraw. Clock: expire restore. Reader (a report): hide.
# Keeping answers a report; hiding what is hidden confirms what a report did.
MOVES: dict[str, dict[str, str]] = {
    "submitted": {"publish": "published", "ask": "asked", "propose": "proposed", "decline": "declined",
                  "remove": "removed", "revise": "submitted", "withdraw": "withdrawn"},
    "asked": {"answer": "submitted", "withdraw": "withdrawn", "expire": "withdrawn"},
    "proposed": {"accept": "published", "answer": "submitted", "withdraw": "withdrawn", "expire": "withdrawn"},
    "published": {"keep": "published", "hide": "hidden", "remove": "removed", "ask": "asked", "revise": "published",
                  "chapter": "published", "withdraw": "withdrawn"},
    "hidden": {"keep": "hidden", "restore": "published", "ask": "asked", "hide": "hidden", "remove": "removed",
               "appeal": "submitted", "withdraw": "withdrawn"},
    "declined": {"appeal": "submitted", "withdraw": "withdrawn", "expire": "withdrawn"},
    "withdrawn": {},
    "removed": {},
}
STAFF_ACTS = frozenset({"publish", "ask", "propose", "decline", "keep", "hide", "restore", "remove"})
AUTHOR_ACTS = frozenset({"answer", "accept", "revise", "chapter", "hide", "restore", "appeal", "withdraw"})
CLOCK_ACTS = frozenset({"expire"})
# These speak of the whole story; every other act speaks of a newer revision where one waits.
WHOLE = frozenset({"keep", "hide", "restore", "remove", "withdraw", "revise", "chapter"})
# After these readers see the newest version.
GOES_LIVE = frozenset({"publish", "accept"})
# What answers an appeal: after one of these none is open any more.
ANSWERS_APPEAL = ("publish", "accept", "decline", "remove", "withdraw", "expire")

# What brings a story before the moderators, and as what it waits in their queue.
BROUGHT = {"submit": "new", "import": "new", "revise": "edit", "answer": "answer", "chapter": "chapter", "appeal": "appeal"}
# What moderators do on the way to a decision: in the log, but nothing an author is told of.
INNER = frozenset({"approve", "resolve", "dismiss", "reopen", "label"})
# The state that waits for its author, and the act that brought it there.
WAITS = {"asked": "ask", "proposed": "propose", "declined": "decline"}

STORY_MOVES: dict[str, dict[str, str]] = {
    "draft": {"publish": "published", "retire": "retired"},
    "published": {"retire": "retired"},
    "retired": {"publish": "published"},
}
