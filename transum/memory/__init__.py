"""What was translated before. ``store`` is the file, ``remembering`` asks it first, ``tmx`` trades with other tools."""
