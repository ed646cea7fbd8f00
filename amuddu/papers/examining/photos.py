"""A photo: opened, turned upright, brought to a size that can be read, written anew as JPEG.

Nothing of the file that came survives but its picture: no place, no camera, no hidden part.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from amuddu.papers.examining.limits import LONG_SIDE, MAX_PIXELS, MIN_SIDE, QUALITY
from amuddu.papers.examining.said import BLANK, DAMAGED, TOO_HEAVY, TOO_SMALL, NotKept

FORMATS = ("JPEG", "PNG", "WEBP")
_FLAT = 16
"""Grey levels, of 256, between the darkest and the lightest of a picture that shows nothing."""


def photo(content: bytes) -> bytes:
    """The picture as a JPEG of its own. Raises `NotKept`."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at half the size
            if min(opened.size) < MIN_SIDE:
                raise NotKept(TOO_SMALL)
            upright = ImageOps.exif_transpose(opened)
            picture = _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotKept(TOO_HEAVY) from None
    except (OSError, SyntaxError, ValueError):
        raise NotKept(DAMAGED) from None
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    if min(picture.size) < MIN_SIDE // 2:
        raise NotKept(TOO_SMALL)
    darkest, lightest = picture.convert("L").getextrema()
    if lightest - darkest < _FLAT:  # type: ignore[operator]
        raise NotKept(BLANK)
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Without what can be seen through."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        return paper.convert("RGB")
    return image.convert("RGB")
