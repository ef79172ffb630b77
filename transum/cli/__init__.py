"""The command line. Reading order: ``program`` (words → a job or a tool), ``options``, ``articles``, a file a tool.

``console`` are the two streams that a person sees, ``settings`` the file of lasting defaults.
"""
