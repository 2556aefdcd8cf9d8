"""Labelled cases, metrics, comparison and gate."""
