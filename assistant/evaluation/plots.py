"""Small plots as inline SVG: bars and points, drawn by hand, so that a report needs nothing but itself."""

from collections.abc import Sequence
from html import escape

__all__ = ["bars", "calibration"]

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420, 200, 40, 30, 12
FOOT = HEIGHT - BOTTOM + 14  # where labels stand


def bars(title: str, values: Sequence[tuple[str, float, str]], most: float = 1.0) -> str:
    """A bar for each (label, height, what it says when pointed at); `most` is the height of the scale."""
    room = (WIDTH - LEFT) / max(1, len(values))
    drawn = [_axes(most)]
    for place, (label, value, said) in enumerate(values):
        x, y = LEFT + place * room + room * 0.15, _y(value, most)
        drawn.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{room * 0.7:.1f}" height="{HEIGHT - BOTTOM - y:.1f}">'
            f"<title>{escape(said)}</title></rect>"
            f'<text x="{x + room * 0.35:.1f}" y="{FOOT}" text-anchor="middle">{escape(label)}</text>'
        )
    return _figure(title, drawn)


def calibration(title: str, bins: Sequence[tuple[float, float, int]]) -> str:
    """A point for each (mean confidence, share that was right, count); the diagonal is perfect."""
    drawn = [_axes(1.0), f'<path class="guide" d="M{_x(0):.1f} {_y(0):.1f} L{_x(1):.1f} {_y(1):.1f}"/>']
    most = max((count for _, _, count in bins), default=1)
    for sure, right, count in bins:
        size = 3 + 7 * (count / most) ** 0.5
        drawn.append(
            f'<circle cx="{_x(sure):.1f}" cy="{_y(right):.1f}" r="{size:.1f}">'
            f"<title>{escape(f'sure {sure:.2f}, right {right:.2f}, {count} statements')}</title></circle>"
        )
    for mark in (0.0, 0.5, 1.0):
        drawn.append(f'<text x="{_x(mark):.1f}" y="{FOOT}" text-anchor="middle">{mark:g}</text>')
    return _figure(title, drawn)


def _axes(most: float) -> str:
    lines = [f'<path class="axis" d="M{LEFT} {TOP} V{HEIGHT - BOTTOM} H{WIDTH}"/>']
    for part in (0, 0.5, 1):
        lines.append(
            f'<text x="{LEFT - 5}" y="{_y(part) + 4:.1f}" text-anchor="end">{part * most:.3g}</text>'
        )
    return "".join(lines)


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - 12)


def _y(value: float, most: float = 1.0) -> float:
    return HEIGHT - BOTTOM - (value / most if most else 0) * (HEIGHT - BOTTOM - TOP)


def _figure(title: str, drawn: Sequence[str]) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{"".join(drawn)}</svg></figure>'
    )
