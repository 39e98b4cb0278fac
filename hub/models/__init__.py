"""What is stored: one table and its own invariants per file."""

from hub.models.contact import Contact
from hub.models.content import Content
from hub.models.edition import Edition
from hub.models.experience import Experience
from hub.models.finding import StoredFinding
from hub.models.log import LogEntry
from hub.models.message import Message
from hub.models.pair import Pair
from hub.models.profile import Profile
from hub.models.promise import Promise
from hub.models.report import Report
from hub.models.revision import Revision
from hub.models.spread import Spread
from hub.models.staff import Staff
from hub.models.story import Story

__all__ = [
    "Contact", "Content", "Edition", "Experience", "LogEntry", "Message", "Pair", "Profile", "Promise", "Report", "Revision",
    "Spread", "Staff", "StoredFinding", "Story"]
