"""Many machines: a folder, JSON Lines or Parquet on a Ray cluster, and a callable for engines like it.

Reading order: ``places`` (local and remote files), ``sources`` (inputs → fragments → chunks), ``schema`` and ``rows``
(an article as a row), ``parts`` (rows → files), ``done`` (which rows are up to date), ``work`` (a chunk → a part, on a
worker), ``shared`` (do all machines see the same files), ``head`` (is the cluster still there), ``waiting``
(can any machine work), ``drive`` (all chunks, by Ray Data), ``run`` (from options to exit code); and ``translate``, the
callable.

A part is named by its place in the input and by a digest of what is in it, and it is written whole or not at all. So a
worker may die and its chunk be done again, twice even: the same part comes of it. That is how every input gets exactly
one row; nothing has to be remembered about who did what.
"""
