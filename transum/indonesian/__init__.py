"""What is known of Indonesian: ``detect``, ``notation`` and ``writing`` (its figures), ``acronyms``, ``affixes``."""
