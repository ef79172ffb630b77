"""Indonesian–English translation and summarization, offline, with its doubts shown."""

__version__ = "0.1.0"
