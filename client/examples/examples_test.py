"""Each example against running servers: the same answer as the command-line client's, over TLS too, and
over two servers of which one is gone. Run by `./dev lint-deploy examples`.

Needs NUTGRAF_BUILD (programs), NUTGRAF_LINT_TOOLS (a folder to build in), go, node and npm on PATH.
"""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BIN = ROOT / os.environ["NUTGRAF_BUILD"] / "bin"
WORK = pathlib.Path(os.environ["NUTGRAF_LINT_TOOLS"]) / "examples"
GOOGLE = next((ROOT / ".venv/lib").resolve().glob("python3*/site-packages"))
ARTICLE = ROOT / "tests/data/articles/dialogue.txt"


def run(*command, cwd=None, **environment) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=600,
                          check=False, env=os.environ | {"GOOGLE_PROTO": str(GOOGLE)} | environment)


def made(*command, cwd=None, **environment) -> None:
    done = run(*command, cwd=cwd, **environment)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")


class Server:
    def __init__(self, folder: pathlib.Path, *flags: str):
        port_file = folder / f"port-{len(list(folder.iterdir()))}"
        self.process = subprocess.Popen([str(BIN / "nutgraf-server"), "--listen=127.0.0.1:0", "--log_level=error",
                                         f"--port_file={port_file}", *flags])
        until = time.monotonic() + 60
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError("the server does not start")
            time.sleep(0.05)
        self.address = f"127.0.0.1:{port_file.read_text().strip()}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


def closed_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        WORK.mkdir(parents=True, exist_ok=True)
        cls.temporary = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.temporary.name)
        cls.key, cls.certificate = folder / "key.pem", folder / "certificate.pem"
        made("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", cls.key, "-out", cls.certificate, "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        cls.plain = Server(folder)
        cls.secure = Server(folder, f"--tls_cert={cls.certificate}", f"--tls_key={cls.key}")
        answer = run(BIN / "nutgraf", "analyze", "--server", cls.plain.address, "--json", ARTICLE)
        metadata = json.loads(answer.stdout)
        cls.expected = "".join(
            [f"participant: {item['name']}\n" for item in metadata["participants"]] +
            [f"what: {item.get('what', {}).get('text', '')}\n" for item in metadata["headlineFacts"]])

    @classmethod
    def tearDownClass(cls):
        cls.plain.stop()
        cls.secure.stop()
        cls.temporary.cleanup()

    def check(self, *command, several=True, **environment):
        self.assertIn("what: ", self.expected)
        for arguments in ((self.plain.address,), (self.secure.address.replace("127.0.0.1", "localhost"), self.certificate)):
            target, *ca = arguments
            done = run(*command, f"dns:///{target}", ARTICLE, *ca, **environment)
            self.assertEqual((done.stdout, done.returncode), (self.expected, 0), done.stderr)
        # One of two instances is gone; the calls go to the other.
        both = f"ipv4:{closed_address()},{self.plain.address}"
        if several:
            done = run(*command, both, ARTICLE, **environment)
            self.assertEqual((done.stdout, done.returncode), (self.expected, 0), done.stderr)
        # What the server refuses ends with a code and a line, not with a trace.
        with tempfile.NamedTemporaryFile() as empty:
            done = run(*command, f"dns:///{self.plain.address}", empty.name, **environment)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertRegex(done.stderr, "INVALID_ARGUMENT|InvalidArgument|^3:")

    def test_python(self):
        out = WORK / "python"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        made(HERE / "python/generate.sh", out)
        # A caller would install googleapis-common-protos; Debian has no package of it for its own python3.
        (out / "sitecustomize.py").write_text("import google, os\n"
                                              "google.__path__.append(os.path.dirname(__file__) + '/google')\n")
        self.check("/usr/bin/python3", "-B", HERE / "python/analyze.py", PYTHONPATH=str(out))

    def test_node(self):
        out = WORK / "node"
        out.mkdir(exist_ok=True)
        for name in ("analyze.js", "package.json", "package-lock.json"):
            shutil.copy(HERE / "node" / name, out)
        made("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=out)
        self.check("node", out / "analyze.js", PROTO=str(ROOT / "proto"))

    def test_go(self):
        out = WORK / "go"
        shutil.copytree(HERE / "go", out, dirs_exist_ok=True)
        made(HERE / "go/generate.sh", out, GOFLAGS="-buildvcs=false")
        made("go", "build", "-o", "analyze", ".", cwd=out, GOFLAGS="-buildvcs=false")
        self.check(out / "analyze", several=False)  # grpc-go knows no target of several addresses

    def test_cpp(self):
        out = WORK / "cpp"
        made("cmake", "-G", "Ninja", "-S", HERE / "cpp", "-B", out, f"-DGOOGLE_PROTO={GOOGLE}",
             "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
        made("cmake", "--build", out)
        self.check(out / "analyze")


if __name__ == "__main__":
    unittest.main()
