"""The models that translate, and the encoder that tells what sentences mean.

Reading order: ``protocol`` (what every translator is), ``load`` (from a name to one), ``ct2`` and ``transformers`` on
``batching`` and ``pieces``; ``encoder`` and ``alignment``.
"""
