"""Many inputs, none lost.

Reading order: ``run`` (a batch from options to exit code), ``discover`` (which inputs), ``stamps`` (which of them were
not touched), ``groups`` (how many of them share the model), ``destinations``, ``tree`` and ``lines`` on ``ledger``
(where results are, and which are up to date), ``gist`` (what is kept of each), ``signals``, ``progress``, ``report``,
``front_page`` and ``digest_page`` on ``seal`` (what is told of it).
"""
