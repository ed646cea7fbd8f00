"""The road to the cluster: an HTTP CONNECT proxy that can be cut, frozen or made long.

It stands between the processes of the house and any Kafka, the mock or a real one, so the same
faults can be made with both. To a client a cut road is a broker that is down (connections are
reset, new ones refused), a frozen one is a broker under SIGSTOP (connections are taken, nothing
is ever answered), a long one is a broker far away.

    python -m tests.chaos.road PORT      one command a line on stdin: open, cut, freeze, delay S
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

CHUNK = 65_536


class Road:
    """The proxy itself, in its own process."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._delay = 0.0

    async def command(self, words: list[str]) -> None:
        """Do what a line on stdin says."""
        match words:
            case ["open"]:
                self._delay = 0.0
                self._flowing.set()
                await self._listen()
            case ["cut"]:
                await self._cut()
            case ["freeze"]:
                self._flowing.clear()
            case ["delay", seconds]:
                self._delay = float(seconds)
            case _:
                raise SystemExit(f"unknown command: {' '.join(words)}")

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            _reset(writer)
        self._open.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            request = (await reader.readuntil(b"\r\n\r\n")).split()
            host, _, port = request[1].decode().rpartition(":")
            far_reader, far_writer = await asyncio.open_connection(host, int(port))
            self._open |= {writer, far_writer}
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            try:
                # One end's farewell ends both ways: Kafka never closes half a connection.
                ways = {
                    asyncio.ensure_future(self._carry(reader, far_writer)),
                    asyncio.ensure_future(self._carry(far_reader, writer)),
                }
                _, rest = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in rest:
                    way.cancel()
            finally:
                self._open -= {writer, far_writer}
                far_writer.close()
        writer.close()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Carry bytes in order, each `delay` seconds after it came, whatever follows it."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        giving = asyncio.ensure_future(self._give(queue, target))
        loop = asyncio.get_running_loop()
        try:
            while data := await source.read(CHUNK):
                queue.put_nowait((loop.time() + self._delay, data))
        except OSError:
            pass
        finally:
            giving.cancel()

    async def _give(
        self, queue: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter
    ) -> None:
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while True:
                due, data = await queue.get()
                if (wait := due - loop.time()) > 0:
                    await asyncio.sleep(wait)
                await self._flowing.wait()
                target.write(data)
                await target.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with a reset, as the kernel of a broker that died does."""
    made = writer.get_extra_info("socket")
    if made is not None:
        with suppress(OSError):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    transport = writer.transport
    transport.abort()


async def _main(port: int) -> None:
    road = Road(port)
    await road.command(["open"])
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while line := await lines.readline():
        await road.command(line.decode().split())
        sys.stdout.write("done\n")
        sys.stdout.flush()


class RoadControl:
    """The handle of the runner on the road's process."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.road", str(self._port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._expect("ready")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self) -> None:
        """As before every fault."""
        self._tell("open")

    def cut(self) -> None:
        """The broker is down."""
        self._tell("cut")

    def freeze(self) -> None:
        """The broker stands still."""
        self._tell("freeze")

    def delay(self, round_trip: float) -> None:
        """The broker is far away: half the round trip each way."""
        self._tell(f"delay {round_trip / 2}")

    def _tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        self._expect("done")

    def _expect(self, word: str) -> None:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        if said != word:
            raise RuntimeError(f"the road said {said!r}")


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
