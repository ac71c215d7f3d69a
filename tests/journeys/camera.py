"""A camera that shows a QR code: the frames Chromium plays instead of a real one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT = 640, 480


def fake_camera(code: str, folder: Path) -> list[str]:
    """Return the arguments with which Chromium sees this code through its camera."""
    film = folder / "camera.mjpeg"
    film.write_bytes(_frame(code) * 4)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]


def _frame(code: str) -> bytes:
    """Return one JPEG: the code, a little off centre, on a grey table."""
    drawn = BytesIO()
    segno.make(code, micro=False).save(drawn, kind="png", scale=9, border=4)
    table = Image.new("RGB", (WIDTH, HEIGHT), (150, 150, 150))
    table.paste(Image.open(drawn).convert("RGB"), (180, 90))
    shot = BytesIO()
    table.save(shot, "JPEG", quality=85)
    return shot.getvalue()
