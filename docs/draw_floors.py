#!/usr/bin/env python3
"""Draws docs/floors.txt: `docs/draw_floors.py > docs/floors.svg` (a test compares the two).

A folder stands on the lowest floor that is above all that it includes. A line is drawn only where no
longer way says the same, or the picture would be a net.
"""
import pathlib
import sys
from xml.sax.saxutils import escape

WIDTH, HEIGHT, GAP, RISE, MARGIN = 268, 46, 20, 54, 16


def read(path):
    """The folders in the order of the file: {folder: (purpose, what it includes)}."""
    folders = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            folder, purpose, includes = (field.strip() for field in line.split("|"))
            folders[folder] = (purpose, includes.split())
    return folders


def floor_of(folder, folders):
    return max((floor_of(below, folders) + 1 for below in folders[folder][1]), default=0)


def reached(folder, folders):
    """All that the folder includes, and what that includes."""
    found = set()
    for below in folders[folder][1]:
        found |= {below} | reached(below, folders)
    return found


def direct(folder, folders):
    """What the folder includes and reaches in no other way."""
    includes = folders[folder][1]
    return [b for b in includes if not any(b in reached(other, folders) for other in includes)]


def main():
    folders = read(pathlib.Path(__file__).with_name("floors.txt"))
    floors = {}
    for folder in folders:
        floors.setdefault(floor_of(folder, folders), []).append(folder)
    top = max(floors)
    widest = max(len(row) for row in floors.values())
    width = 2 * MARGIN + widest * (WIDTH + GAP) - GAP
    height = 2 * MARGIN + (top + 1) * (HEIGHT + RISE) - RISE
    place = {}
    for floor, row in floors.items():
        left = (width - len(row) * (WIDTH + GAP) + GAP) / 2
        for column, folder in enumerate(row):
            place[folder] = (left + column * (WIDTH + GAP), MARGIN + (top - floor) * (HEIGHT + RISE))
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        "<!-- Made by docs/draw_floors.py from docs/floors.txt. -->",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for folder in folders:
        for below in direct(folder, folders):
            (x1, y1), (x2, y2) = place[folder], place[below]
            out.append(f'<path d="M{x1 + WIDTH / 2:.0f} {y1 + HEIGHT} L{x2 + WIDTH / 2:.0f} {y2}" stroke="#8aa" fill="none"/>')
    for folder, (purpose, _) in folders.items():
        x, y = place[folder]
        out.append(f'<rect x="{x:.0f}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#eef4f4" stroke="#466"/>')
        out.append(f'<text x="{x + 10:.0f}" y="{y + 19}" font-size="14" font-weight="bold">{escape(folder)}</text>')
        out.append(f'<text x="{x + 10:.0f}" y="{y + 36}" font-size="10.5">{escape(purpose)}</text>')
    print("\n".join(out + ["</svg>"]))


if __name__ == "__main__":
    sys.exit(main())
