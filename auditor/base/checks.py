"""One line of a self-check: every paper, and every file read back, answers with these."""

from pydantic import BaseModel, ConfigDict


class CheckEntry(BaseModel):
    """A check by its printed name, whether it holds, and what was found where it does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    ok: bool
    detail: str
