"""A person goes through what the checks doubt, and decides.

Reading order: ``reading`` (articles and results → what is in doubt), ``session`` (where the person stands, and what is
done about a doubt), ``bookmarks`` (where to go on another day). How it looks and which keys there are is the command
line's business.
"""
