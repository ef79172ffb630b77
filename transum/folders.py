"""Where transum keeps what is not in the package: the platform's own folders. None of them need exist."""

import os
from pathlib import Path

import platformdirs


def configuration() -> Path:
    """``config.toml`` and the user's own prompts."""
    return platformdirs.user_config_path("transum")


def settings() -> Path:
    """The file of the user's lasting defaults."""
    return configuration() / "config.toml"


def data() -> Path:
    """What can't be made again; ``TRANSUM_DATA`` moves it."""
    moved = os.environ.get("TRANSUM_DATA")
    return Path(moved) if moved else platformdirs.user_data_path("transum")


def bookmarks() -> Path:
    """The file that says where reviews were left."""
    return platformdirs.user_state_path("transum") / "review.json"


def models() -> Path:
    """The shelf: models that the user added."""
    return data() / "models"


def people() -> Path:
    """The file of people's translations."""
    return data() / "people.sqlite"


def memory() -> Path:
    """The file of the translation memory: what models said."""
    return platformdirs.user_cache_path("transum") / "sentences.sqlite"


def old_memory() -> Path:
    """The memory of transum 0.1, which held people's translations as well."""
    return platformdirs.user_cache_path("transum") / "memory.sqlite"
