"""The base of every model: closed and immutable."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A value that cannot change and that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
