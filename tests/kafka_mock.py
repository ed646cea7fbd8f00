"""librdkafka's mock cluster in a process of its own: `python -m tests.kafka_mock`.

It speaks Kafka's protocol over TCP on the loopback and keeps its log in memory. The first line
it prints is `{"servers": "127.0.0.1:..."}`. Then it obeys one JSON object a line on standard
input and answers each with one line, `{"ok": true}` or `{"error": "..."}`:

    {"do": "topic", "name": "t", "partitions": 4}
    {"do": "down", "broker": 1}            {"do": "up", "broker": 1}
    {"do": "rtt", "ms": 2000}              every broker, or one: "broker": 1
    {"do": "errors", "api": 0, "codes": [7, 7]}    the next answers to that request fail so
    {"do": "stop"}

`api` is Kafka's request number (0 produce, 1 fetch, 8 offset commit), `codes` its error numbers;
-195 drops the connection. It ends when standard input ends, so it never outlives its owner.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PRODUCE, FETCH, OFFSET_COMMIT = 0, 1, 8
API_VERSION = "2.2"
"""The mock answers only old ApiVersions requests, so clients are told what it speaks."""

_PRODUCER = 0
_ERROR_SIZE = 512
_REBALANCE_DELAY_MS = 50


class MockCluster:
    """The cluster, by librdkafka's own functions."""

    def __init__(self, brokers: int) -> None:
        self._brokers = brokers
        self._library = _library()
        message = ctypes.create_string_buffer(_ERROR_SIZE)
        conf = self._library.rd_kafka_conf_new()
        # It warns of having no server to connect to, which is what a cluster is.
        self._library.rd_kafka_conf_set(ctypes.c_void_p(conf), b"log_level", b"0", message, 0)
        client = self._library.rd_kafka_new(
            _PRODUCER, ctypes.c_void_p(conf), message, ctypes.c_size_t(_ERROR_SIZE)
        )
        if not client:
            raise RuntimeError(message.value.decode())
        self._cluster = ctypes.c_void_p(
            self._library.rd_kafka_mock_cluster_new(ctypes.c_void_p(client), brokers)
        )
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(
            self._cluster, ctypes.c_int32(_REBALANCE_DELAY_MS)
        )

    @property
    def servers(self) -> str:
        """Addresses to begin with, divided by commas."""
        found: bytes = self._library.rd_kafka_mock_cluster_bootstraps(self._cluster)
        return found.decode()

    def topic(self, name: str, partitions: int) -> None:
        """Create a topic, which can be done once."""
        self._check(
            self._library.rd_kafka_mock_topic_create(
                self._cluster, name.encode(), partitions, min(self._brokers, 1)
            )
        )

    def down(self, broker: int) -> None:
        """Close a broker's connections and refuse new ones."""
        self._check(self._library.rd_kafka_mock_broker_set_down(self._cluster, broker))

    def up(self, broker: int) -> None:
        """Let a broker answer again."""
        self._check(self._library.rd_kafka_mock_broker_set_up(self._cluster, broker))

    def rtt(self, ms: int, broker: int | None = None) -> None:
        """Delay every answer of a broker, or of all."""
        for each in [broker] if broker else range(1, self._brokers + 1):
            self._check(self._library.rd_kafka_mock_broker_set_rtt(self._cluster, each, ms))

    def errors(self, api: int, codes: list[int]) -> None:
        """Let the next answers to a kind of request be these errors."""
        array = (ctypes.c_int * len(codes))(*codes)
        self._library.rd_kafka_mock_push_request_errors_array(
            self._cluster, ctypes.c_int16(api), ctypes.c_size_t(len(codes)), array
        )

    def _check(self, code: int) -> None:
        if code:
            raise RuntimeError(f"librdkafka answered {code}")


def _library() -> ctypes.CDLL:
    spec = find_spec("confluent_kafka")
    if spec is None or spec.origin is None:
        raise SystemExit("the mock cluster needs confluent-kafka: pip install 'amuddu[dev]'")
    package = Path(spec.origin).parent
    beside = package.with_name("confluent_kafka.libs")
    found = next(beside.glob("librdkafka*.so*"), None)
    if found is None:
        raise SystemExit(f"no librdkafka beside {package}")
    library = ctypes.CDLL(str(found))
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
        getattr(library, name).restype = ctypes.c_void_p
    library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    return library


def _obey(cluster: MockCluster, order: dict[str, Any]) -> bool:
    """Do what one line asks; `False` when it asks to stop."""
    actions: Mapping[str, Callable[..., None]] = {
        "topic": cluster.topic,
        "down": cluster.down,
        "up": cluster.up,
        "rtt": cluster.rtt,
        "errors": cluster.errors,
    }
    what = order.pop("do")
    if what == "stop":
        return False
    actions[what](**order)
    return True


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--brokers", type=int, default=1)
    cluster = MockCluster(parser.parse_args().brokers)
    _say({"servers": cluster.servers})
    for line in sys.stdin:
        try:
            if not _obey(cluster, json.loads(line)):
                break
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            _say({"error": f"{type(error).__name__}: {error}"})
        else:
            _say({"ok": True})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


# --- for those who want one ---------------------------------------------------------------------


class KafkaMock:
    """A running mock cluster, seen from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.servers: str = self._answer()["servers"]

    def do(self, what: str, **order: Any) -> None:
        """Send one order, e.g. `do("down", broker=1)`, and wait until it is obeyed."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **order}) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        if "error" in answer:
            raise RuntimeError(answer["error"])

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the brokers take connections and answer nothing while the block runs.

        The signal reaches one thread and the others go on until that one has its turn, which
        takes a while on a busy machine; so this waits until every thread stands still.
        """
        os.kill(self.process.pid, signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    def environment(self) -> dict[str, str]:
        """Variables that point a process of the product at this cluster."""
        return {
            "AMUDDU_BUS": "kafka",
            "AMUDDU_KAFKA_SERVERS": self.servers,
            "AMUDDU_KAFKA_API_VERSION": API_VERSION,
            "AMUDDU_KAFKA_SESSION_TIMEOUT_MS": "1500",
            "AMUDDU_KAFKA_HEARTBEAT_MS": "200",
        }

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def kafka_mock(*, brokers: int = 1) -> Iterator[KafkaMock]:
    """A mock cluster in a process of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kafka_mock", "--brokers", str(brokers)],
        cwd=Path(__file__).resolve().parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield KafkaMock(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()


if __name__ == "__main__":
    main()
