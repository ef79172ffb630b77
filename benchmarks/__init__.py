"""Speed and quality, measured; each script names what it needs."""
