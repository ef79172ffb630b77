"""White space and the characters that show nothing: what may stand between two sentences."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Zero-width space, non-joiner, joiner, word joiner, byte order mark, soft hyphen."""

GAP = f"[\\s{INVISIBLE}]"
"""A regular-expression class: one character of a gap."""

WHITE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
STRIPPED = f"{WHITE}\u2028\u2029\u202f\u205f\u3000{INVISIBLE}"
"""The same characters, for ``str.strip``."""
