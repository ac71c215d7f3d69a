"""Reading a QR code out of a camera's picture, for browsers that cannot. Nothing of the picture is kept."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from PIL import Image, UnidentifiedImageError

from tickets.errors import FrameUnreadable

LONGEST_SIDE = 2000
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def code_in(jpeg: bytes) -> str | None:
    """Return the text of the QR code in a JPEG, None without one; raise FrameUnreadable for anything else.

    The size is checked before anything is decoded: a small file can claim to be a very large picture.
    """
    try:
        with Image.open(BytesIO(jpeg), formats=["JPEG"]) as picture:
            if max(picture.size) > LONGEST_SIDE:
                raise FrameUnreadable
            gray = picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise FrameUnreadable from error
    found = zxingcpp.read_barcodes(gray, formats=QR)
    return next((barcode.text for barcode in found if barcode.valid), None)
