"""The prompts, one file each, and their strict loader. See `loader` for the form of a file."""

from .loader import BadPrompt, Message, Prompt, load, parse

__all__ = ["BadPrompt", "Message", "Prompt", "load", "parse"]
