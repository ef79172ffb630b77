"""What a text states, as values: words and signs first (``tokens``), then numbers, quantities, moments and names.

Reading order: ``tokens``, ``addresses``, ``digits`` and ``numerals`` (a number in figures, in words), ``units``,
``quantities``, ``moments`` (dates and times), ``figures`` (all of these at once), ``names``, ``statements`` (an
article's facts); for what an article names at a glance ``parts`` (office, body, holder), ``english_forms``,
``mentions`` (of a sentence), ``glance``.
"""
