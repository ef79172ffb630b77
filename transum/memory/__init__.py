"""What was translated before.

``store`` is what models said, which is a cache; ``people`` is what people wrote, which is none; both are ``files`` of
SQLite that hold ``units``. ``remembering`` asks them before its model, ``tmx`` trades with other tools.
"""
