"""The embedded engine: what it extracts and how it clusters, by kind of claim."""
