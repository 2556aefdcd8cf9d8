"""The prompts, one file each, and their strict loader."""
