"""What a picture says of itself, looked at before anything of it is decoded. Pure.

A small file can claim to be a very large picture, ask to be drawn again and again, or unpack without end. What is
passed on is one plain picture: a baseline JPEG, or a PNG of which only what draws is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

LONGEST_SIDE = 2000

_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_END, _SCAN = 0xD9, 0xDA
_BASELINE = (0xC0, 0xC1)
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD9)}
"""Markers without a segment (ITU T.81, table B.1)."""


class NotPlain(ValueError):
    """No picture, not a whole one, too large, or one that costs more than it shows."""


def plain(body: bytes) -> bytes:
    """Return the picture as it may be decoded, or raise NotPlain."""
    try:
        if body.startswith(b"\xff\xd8"):
            _look_at_jpeg(body)
            return body
        if body.startswith(_PNG):
            return _png(body)
    except (IndexError, OverflowError, ValueError) as error:
        raise NotPlain(str(error)) from error
    except Exception as error:  # struct.error, of a file that ends too early
        raise NotPlain("cut short") from error
    raise NotPlain("neither JPEG nor PNG")


def _look_at_jpeg(body: bytes) -> None:
    """Allow one baseline frame of one or three colours, each drawn by one scan, to its end."""
    components = scans = 0
    for marker, start in _markers(body):
        if marker in _FRAMES:
            if components or marker not in _BASELINE:
                raise NotPlain("not baseline")
            precision, height, width, components = unpack_from(">BHHB", body, start)
            if precision != 8 or components not in (1, 3):
                raise NotPlain("not eight bits of grey or colour")
            _bound(width, height)
        scans += marker == _SCAN
        if scans > components:
            raise NotPlain("drawn more than once")
    if not scans:
        raise NotPlain("draws nothing")


def _markers(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield each marker and where its segment's data begin, up to the end of the picture."""
    place = 2
    while True:
        while body[place] == 0xFF == body[place + 1]:
            place += 1
        if body[place] != 0xFF:
            raise NotPlain("no marker")
        marker = body[place + 1]
        if marker == _END:
            return
        if marker in _BARE:
            place += 2
            continue
        (length,) = unpack_from(">H", body, place + 2)
        if length < 2 or place + 2 + length > len(body):
            raise NotPlain("cut short")
        yield marker, place + 4
        place += 2 + length
        if marker == _SCAN:
            place = _after_scan(body, place)


def _after_scan(body: bytes, place: int) -> int:
    """Return where the next marker stands after a scan's own bytes, which hide 0xFF behind a zero."""
    while True:
        place = body.index(b"\xff", place)
        following = body[place + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return place
        place += 1 if following == 0xFF else 2


def _png(body: bytes) -> bytes:
    """Return the picture without what does not draw: texts, profiles and the like may be packed bombs."""
    kept = [_PNG]
    for kind, chunk in _chunks(body):
        if kind == b"IHDR":
            width, height, bits, _colour, _packing, _filter, interlace = unpack_from(">IIBBBBB", chunk, 8)
            _bound(width, height)
            if bits > 8 or interlace:
                raise NotPlain("not eight bits in one pass")
        if kind in _DRAWS:
            kept.append(chunk)
    return b"".join(kept)


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk whole, from IHDR to IEND."""
    place, expected = len(_PNG), b"IHDR"
    while True:
        length, kind = unpack_from(">I4s", body, place)
        end = place + 12 + length
        if end > len(body) or (expected and kind != expected):
            raise NotPlain("cut short")
        yield kind, body[place:end]
        if kind == b"IEND":
            return
        place, expected = end, b""


def _bound(width: int, height: int) -> None:
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        raise NotPlain("too large")
