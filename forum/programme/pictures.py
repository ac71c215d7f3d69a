"""Pictures of people as they are kept: square, small, drawn anew, without whatever else stood in the file. A tool."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from forum.errors import PictureUnreadable

LARGEST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 30_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIDE = 480
QUALITY = 84


def square(given: bytes) -> bytes:
    """Return a picture as a square JPEG; raise PictureUnreadable for what is no picture, or one out of all measure.

    How large it is stands in its head and is asked before a single pixel is read: a few bytes can claim gigabytes.
    """
    if len(given) > LARGEST_BYTES:
        raise PictureUnreadable
    try:
        with Image.open(BytesIO(given), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureUnreadable
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise PictureUnreadable from error
    drawn, kept = ImageOps.fit(upright, (SIDE, SIDE), centering=(0.5, 0.35)), BytesIO()
    drawn.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()
