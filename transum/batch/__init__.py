"""Many inputs, none lost.

Reading order: ``run`` (a batch from options to exit code), ``discover`` (which inputs), ``windows`` (how many of them
share the model), ``destinations`` on ``ledger`` (where results are, and which are up to date), ``progress``.
"""
