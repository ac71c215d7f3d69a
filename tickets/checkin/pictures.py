"""Reading a QR code out of a camera's picture, for browsers that cannot. Nothing of the picture is kept. A tool.

It is done on threads of its own, so few that those that serve are never all waiting for them, and which the system runs
only when nobody else wants the processor.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO

import zxingcpp
from PIL import Image, UnidentifiedImageError

from forum.live.limits import Limit, buckets
from tickets.checkin.headers import NotPlain, plain
from tickets.desks.models import Desk
from tickets.errors import FramesTooOften, FrameUnreadable

PER_DESK = Limit(burst=8, per_second=5)
"""A desk sends four a second at most."""

READERS = 2
PATIENCE_SECONDS = 0.05
NICENESS = 10
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def _stand_back() -> None:
    """Let every other thread go first, where the system tells threads apart."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


_readers = ThreadPoolExecutor(READERS, thread_name_prefix="pictures", initializer=_stand_back)
_places = threading.Semaphore(READERS)


def code_in(picture: bytes, *, by: Desk) -> str | None:
    """Return the text of the QR code in a picture, None without one.

    Raise FrameUnreadable for what is not one plain picture, FramesTooOften for a desk that sends too many, and while
    all readers are at work: the next picture comes in a moment anyway.
    """
    wait = buckets.take(by.key, "frames", PER_DESK)
    if wait:
        raise FramesTooOften(wait)
    try:
        body = plain(picture)
    except NotPlain as error:
        raise FrameUnreadable from error
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise FramesTooOften(1)
    try:
        return _readers.submit(_read, body).result()
    finally:
        _places.release()


def _read(body: bytes) -> str | None:
    try:
        with Image.open(BytesIO(body), formats=["JPEG", "PNG"]) as picture:
            gray = picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FrameUnreadable from error
    found = zxingcpp.read_barcodes(gray, formats=QR)
    return next((barcode.text for barcode in found if barcode.valid), None)
