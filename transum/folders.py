"""Where transum keeps what is not in the package: the platform's own folders. None of them need exist."""

import os
from pathlib import Path

import platformdirs


def configuration() -> Path:
    """``config.toml`` and the user's own prompts."""
    return platformdirs.user_config_path("transum")


def models() -> Path:
    """The shelf: models that the user added; ``TRANSUM_DATA`` moves the data folder that it is in."""
    moved = os.environ.get("TRANSUM_DATA")
    return (Path(moved) if moved else platformdirs.user_data_path("transum")) / "models"


def memory() -> Path:
    """The file of the translation memory."""
    return platformdirs.user_cache_path("transum") / "memory.sqlite"
