"""The history of a run as a picture: a small SVG, which every browser and code host shows."""

import math
from collections.abc import Sequence
from typing import Final

from training.snapshot import Progress

_WIDTH: Final = 720
_HEIGHT: Final = 360
_MARGIN: Final = 48
_TICKS: Final = 5


def loss_curve(history: Sequence[Progress]) -> str:
    """An SVG of the training loss and the development loss over the steps; "" where there is nothing to draw."""
    lines = {
        "training loss": ("#888", [(row.step, row.loss) for row in history if math.isfinite(row.loss)]),
        "development loss": ("#c0392b", [(row.step, row.dev) for row in history if math.isfinite(row.dev)]),
    }
    points = [point for _, line in lines.values() for point in line]
    if not points:
        return ""
    frame = _Frame([x for x, _ in points], [y for _, y in points])
    body = [frame.axes()]
    for row, (name, (colour, line)) in enumerate(lines.items()):
        body.append(frame.line(line, colour))
        body.append(f'<text x="{_WIDTH - _MARGIN}" y="{20 + 16 * row}" fill="{colour}" text-anchor="end">{name}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        f' font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


class _Frame:
    """Maps steps and losses to places in the picture."""

    def __init__(self, steps: Sequence[int], losses: Sequence[float]) -> None:
        self.left, self.right = min(steps), max(steps)
        self.low, self.high = min(losses), max(losses)

    def place(self, step: float, loss: float) -> tuple[float, float]:
        across = (step - self.left) / ((self.right - self.left) or 1)
        up = (loss - self.low) / ((self.high - self.low) or 1)
        return _MARGIN + across * (_WIDTH - 2 * _MARGIN), _HEIGHT - _MARGIN - up * (_HEIGHT - 2 * _MARGIN)

    def line(self, points: Sequence[tuple[int, float]], colour: str) -> str:
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.place(*point) for point in points))
        return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="1.5"/>'

    def axes(self) -> str:
        parts = []
        for tick in range(_TICKS):
            share = tick / (_TICKS - 1)
            step, loss = self.left + share * (self.right - self.left), self.low + share * (self.high - self.low)
            (x, _), (_, y) = self.place(step, self.low), self.place(self.left, loss)
            parts += [
                f'<text x="{x:.0f}" y="{_HEIGHT - _MARGIN + 18}" text-anchor="middle">{step:.0f}</text>',
                f'<text x="{_MARGIN - 6}" y="{y + 4:.0f}" text-anchor="end">{loss:.2f}</text>',
                f'<line x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{y:.1f}" y2="{y:.1f}" stroke="#eee"/>',
            ]
        parts.append(f'<text x="{_WIDTH // 2}" y="{_HEIGHT - 8}" text-anchor="middle">steps</text>')
        return "\n".join(parts)
