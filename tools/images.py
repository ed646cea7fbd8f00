"""Images from outside: each is listed with tag and digest in `deploy/images.toml`. `make images`.

An image that a file of deployment names and the list does not, one without a tag, `latest`, another
tag or digest than the list's, and a listed one that nobody uses are refused. With `--registry URL`
(a mirror, or the registry where unqualified names lie) digests are asked for by the registry's HTTP
API, and written into the list and the files. A registry that cannot be reached is said loudly: what
it was asked for stays empty. With `--production` an empty digest is refused.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).resolve().parents[1]
OWN = "amuddu-"
"""Images that are built here, whose tag is the version of this distribution."""
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_NAMED = {
    "Dockerfile": re.compile(r"^(?:FROM\s+(?:--\S+\s+)*|COPY\s+--from=)(\S+)", re.M | re.I),
    ".yml": re.compile(r"""^\s*-?\s*["']?image["']?:\s*["']?([^\s"'#]+)""", re.M),
}
_NAMED[".yaml"] = _NAMED[".yml"]
_STAGE = re.compile(r"^FROM\s+.*\sAS\s+(\S+)\s*$", re.M | re.I)
_MANIFESTS = ", ".join(
    (
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    )
)
_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Image:
    """An image as it is listed."""

    name: str
    tag: str
    digest: str

    @property
    def reference(self) -> str:
        """As files of deployment name it."""
        return f"{self.name}:{self.tag}" + (f"@{self.digest}" if self.digest else "")


class NotReached(Exception):
    """A registry did not tell the digest of an image."""


def listed(root: Path = ROOT) -> list[Image]:
    """The images of the list."""
    found = tomllib.loads((root / "deploy/images.toml").read_text())["image"]
    return [Image(one["name"], one["tag"], one["digest"]) for one in found]


def files(root: Path = ROOT) -> list[Path]:
    """The files of deployment that may name an image."""
    every = [*root.glob("docker-compose*.yml"), *(root / "deploy").rglob("*")]
    return sorted(path for path in every if path.is_file() and _pattern(path))


def named(path: Path) -> Iterator[str]:
    """The images that a file names; neither its own stages nor those that are built here."""
    pattern, text = _pattern(path), path.read_text()
    stages = set(_STAGE.findall(text)) | {"scratch"}
    for reference in pattern.findall(text) if pattern else ():
        if reference not in stages and not reference.startswith(OWN):
            yield reference


def _pattern(path: Path) -> re.Pattern[str] | None:
    return _NAMED.get("Dockerfile" if path.name.startswith("Dockerfile") else path.suffix)


def problems(root: Path = ROOT, *, production: bool = False) -> Iterator[str]:
    """What is wrong with the images that are named, one line each."""
    known = {one.name: one for one in listed(root)}
    used: set[str] = set()
    for path in files(root):
        for reference in named(path):
            name, tag, _ = apart(reference)
            used.add(name)
            if why := _wrong(known.get(name), reference, tag):
                yield f"{path.relative_to(root)}: {reference}: {why}"
    for one in known.values():
        if one.digest and not _DIGEST.fullmatch(one.digest):
            yield f"deploy/images.toml: {one.name}: the digest is no sha256:..."
        if production and not one.digest:
            yield f"deploy/images.toml: {one.name}:{one.tag}: no digest: run with --registry"
        if one.name not in used:
            yield f"deploy/images.toml: {one.name}: nothing uses it"


def _wrong(image: Image | None, reference: str, tag: str) -> str:
    if "$" in reference:
        return "a variable hides which image this is"
    if not tag or tag == "latest":
        return "name a version: `latest`, or nothing, is another image tomorrow"
    if image is None:
        return "is not in deploy/images.toml"
    return "" if reference == image.reference else f"the list says {image.reference}"


def apart(reference: str) -> tuple[str, str, str]:
    """Name, tag and digest; a port of a registry is no tag.

    >>> apart("localhost:5000/a/b:1.2@sha256:0"), apart("localhost:5000/b")
    (('localhost:5000/a/b', '1.2', 'sha256:0'), ('localhost:5000/b', '', ''))
    """
    rest, _, digest = reference.partition("@")
    before, colon, tag = rest.rpartition(":")
    return (before, tag, digest) if colon and "/" not in tag else (rest, "", digest)


# --- digests ----------------------------------------------------------------------------------


def resolved(image: Image, http: httpx2.Client) -> str:
    """The digest of an image's tag, by the registry's HTTP API. Raises `NotReached`."""
    path = image.name if "/" in image.name else f"library/{image.name}"
    address, headers = f"/v2/{path}/manifests/{image.tag}", {"Accept": _MANIFESTS}
    try:
        answer = http.head(address, headers=headers)
        if answer.status_code == 401:
            headers["Authorization"] = f"Bearer {_token(http, answer, path)}"
            answer = http.head(address, headers=headers)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NotReached(type(error).__name__) from None
    digest = str(answer.headers.get("docker-content-digest", ""))
    if answer.status_code != 200 or not _DIGEST.fullmatch(digest):
        raise NotReached(f"status {answer.status_code}, no digest")
    return digest


def _token(http: httpx2.Client, refused: httpx2.Response, path: str) -> str:
    """A token to read one image with, from where the registry says that it is given."""
    asked = dict(_CHALLENGE.findall(str(refused.headers.get("www-authenticate", ""))))
    query = {"service": asked.get("service", ""), "scope": f"repository:{path}:pull"}
    said = http.get(asked.get("realm", ""), params=query)
    try:
        body: dict[str, Any] = said.json()
        return str(body.get("token") or body["access_token"])
    except (ValueError, KeyError, AttributeError):
        raise NotReached(f"no token, status {said.status_code}") from None


def fill(registry: str, root: Path = ROOT) -> list[str]:
    """Ask for every digest and write those that are told; the images that were not reached."""
    lost: list[str] = []
    with httpx2.Client(base_url=registry, timeout=20, follow_redirects=True) as http:
        for image in listed(root):
            try:
                _write(root, image, Image(image.name, image.tag, resolved(image, http)))
            except NotReached as why:
                lost.append(f"{image.name}:{image.tag} ({why})")
    return lost


def _write(root: Path, before: Image, after: Image) -> None:
    path = root / "deploy/images.toml"
    head, name, rest = path.read_text().partition(f'name = "{before.name}"')
    path.write_text(
        head + name + re.sub(r'digest = ".*"', f'digest = "{after.digest}"', rest, count=1)
    )
    for file in files(root):
        text = file.read_text()
        for reference in set(named(file)):
            if apart(reference)[:2] == (before.name, before.tag):
                text = re.sub(rf"{re.escape(reference)}(?![\w.@-])", after.reference, text)
        file.write_text(text)


def main(arguments: list[str] | None = None, *, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(prog="images", description=__doc__)
    parser.add_argument("--registry", help="address of the registry that is asked for digests")
    parser.add_argument("--production", action="store_true", help="refuse an empty digest")
    chosen = parser.parse_args(arguments)
    lost = fill(chosen.registry, root) if chosen.registry else []
    if lost:
        print(f"images: NOT REACHED, DIGESTS STAY AS THEY WERE: {', '.join(lost)}")
    wrong = list(problems(root, production=chosen.production))
    print("\n".join(f"images: {line}" for line in wrong) or "images: all are of the list")
    empty = [one.reference for one in listed(root) if not one.digest]
    if empty:
        print(f"images: NOT PINNED BY DIGEST YET: {', '.join(empty)}")
    return 1 if wrong or lost else 0


if __name__ == "__main__":
    sys.exit(main())
