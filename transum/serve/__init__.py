"""Models that stay loaded: articles over HTTP or a socket of this computer.

Reading order: ``refusal`` (what is answered instead), ``orders`` (what can be asked), ``desk`` (one after the other),
``articles`` and ``libretranslate`` (the two ways to ask), ``access`` (who may), ``application`` (all that as a web
application), ``listening`` (where), ``run``; and ``client``, the other side.
"""
