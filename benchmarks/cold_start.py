"""From the command to the first page, and to the whole house; a bare FastAPI page beside it.

The peer is the least that FastAPI and uvicorn can do: one page of plain text, no database.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from benchmarks.table import Row
from cli.processes.one_process import listen

RUNS = 3
BARE = """
import sys, uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
app = FastAPI()
@app.get("/")
def page():
    return PlainTextResponse("page")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""


def measure() -> Iterator[Row]:
    """Whole processes, each from nothing: a new database every time."""
    demos = [_demo() for _ in range(RUNS)]
    yield Row("Amuddu: command to first page", [each["first_page"] for each in demos], "s")
    yield Row("Amuddu: command to everything started", [each["start"] for each in demos], "s")
    yield Row("peer: a bare FastAPI page", [_bare() for _ in range(RUNS)], "s")


def _demo() -> dict[str, float]:
    """Steps of `amuddu demo`, with the time until Python's own start added to the first two."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "cli.main", "demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first_page = time.perf_counter() - begun
        last = process.stdout.readlines()[-1]
    steps: dict[str, float] = json.loads(last)["steps"]
    return {"first_page": first_page, "start": first_page + steps["start"] - steps["first_page"]}


def _bare() -> float:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        free = listen()
        port = free.getsockname()[1]
        free.close()
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, str(script), str(port)])
        try:
            return _until_answered(f"http://127.0.0.1:{port}/", begun)
        finally:
            process.terminate()
            process.wait()


def _until_answered(url: str, begun: float) -> float:
    while True:
        try:
            httpx2.get(url).raise_for_status()
        except httpx2.TransportError:
            time.sleep(0.01)
        else:
            return time.perf_counter() - begun
