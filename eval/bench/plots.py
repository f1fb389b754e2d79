"""Drawings for reports: plain SVG, nothing to install."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _EDGE = 480, 300, 60


def line_chart(points: Sequence[tuple[float, float]], *, title: str, across: str) -> str:
    """A line through ``points`` (x, y > 0), both axes logarithmic, every point labelled with its value."""
    xs, ys = ([math.log10(max(value, 1e-12)) for value in values] for values in zip(*points, strict=True))
    low, high = math.floor(min(ys) - 0.1), math.ceil(max(ys) + 0.1)

    def place(x: float, y: float) -> tuple[float, float]:
        right = (x - min(xs)) / ((max(xs) - min(xs)) or 1.0)
        up = (y - low) / (high - low)
        return _EDGE + right * (_WIDTH - 2 * _EDGE), _HEIGHT - _EDGE + up * (2 * _EDGE - _HEIGHT)

    places = [place(x, y) for x, y in zip(xs, ys, strict=True)]
    parts = [f'<text x="{_WIDTH / 2}" y="24" text-anchor="middle" font-size="15">{escape(title)}</text>']
    for decade in range(low, high + 1):
        _, height = place(xs[0], decade)
        parts.append(f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{height:.1f}" y2="{height:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_EDGE - 6}" y="{height + 4:.1f}" text-anchor="end">{10.0**decade:g}</text>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    for (x, y), (size, value) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#1f5fa8"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle">{value:.3g}</text>')
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - _EDGE + 20}" text-anchor="middle">{size:,.0f}</text>')
    parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 14}" text-anchor="middle">{escape(across)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>"]) + "\n"
