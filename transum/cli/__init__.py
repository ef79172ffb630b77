"""The command line. Reading order: ``program`` (words → the job or a tool), ``options``, ``main_job``, ``articles``.

Then a file a tool. ``help`` is the look of all help, ``settings`` the file of lasting defaults, and ``mistakes`` says
what is wrong with either; ``streams`` makes the three streams safe, and ``console``, ``logs``, ``showing`` and
``pager`` are what is shown on them.
"""
