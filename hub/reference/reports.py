"""What somebody can say about a published story, in kind words (`reports.toml`)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReportReason:
    """One reason: its code, the form it stands on (`story` or `me`), its words, and what it asks for."""

    code: str
    about: str
    label: str
    help: str = ""
    urgent: bool = False
    words: bool = False


REPORT_REASONS: dict[str, ReportReason] = {
    code: ReportReason(code, **entry)
    for code, entry in tomllib.loads((Path(__file__).parent / "reports.toml").read_text(encoding="utf-8")).items()
}


def reasons_about(about: str) -> dict[str, ReportReason]:
    """The reasons of one form, in the order they stand on it."""
    return {code: reason for code, reason in REPORT_REASONS.items() if reason.about == about}
