"""Pictures for the demonstration, drawn by a few lines: waves in the product's colours, and nobody's photograph."""

import math
import struct
import zlib

WIDTH, HEIGHT = 360, 240
_PALETTES = (
    ("e8f2f2", "b3d9da", "5fb3b8", "0a5c63", "074349"),
    ("fdf1e7", "f5cfae", "e39a62", "c8641e", "7d3a10"),
    ("f0ecf7", "cfc2e8", "9c84cc", "6a49a8", "3a2366"),
    ("eef4fb", "c3d9f0", "86b3e0", "2f6fb3", "1b4675"),
    ("f4f6e2", "dbe2a6", "b3c457", "7a8a00", "4b5500"),
    ("fbeaf1", "f1bdd3", "d97fa7", "b0356b", "6d1c40"),
)


def waves(seed: int) -> bytes:
    """A PNG of waves below a sun; the same seed draws the same picture."""
    colours = _PALETTES[seed % len(_PALETTES)]
    sun_x, sun_y = WIDTH * (0.2 + 0.6 * ((seed * 7) % 10) / 10), HEIGHT * 0.3
    radius = 34 + (seed * 5) % 22
    tops = [[_top(layer, x, seed) for x in range(WIDTH)] for layer in range(3)]
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        for x in range(WIDTH):
            depth = sum(y >= top[x] for top in tops)
            shines = not depth and (x - sun_x) ** 2 + (y - sun_y) ** 2 < radius**2
            rows.append(1 if shines else depth + 1 if depth else 0)
    palette = b"".join(bytes.fromhex(colour) for colour in colours)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _top(layer: int, x: int, seed: int) -> float:
    """Where a wave begins in a column."""
    swing = math.sin(x / (58 + 11 * layer) + seed * 1.7 + layer * 2.1) + 0.5 * math.sin(x / 31 + seed + layer)
    return HEIGHT * (0.48 + 0.17 * layer) + swing * (22 - 4 * layer)
