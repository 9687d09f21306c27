"""nutgraf-server under a load test: a process of its own, what /proc says of it, and the page that results are written to."""
import json
import os
import pathlib
import re
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/PERFORMANCE.md"
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """nutgraf-server on a free port."""

    def __init__(self, build, folder, *flags):
        port_file = folder / "port"
        port_file.unlink(missing_ok=True)
        self.log = open(folder / "server.log", "w", encoding="utf-8")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [build / "bin/nutgraf-server", "--listen=127.0.0.1:0", f"--port_file={port_file}", *flags], stderr=self.log)
        while not port_file.exists():
            if self.process.poll() is not None:
                raise RuntimeError("the server did not start: see " + self.log.name)
            time.sleep(0.005)
        self.start_seconds = time.monotonic() - begin
        self.address = "127.0.0.1:" + port_file.read_text().strip()

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self):
        """Resident (VmRSS), the part of it that no file backs (RssAnon), the most ever (VmHWM)."""
        values = {}
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in ("VmRSS", "RssAnon", "VmHWM"):
                values[name] = int(value.split()[0]) / 1024
        return values

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.log.close()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}")


def bench_command(build, server, *options):
    return [str(build / "bin/nutgraf"), "bench", "--server", server.address, "--json", *map(str, options)]


def bench(build, server, *options):
    """The tests of one run of `nutgraf bench`."""
    done = subprocess.run(bench_command(build, server, *options), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)["tests"]


def machine():
    """What figures depend on: processors, and who else used them."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return f"{len(os.sched_getaffinity(0))} processors ({model[1] if model else 'unknown'}), load average {load:.1f} before"


def commit():
    done = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short=10", "HEAD"], stdout=subprocess.PIPE, text=True)
    return done.stdout.strip() or "unknown"


def write_section(verb, lines, page=PAGE):
    """Puts `lines` in the place of what an earlier run of ./dev `verb` wrote, or at the end."""
    begin, end = f"<!-- written by ./dev {verb} -->", f"<!-- end of ./dev {verb} -->"
    section = "\n".join([begin, *lines, "", end])
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if pattern.search(text):
        text = pattern.sub(lambda _: section, text, count=1)
    else:
        text = text.rstrip("\n") + "\n\n" + section + "\n"
    page.write_text(text, encoding="utf-8")
