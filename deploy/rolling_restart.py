#!/usr/bin/python3
"""Restarts two servers in turn under load and counts the calls that fail: none should.

  deploy/rolling_restart.py --build build/release          two processes
  deploy/rolling_restart.py --image localhost/nutgraf:dev  two containers (podman), restricted as in a cluster
                                                           (with --build too: where bench and batch are)

The load comes at a fixed rate over one gRPC channel that balances round robin, as a caller behind
`dns:///nutgraf-headless:50051` does. What the caller does about a server that goes away is chosen by
--client:
  full      watches health and tries again (what the examples for callers do)
  health    watches health, tries nothing again: shows that the server's drain alone loses nothing
  naive     neither: calls in the drain's last phase meet UNAVAILABLE
  bench     `nutgraf bench` with --build's program: Nutgraf's own C++ channel, which watches health; tries nothing again
  batch     `nutgraf batch`, articles through a pipe: the C++ client library, which tries again too
--kill stops the servers by SIGKILL instead, to see what the drain is good for.
Exit code 0 when no call failed, 1 otherwise. Needs Debian's python3-grpcio and protoc.
"""
import argparse
import collections
import glob
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import grpc

ROOT = pathlib.Path(__file__).resolve().parents[1]
METHOD = "/nutgraf.v1.ArticleService/AnalyzeArticle"
RESTRICTED = ["--read-only", "--read-only-tmpfs=false", "--cap-drop=all", "--security-opt=no-new-privileges",
              "--network=host", "--runtime=runc", "--memory=512m", "--memory-swap=512m", "--pids-limit=256",
              "--ulimit=nofile=4096:4096", "--ulimit=nproc=4096:4096"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Short, so that the restarts are what is measured and not the machine.
TEXT = "Norway and Canada will open talks in Oslo on Monday, the ministry said. \"We are ready,\" it added."


def request_bytes(text: str) -> bytes:
    """A request with this article, encoded by protoc: no generated code is needed."""
    google = glob.glob(str(ROOT / ".venv/lib/python3*/site-packages"))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return subprocess.run(
        ["protoc", f"-I{ROOT / 'proto'}", *(f"-I{folder}" for folder in google),
         "--encode=nutgraf.v1.AnalyzeArticleRequest", "nutgraf/v1/article_service.proto"],
        input=f'article {{ text: "{escaped}" }}'.encode(), check=True, capture_output=True).stdout


class Process:
    """A server as a process of this machine, on a port that it keeps over restarts."""

    def __init__(self, args, port: int):
        self.args, self.port, self.process = args, port, None

    def flags(self) -> list[str]:
        return [f"--listen=127.0.0.1:{self.port}", f"--drain_delay={self.args.drain_delay}", "--workers=1",
                "--log_level=error"]

    def start(self) -> None:
        self.process = subprocess.Popen([str(pathlib.Path(self.args.build) / "bin/nutgraf-server"), *self.flags()])

    def stop(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        return self.process.wait(timeout=60)


class Container(Process):
    """The same, in a container under the restrictions of the manifests."""

    def name(self) -> str:
        return f"nutgraf-rolling-{self.port}"

    def start(self) -> None:
        subprocess.run(["podman", "run", "-d", "--rm", *RESTRICTED, "--name", self.name(), self.args.image,
                        *self.flags()], check=True, stdout=subprocess.DEVNULL)
        # --rm takes the container away when it ends, so the exit code is asked for from the start.
        self.process = subprocess.Popen(["podman", "wait", self.name()], stdout=subprocess.PIPE, text=True)

    def stop(self, signal_number: int) -> int:
        subprocess.run(["podman", "kill", "--signal", str(signal_number), self.name()], check=True,
                       stdout=subprocess.DEVNULL)
        out, _ = self.process.communicate(timeout=60)
        while subprocess.run(["podman", "container", "exists", self.name()], check=False).returncode == 0:
            time.sleep(0.1)
        return int(out)


def wait_serving(port: int) -> float:
    """Seconds until the server on `port` says SERVING."""
    begin = time.monotonic()
    while time.monotonic() - begin < 60:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            # grpc.health.v1.HealthCheckResponse { status = 1 }: 08 01 is SERVING
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            try:
                if check(b"", timeout=1) == b"\x08\x01":
                    return time.monotonic() - begin
            except grpc.RpcError:
                pass
        time.sleep(0.05)
    raise TimeoutError(f"the server on port {port} does not serve")


def target(ports: list[int]) -> str:
    return "ipv4:" + ",".join(f"127.0.0.1:{port}" for port in ports)


def channel_to(ports: list[int], client: str) -> grpc.Channel:
    config: dict = {"loadBalancingConfig": [{"round_robin": {}}]}
    if client != "naive":
        config["healthCheckConfig"] = {"serviceName": ""}
    if client == "full":
        config["methodConfig"] = [{
            "name": [{"service": "nutgraf.v1.ArticleService"}],
            "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.1s", "maxBackoff": "2s", "backoffMultiplier": 2,
                            "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]}}]
    return grpc.insecure_channel(
        target(ports),
        options=[("grpc.service_config", json.dumps(config)), ("grpc.initial_reconnect_backoff_ms", 200),
                 ("grpc.max_reconnect_backoff_ms", 1000)])


class Load(threading.Thread):
    """Calls that start when they are due, whether or not earlier ones have ended."""

    def __init__(self, channel: grpc.Channel, rate: float, request: bytes, timeout: float):
        super().__init__(daemon=True)
        self.call = channel.unary_unary(METHOD)
        self.rate, self.request, self.timeout = rate, request, timeout
        self.halt = threading.Event()
        self.lock = threading.Lock()
        self.codes, self.details, self.latencies = collections.Counter(), collections.Counter(), []
        self.under_way = 0

    def run(self) -> None:
        begin = time.monotonic()
        for number in range(10**9):
            due = begin + number / self.rate
            if self.halt.wait(max(0.0, due - time.monotonic())):
                return
            with self.lock:
                self.under_way += 1
            future = self.call.future(self.request, timeout=self.timeout)
            future.add_done_callback(lambda done, due=due: self.ended(done, due))

    def ended(self, future, due: float) -> None:
        with self.lock:
            self.under_way -= 1
            self.codes[future.code().name] += 1
            if future.code() is grpc.StatusCode.OK:
                self.latencies.append(time.monotonic() - due)
            else:
                self.details[f"{future.code().name}: {future.details()}"] += 1

    def finish(self) -> None:
        self.halt.set()
        self.join()
        until = time.monotonic() + self.timeout + 5
        while self.under_way and time.monotonic() < until:
            time.sleep(0.05)


class Bench:
    """`nutgraf bench` until it is interrupted; its own report is what counts."""

    def __init__(self, args, ports: list[int]):
        self.command = [str(pathlib.Path(args.build) / "bin/nutgraf"), "bench", f"--server={target(ports)}", "--json",
                        f"--rate={args.rate}", "--duration=3600", "--warmup=0", f"--deadline={args.timeout}",
                        "--connections=2", "--health-interval=0"]
        self.text = args.text
        self.codes, self.details, self.latencies, self.under_way = collections.Counter(), collections.Counter(), [], 0

    def start(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
            json.dump({"text": self.text}, file)
        self.articles = pathlib.Path(file.name)
        self.process = subprocess.Popen([*self.command, file.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)

    def finish(self) -> None:
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=60)
        self.articles.unlink()
        report = json.loads(out)["tests"][0]
        self.codes.update(report["outcomes"])
        self.details.update({name: count for name, count in report["outcomes"].items() if name != "OK"})
        self.under_way = report["notSent"]
        self.latencies = {name: report["latencyMs"][name] for name in ("p50", "p99", "max")}


class Batch(threading.Thread):
    """`nutgraf batch`, which gets its articles through a pipe, at the rate; a line of output for each."""

    def __init__(self, args, ports: list[int]):
        super().__init__(daemon=True)
        self.process = subprocess.Popen(
            [str(pathlib.Path(args.build) / "bin/nutgraf"), "batch", f"--server={target(ports)}", "--threads=8",
             f"--timeout={args.timeout}", "--output=-", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.rate, self.text = args.rate, args.text
        self.halt, self.sent = threading.Event(), 0
        self.codes, self.details, self.latencies, self.under_way = collections.Counter(), collections.Counter(), [], 0

    def run(self) -> None:
        self.reader.start()
        begin = time.monotonic()
        while not self.halt.wait(max(0.0, begin + self.sent / self.rate - time.monotonic())):
            self.process.stdin.write(json.dumps({"id": str(self.sent), "text": self.text}) + "\n")
            self.process.stdin.flush()
            self.sent += 1
        self.process.stdin.close()

    def read(self) -> None:
        for line in self.process.stdout:
            answer = json.loads(line)
            error = answer.get("error")
            self.codes["OK" if error is None else str(error.get("code"))] += 1
            if error is not None:
                self.details[json.dumps(error)] += 1

    def finish(self) -> None:
        self.halt.set()
        self.join()
        self.process.wait(timeout=60)
        self.reader.join()
        self.under_way = self.sent - sum(self.codes.values())


def shares(latencies: list[float]) -> dict[str, float]:
    ordered = sorted(latencies)
    return {name: round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
            for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))} if ordered else {}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", help="folder of the build")
    parser.add_argument("--image", help="name of the image: the servers are containers of it")
    parser.add_argument("--client", choices=("full", "health", "naive", "bench", "batch"), default="full")
    parser.add_argument("--rate", type=float, default=20, help="calls a second (20)")
    parser.add_argument("--article", help="file with the text of the article (default: two sentences)")
    parser.add_argument("--rounds", type=int, default=2, help="how often each server is restarted (2)")
    parser.add_argument("--pause", type=float, default=2, help="seconds of quiet between restarts (2)")
    parser.add_argument("--timeout", type=float, default=10, help="deadline of a call in seconds (10)")
    parser.add_argument("--drain_delay", default="2s", help="of the servers (2s)")
    parser.add_argument("--kill", action="store_true", help="stop by SIGKILL")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    if not args.build and (not args.image or args.client in ("bench", "batch")):
        parser.error("--build is needed")

    args.text = pathlib.Path(args.article).read_text(encoding="utf-8") if args.article else TEXT
    kind = Container if args.image else Process
    servers = [kind(args, free_port()) for _ in range(2)]
    load = None
    restarts, codes_of_servers, starts = 0, [], []
    try:
        for server in servers:
            server.start()
        for server in servers:
            wait_serving(server.port)
        ports = [server.port for server in servers]
        if args.client in ("bench", "batch"):
            load = (Bench if args.client == "bench" else Batch)(args, ports)
        else:
            load = Load(channel_to(ports, args.client), args.rate, request_bytes(args.text), args.timeout)
        load.start()
        time.sleep(args.pause)
        for _ in range(args.rounds):
            for server in servers:
                codes_of_servers.append(server.stop(signal.SIGKILL if args.kill else signal.SIGTERM))
                server.start()
                starts.append(wait_serving(server.port))
                restarts += 1
                time.sleep(args.pause)
        load.finish()
    finally:
        for server in servers:
            if server.process is not None and server.process.poll() is None:
                server.stop(signal.SIGTERM)

    latencies = load.latencies if isinstance(load.latencies, dict) else shares(load.latencies)
    failed = sum(load.codes.values()) - load.codes["OK"] + load.under_way
    figures = {
        "client": args.client, "restarts": restarts, "calls": sum(load.codes.values()), "failed": failed,
        "never_ended": load.under_way, "codes": dict(load.codes), "details": dict(load.details),
        "latency_ms": latencies,
        "start_ms": [round(1000 * value) for value in starts],
        "exit_codes": codes_of_servers,
    }
    print(json.dumps(figures) if args.json else
          "\n".join(f"{name:12} {value}" for name, value in figures.items()))
    unclean = not args.kill and any(codes_of_servers)
    return 1 if failed or unclean or not load.codes["OK"] else 0


if __name__ == "__main__":
    sys.exit(main())
