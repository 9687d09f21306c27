"""The manifests and the image say only what the programs understand: held against their --help, and
against a server that is started with them."""
import re
import subprocess
import tempfile
import pathlib
import time
import unittest

import manifests
import policy

CONTAINERFILE = manifests.ROOT / "deploy/Containerfile"


def servers():
    for folder in manifests.kustomizations():
        resources = manifests.rendered(folder)
        for deployment in manifests.of_kind(resources, "Deployment"):
            yield folder.name, resources, deployment


class Server(unittest.TestCase):
    def test_help_was_read(self):
        self.assertLessEqual({"listen", "config_file", "tls_cert", "drain_delay"}, manifests.server_flags())

    def test_every_setting_is_one_of_the_server(self):
        seen = 0
        for folder, resources, deployment in servers():
            for name in policy.server_settings(resources, deployment):
                seen += 1
                self.assertIn(name, manifests.server_flags(), folder)
        self.assertGreater(seen, 0)

    def test_the_image_and_the_manifests_agree_on_the_port(self):
        text = CONTAINERFILE.read_text(encoding="utf-8")
        port = int(re.search(r"^EXPOSE (\d+)$", text, re.MULTILINE)[1])
        listen = re.search(r"^ENV NUTGRAF_LISTEN=(\S+)$", text, re.MULTILINE)[1]
        self.assertTrue(listen.endswith(f":{port}"), listen)
        for folder, _, deployment in servers():
            ports = {entry["name"]: entry["containerPort"]
                     for entry in deployment["spec"]["template"]["spec"]["containers"][0]["ports"]}
            self.assertEqual(ports["grpc"], port, folder)

    def test_the_server_starts_with_the_files(self):
        """A wrong value ends the server with code 2; files of secrets are left out, they are the cluster's."""
        for folder, resources, deployment in servers():
            settings = {name: value for name, value in policy.server_settings(resources, deployment).items()
                        if name not in ("config_file", "listen", "port_file") and not value.startswith("/")}
            with self.subTest(folder=folder), tempfile.TemporaryDirectory() as scratch:
                port_file = pathlib.Path(scratch) / "port"
                command = [str(manifests.BUILD / "bin/nutgraf-server"), "--listen=127.0.0.1:0",
                           f"--port_file={port_file}"]
                command += [f"--{name}={value}" for name, value in settings.items() if not name.endswith("listen")]
                with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
                    until = time.monotonic() + 60
                    while not port_file.exists() and server.poll() is None and time.monotonic() < until:
                        time.sleep(0.05)
                    listening = port_file.exists()
                    server.terminate()
                    _, log = server.communicate(timeout=60)
                self.assertTrue(listening, log)
                self.assertEqual(server.returncode, 0, log)


class Client(unittest.TestCase):
    """Commands of probes and jobs."""

    def commands(self):
        for folder in manifests.kustomizations():
            for workload in manifests.of_kind(manifests.rendered(folder), "Deployment", "Job"):
                for container in workload["spec"]["template"]["spec"]["containers"]:
                    if container.get("command", [""])[0] == "/usr/bin/nutgraf":
                        yield folder.name, container["command"][1:] + container.get("args", [])
                    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                        command = container.get(probe, {}).get("exec", {}).get("command")
                        if command:
                            self.assertEqual(command[0], "/usr/bin/nutgraf", folder)
                            yield folder.name, command[1:]

    def test_every_option_is_one_of_the_verb(self):
        seen = 0
        for folder, (verb, *arguments) in self.commands():
            self.assertRegex(manifests.help_of("nutgraf"), rf"(?m)^\s+{verb}\b")
            for argument in arguments:
                if argument.startswith("--"):
                    seen += 1
                    self.assertIn(argument.split("=")[0], manifests.client_options(verb), f"{folder}: {verb}")
        self.assertGreater(seen, 0)


if __name__ == "__main__":
    unittest.main()
