"""Pictures of speakers: what is taken, what is kept of it, and where it stands."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from PIL import Image

from forum.errors import PictureUnreadable
from forum.programme.models import SpeakerPicture
from forum.programme.pictures import LARGEST_BYTES, SIDE, square
from forum.programme.verbs import portray
from tests.forum.cast import a_forum, a_speaker

SECRET = b"37.5665N 126.9780E"


def a_picture(kind: str = "PNG", size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, (10, 120, 90)).save(kept, kind, **options)  # type: ignore[arg-type]
    return kept.getvalue()


def a_png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head claims any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        a_picture("GIF"),
        a_picture()[:200],
        a_png_that_claims(65_500, 65_500),
        b"\x00" * (LARGEST_BYTES + 1),
    ],
    ids=["nothing", "svg", "gif", "cut", "bomb", "large"],
)
def test_what_is_no_picture_or_out_of_all_measure_is_refused(given: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        square(given)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_picture_is_drawn_anew_square_and_without_what_else_stood_in_it(kind: str) -> None:
    kept = square(a_picture(kind, exif=b"Exif\x00\x00" + SECRET) if kind == "JPEG" else a_picture(kind))

    with Image.open(BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.size, "progressive" in drawn.info) == ("JPEG", (SIDE, SIDE), False)
    assert SECRET not in kept


@pytest.mark.django_db
def test_speaker_with_a_picture_is_shown_with_it_everywhere(client: Client) -> None:
    forum = a_forum()
    ada, _ = a_speaker(forum), a_speaker(forum, "tom", "Tom")
    first = portray(ada, a_picture(), by="boss").digest
    digest = portray(ada, a_picture(size=(300, 900)), by="boss").digest

    pages = [
        client.get(f"/en/{forum.slug}/{path}").content.decode() for path in ("", "speakers/", "speakers/ada/")
    ]
    served = client.get(f"/pictures/{digest}.jpg")

    assert [text.count(f'src="/pictures/{digest}.jpg"') for text in pages] == [1, 1, 1]
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert served.content == bytes(SpeakerPicture.objects.get().image)
    assert served["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"/pictures/{'0' * 32}.jpg").status_code == 404
    assert (client.get(f"/pictures/{first}.jpg").status_code == 404) == (first != digest)


@pytest.mark.django_db
def test_command_gives_a_picture_or_says_why_not(tmp_path: Path) -> None:
    forum = a_forum("seoul")
    a_speaker(forum)
    file, said = tmp_path / "ada.png", StringIO()
    file.write_bytes(a_picture())

    call_command("portray", "seoul", "ada", file, stdout=said)

    assert "has a new picture" in said.getvalue()
    file.write_bytes(b"no picture")
    for arguments in (("seoul", "ada", file), ("seoul", "bob", file), ("seoul", "ada", tmp_path / "nothing")):
        with pytest.raises(CommandError):
            call_command("portray", *arguments)
