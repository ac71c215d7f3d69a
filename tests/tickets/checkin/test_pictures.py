"""Pictures are looked at before they are decoded, and decoded where nobody waits."""

from __future__ import annotations

import contextlib
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
import segno
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from forum.live.limits import buckets
from tests.tickets.cast import a_desk, a_forum
from tickets.checkin import pictures
from tickets.checkin.headers import NotPlain, plain
from tickets.desks.models import Desk
from tickets.errors import FramesTooOften, FrameUnreadable
from tickets.registration.codes import check_digit

BODY = "10123456789012345678901234"
CODE = BODY + check_digit(BODY)
FRAMES = "/api/v1/forums/seoul/checkpoints/entrance/frames"


def picture(kind: str = "JPEG", *, size: int = 640, mode: str = "RGB", **options: Any) -> bytes:
    drawn = BytesIO()
    segno.make(CODE, micro=False).save(drawn, kind="png", scale=8)
    shown = Image.new("RGB", (size, size), "white")
    shown.paste(Image.open(drawn).convert("RGB"), (100, 100))
    out = BytesIO()
    shown.convert(mode).save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(body: bytes, width: int, height: int) -> bytes:
    """The picture with another size in its header."""
    if body.startswith(b"\x89PNG"):
        return body[:8] + chunk(b"IHDR", struct.pack(">II", width, height) + body[24:29]) + body[33:]
    place = body.index(b"\xff\xc0") + 5
    return body[:place] + struct.pack(">HH", height, width) + body[place + 4 :]


def drawn_twice(body: bytes) -> bytes:
    """A JPEG whose scan stands in it again and again."""
    start, end = body.index(b"\xff\xda"), body.rindex(b"\xff\xd9")
    return body[:end] + body[start:end] * 50 + body[end:]


JPEG, PNG = picture(), picture("PNG")
BOMB = JPEG[:0] + PNG[:33] + chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 50_000_000)) + PNG[33:]

READABLE = {
    "JPEG": JPEG,
    "grey JPEG": picture(mode="L"),
    "with restarts": picture(restart_marker_blocks=4),
    "optimized": picture(optimize=True, quality=60),
    "with Exif": picture(exif=Image.Exif()),
    "PNG": PNG,
    "PNG of few colours": picture("PNG", mode="P"),
    "black and white PNG": picture("PNG", mode="1"),
    "PNG with a packed bomb in a text": BOMB,
    "the largest": picture(size=2000),
}
REFUSED = {
    "nothing": b"",
    "text": b"hello",
    "HTML": b"<!doctype html>" * 100,
    "progressive": picture(progressive=True),
    "CMYK": picture(mode="CMYK"),
    "GIF": picture("GIF"),
    "WebP": picture("WEBP"),
    "BMP": picture("BMP"),
    "TIFF": picture("TIFF"),
    "too large": picture(size=2001),
    "claims 65,500²": claiming(JPEG, 65_500, 65_500),
    "claims no height": claiming(JPEG, 640, 0),
    "drawn again and again": drawn_twice(JPEG),
    "PNG claims 65,500²": claiming(PNG, 65_500, 65_500),
    "PNG of 16 bits": picture("PNG", mode="I;16"),
    "PNG cut short": PNG[: len(PNG) // 2],
    "PNG without data": PNG[:33] + chunk(b"IEND", b""),
    "a header only": JPEG[: JPEG.index(b"\xff\xda")],
    **{f"cut at {place}": JPEG[:place] for place in (1, 2, 3, 4, 20, 200, len(JPEG) // 2, len(JPEG) - 2)},
}


@pytest.fixture
def desk() -> Desk:
    return Desk(key=f"desk-{threading.get_ident()}-{id(object())}")


@pytest.fixture(autouse=True)
def fresh_buckets() -> None:
    buckets._buckets.clear()


@pytest.mark.parametrize("name", READABLE)
def test_a_plain_picture_is_read(desk: Desk, name: str) -> None:
    assert pictures.code_in(READABLE[name], by=desk) == CODE


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_one_plain_picture_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(FrameUnreadable):
        pictures.code_in(REFUSED[name], by=desk)


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in ("PNG without data",)])
def test_what_is_refused_is_refused_before_it_is_decoded(name: str) -> None:
    with pytest.raises(NotPlain):
        plain(REFUSED[name])


@given(st.integers(0, len(JPEG) - 1), st.binary(max_size=8))
def test_a_spoiled_picture_is_read_or_refused_and_nothing_else(place: int, noise: bytes) -> None:
    for body in (JPEG, PNG):
        spoiled = body[:place] + noise + body[place + len(noise) :]
        with contextlib.suppress(NotPlain):
            assert plain(spoiled)


def test_what_a_picture_carries_beside_itself_is_not_passed_on() -> None:
    assert len(BOMB) > len(PNG)
    assert plain(BOMB) == PNG


def test_pictures_are_decoded_on_threads_of_their_own(desk: Desk) -> None:
    """While those are held, nothing is read."""
    over = threading.Event()
    held = [pictures._readers.submit(over.wait, 30) for _ in range(pictures.READERS)]
    with ThreadPoolExecutor(1) as callers:
        asked = callers.submit(pictures.code_in, JPEG, by=desk)
        with pytest.raises(TimeoutError):
            asked.result(timeout=0.2)

        over.set()

        assert asked.result(timeout=30) == CODE
    assert all(one.result(timeout=30) for one in held)


def test_no_more_threads_wait_for_pictures_than_read_them(desk: Desk) -> None:
    """All others are told to come again at once, so that somebody is always free for everything else."""
    for _ in range(pictures.READERS):
        assert pictures._places.acquire(timeout=30)
    try:
        with pytest.raises(FramesTooOften):
            pictures.code_in(JPEG, by=desk)
    finally:
        pictures._places.release(pictures.READERS)
    assert pictures.code_in(JPEG, by=desk) == CODE


@pytest.mark.django_db
def test_a_desk_has_an_allowance_of_its_own() -> None:
    forum = a_forum()
    tokens = [a_desk(forum, name)[1] for name in ("North", "South")]
    north, south = (Client(headers={"Authorization": f"Desk {token}"}) for token in tokens)

    def sent(device: Client) -> Any:
        return device.post(FRAMES, b"no picture", content_type="image/jpeg")

    answers = [sent(north) for _ in range(12)]

    assert answers[0].status_code == 400
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "frames.too_often")
    assert int(answers[-1]["Retry-After"]) >= 1
    assert sent(south).status_code == 400


@pytest.mark.django_db
def test_a_picture_may_be_a_png() -> None:
    _, token = a_desk(a_forum())

    answer = Client(headers={"Authorization": f"Desk {token}"}).post(FRAMES, PNG, content_type="image/png")

    assert answer.json() == {"code": CODE}
