"""The deterministic part that every engine shares: relations, verdicts, origins and wording."""
