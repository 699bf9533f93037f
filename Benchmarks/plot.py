# SPDX-License-Identifier: Apache-2.0
"""Plots as SVG text: logarithmic axes, every point named beside it, readable on light and dark and without colours.

Ours is a filled circle in blue, peers hollow squares in orange: two of the colours of Okabe and Ito, which people with any
kind of colour blindness tell apart, and the shape says it again.
"""

import dataclasses
import html
import math

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 14px }
  .tick, .note { fill: #59636e }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .ours { fill: #0072b2; stroke: #0072b2 }
  .peer { fill: none; stroke: #b34700; stroke-width: 2 }
  .link { stroke: #818b98; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .tick, .note { fill: #9198a1 }
    .grid { stroke: #3d444d }
    .ours { fill: #56b4e9; stroke: #56b4e9 }
    .peer { stroke: #f0a040 }
  }
"""


@dataclasses.dataclass
class Point:
    x: float
    y: float
    name: str
    is_ours: bool


@dataclasses.dataclass
class Panel:
    title: str
    points: list[Point]


@dataclasses.dataclass
class Scale:
    """A logarithmic axis from the decade (or half-decade) below the least value to that above the greatest."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: list[float], start: float, end: float) -> "Scale":
        ticks = [digit * 10.0**power for power in range(-6, 10) for digit in (1, 3)]
        low = max(tick for tick in ticks if tick <= min(values) * 0.999)
        high = min(tick for tick in ticks if tick >= max(values) * 1.001)
        return cls(low, high, start, end)

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        powers = range(math.floor(math.log10(self.low) - 1e-9), math.ceil(math.log10(self.high) + 1e-9) + 1)
        every = [digit * 10.0**power for power in powers for digit in (1, 3)]
        return [tick for tick in every if self.low * 0.999 <= tick <= self.high * 1.001]


def mark(point: Point, x: float, y: float) -> str:
    if point.is_ours:
        return f'<circle class="ours" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    return f'<rect class="peer" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"/>'


def scatter(title: str, description: str, panels: list[Panel], x_axis: tuple, y_axis: tuple) -> str:
    """Panels side by side on the same scales. An axis is its words and a function that writes a value."""
    width, height, left, top, gap, bottom = 420, 300, 72, 74, 36, 54
    points = [point for panel in panels for point in panel.points]
    y = Scale.over([point.y for point in points], top + height, top)
    parts = []
    for number, panel in enumerate(panels):
        start = left + number * (width + gap)
        x = Scale.over([point.x for point in points], start, start + width)
        parts.append(f'<text class="title" x="{start}" y="{top - 14}">{html.escape(panel.title)}</text>')
        for tick in x.ticks():
            parts.append(f'<line class="grid" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{top}" y2="{top + height}"/>')
            parts.append(f'<text class="tick" text-anchor="middle" x="{x(tick):.1f}" y="{top + height + 18}">{x_axis[1](tick)}</text>')
        for tick in y.ticks():
            parts.append(f'<line class="grid" x1="{start}" x2="{start + width}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
            if number == 0:
                parts.append(f'<text class="tick" text-anchor="end" x="{left - 8}" y="{y(tick) + 4:.1f}">{y_axis[1](tick)}</text>')
        middle = start + width / 2
        for point in panel.points:
            at_x, at_y = x(point.x), y(point.y)
            parts.append(mark(point, at_x, at_y))
            side, anchor = (12, "start") if at_x < middle + 40 else (-12, "end")
            parts.append(f'<text text-anchor="{anchor}" x="{at_x + side:.1f}" y="{at_y + 4:.1f}">{html.escape(point.name)}</text>')
        parts.append(f'<text class="note" text-anchor="middle" x="{middle}" y="{top + height + 40}">{html.escape(x_axis[0])}</text>')
    parts.append(f'<text class="note" text-anchor="middle" transform="translate(16 {top + height / 2}) rotate(-90)">{html.escape(y_axis[0])}</text>')
    return document(title, description, left + len(panels) * (width + gap), top + height + bottom, parts)


def dots(title: str, description: str, rows: list[tuple[str, list[Point]]], axis: tuple) -> str:
    """One line a row, its points joined: the distance between them is the ratio. The y of the points is not used."""
    width, line, left, top, bottom = 560, 44, 260, 50, 54
    height = line * len(rows)
    x = Scale.over([point.x for _, points in rows for point in points], left, left + width)
    parts = []
    for tick in x.ticks():
        parts.append(f'<line class="grid" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{top}" y2="{top + height}"/>')
        parts.append(f'<text class="tick" text-anchor="middle" x="{x(tick):.1f}" y="{top + height + 18}">{axis[1](tick)}</text>')
    for number, (name, points) in enumerate(rows):
        y = top + line * number + line / 2
        parts.append(f'<text text-anchor="end" x="{left - 60}" y="{y + 4:.1f}">{html.escape(name)}</text>')
        places = [x(point.x) for point in points]
        parts.append(f'<line class="link" x1="{min(places):.1f}" x2="{max(places):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        for point, place in zip(points, places):
            parts.append(mark(point, place, y))
            # The outer names stand outside, so that near points do not write over each other.
            shift, rise, anchor = (
                (-12, 4, "end") if place == min(places) else (12, 4, "start") if place == max(places) else (0, -11, "middle"))
            parts.append(f'<text text-anchor="{anchor}" x="{place + shift:.1f}" y="{y + rise:.1f}">{html.escape(point.name)}</text>')
    parts.append(f'<text class="note" text-anchor="middle" x="{left + width / 2}" y="{top + height + 40}">{html.escape(axis[0])}</text>')
    return document(title, description, left + width + 110, top + height + bottom, parts)


def document(title: str, description: str, width: float, height: float, parts: list[str]) -> str:
    body = "\n".join(parts)
    # A title wider than its plot must not be cut off.
    width = max(width, 32 + 8 * len(title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        f"<!-- SPDX-License-Identifier: Apache-2.0 -->\n<title>{html.escape(title)}</title>\n"
        f"<desc>{html.escape(description)}</desc>\n<style>{STYLE}</style>\n"
        f'<text class="title" x="16" y="26">{html.escape(title)}</text>\n{body}\n</svg>\n')
