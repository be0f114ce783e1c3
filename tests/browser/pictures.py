"""The pictures of pages in docs/pictures: `python -m tests.browser.pictures` takes them again."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, ROOT, serving

FOLDER: Final = ROOT / "docs" / "pictures"
TIES: Final = "/ties/TUR/RUS?on=2022-03-05"


class Picture(NamedTuple):
    """A page, and the window in which it is shown."""

    name: str
    address: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


PICTURES: Final = (
    Picture("ties", TIES, 1160, 1060),
    Picture("ties-dark", TIES, 1160, 1060, "dark"),
    Picture("ties-phone", TIES, 360, 1100),
    Picture("board", "/?on=2022-03-05", 1160, 960),
    Picture("fact", "/facts/f16-request?on=2022-03-05", 1160, 760),
    Picture("compare", "/ties/TUR/RUS/compare?on=2022-02-23&and_on=2022-03-05", 1160, 700),
)


def smaller(png: bytes) -> bytes:
    """The same picture, compressed as well as can be."""
    head, at, pixels, kept = png[:8], 8, b"", []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if name == b"IDAT":
            pixels += content
        elif name == b"IEND":
            kept += [(b"IDAT", zlib.compress(zlib.decompress(pixels), 9)), (name, b"")]
        else:
            kept.append((name, content))
        at += length + 12
    return head + b"".join(
        struct.pack(">I", len(content)) + name + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in kept
    )  # fmt: skip


def take(home: str, folder: Path) -> None:
    """Takes every picture of a site that serves the sample."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            page = browser.new_page(
                base_url=home,
                viewport={"width": picture.width, "height": picture.height},
                color_scheme=picture.scheme,
                reduced_motion="reduce",
            )
            page.goto(picture.address, wait_until="networkidle")
            path = folder / f"{picture.name}.png"
            path.write_bytes(smaller(page.screenshot()))
            page.close()
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder, serving(Path(folder), "--db", "sample", "serve") as home:
        take(home, Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
