"""What is stored: one table and its own invariants per file."""

from hub.models.claim import Claim
from hub.models.companion import Companion
from hub.models.contact import Contact
from hub.models.content import Content
from hub.models.edition import Edition
from hub.models.experience import Experience
from hub.models.finding import StoredFinding
from hub.models.log import LogEntry
from hub.models.message import Message
from hub.models.pair import Pair
from hub.models.passkey import Passkey
from hub.models.preference import Preference
from hub.models.profile import Profile
from hub.models.promise import Promise
from hub.models.reading import Reading
from hub.models.report import Report
from hub.models.revision import Revision
from hub.models.seen import Seen
from hub.models.side_note import SideNote
from hub.models.spread import Spread
from hub.models.staff import Staff
from hub.models.story import Story
from hub.models.visit import LeftVisit, Visit
from hub.models.waiting import Waiting

__all__ = [
    "Claim", "Companion", "Contact", "Content", "Edition", "Experience", "LeftVisit", "LogEntry", "Message", "Pair", "Passkey",
    "Preference", "Profile", "Promise", "Reading", "Report", "Revision", "Seen", "SideNote", "Spread", "Staff", "StoredFinding",
    "Story", "Visit", "Waiting"]
