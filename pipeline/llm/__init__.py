"""The engine that asks a language model: settings, the client, its cache, limits and recordings."""
