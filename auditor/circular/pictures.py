"""A picture of a page, as the working papers list it."""

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as people saw it: of which period and column, where, why, when, and the file it is kept as."""

    period: str
    column: str
    address: str
    why: str
    at: datetime
    file: str

    @classmethod
    def from_json(cls, line: str) -> "Picture":
        """From a line of the list of pictures."""
        values = json.loads(line)
        return cls(**{**values, "at": datetime.fromisoformat(values["at"])})

    @property
    def path(self) -> str:
        """What the file is called beside the working papers; in no folder, whose sign office programs write unlike."""
        return f"picture-{self.file.removeprefix('sha256:')[:16]}.png"
