"""What is known of Indonesian: ``detect`` (is it?), ``notation`` (how it writes figures), ``acronyms``, ``affixes``."""
