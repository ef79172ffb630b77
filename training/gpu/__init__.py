"""The recipe that made the models: a teacher, its translations, the student, the reverse model, in minutes on one GPU.

To be read in this order: ``packing``, ``network``, ``weights``, ``widen``, ``ways``, ``fit``, ``beam``, ``material``,
``recipe``, ``pack``.
"""
