"""What is every stage told of the story that it works on?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...prompts import Prompt
from .calls import A, Call
from .hostile import fence
from .planning import Plan, plan_of
from .prompting import overhead, rendered
from .source import Source
from .statements import Account


@dataclass(frozen=True)
class Inquiry:
    """One story under examination."""

    story: str
    """Its name."""
    sources: tuple[Source, ...]
    prompts: Mapping[str, Prompt]
    """By stage."""
    repeat: int = 0
    account: Account = field(default_factory=Account)

    @cached_property
    def plan(self) -> Plan:
        """What its stages may ask."""
        return plan_of(self.sources)

    @cached_property
    def by_name(self) -> dict[str, Source]:
        """The sources by their articles' names."""
        return {source.name: source for source in self.sources}

    def call(self, stage: str, answer: type[A], item: str = "", **parts: str) -> Call[A]:
        """Return a call of a stage.

        Args:
            stage: whose prompt is used.
            answer: what the model is to return.
            item: an article's name; the story's where it is empty.
            **parts: what the prompt's variables stand for, each fenced under its name. They are article text, or made
                from it.
        """
        prompt = self.prompts[stage]
        marks = fence(parts.values())
        messages = rendered(prompt, **{name: marks.around(name, text) for name, text in parts.items()})
        return Call(stage, f"{prompt.name} {prompt.version}", item or self.story, messages, answer, self.repeat)

    def overhead(self, stage: str, answer: type[A]) -> int:
        """Return about how many tokens a call of a stage has before anything stands in it."""
        return overhead(self.prompts[stage], answer)
