"""``POST /v1/articles``: a text → the object that ``--format json`` writes."""

from collections.abc import Mapping
from typing import Any

from transum.outputs.json import article_as_dict
from transum.outputs.view import View
from transum.serve.desk import Desk
from transum.serve.orders import Order


def article(desk: Desk, said: Mapping[str, Any]) -> dict[str, Any]:
    """What ``said`` orders, by the schema of the JSON output; raises ``RefusedError`` and ``TransumError``."""
    order = Order.of(said)
    found = article_as_dict(desk.article(order), View())
    if not order.facts:
        found.pop("facts", None)
    return found
