"""Two servers restarted in turn under load lose no call; the same with SIGKILL shows that losses are seen."""
import json
import subprocess
import unittest

import manifests


def run(*options: str) -> tuple[int, dict]:
    command = ["/usr/bin/python3", str(manifests.ROOT / "deploy/rolling_restart.py"), "--build", str(manifests.BUILD),
               "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if not done.stdout:
        raise AssertionError(done.stderr)
    return done.returncode, json.loads(done.stdout)


class RollingRestart(unittest.TestCase):
    def test_no_call_fails(self):
        """Python's client and Nutgraf's own, which try nothing again, and the batch client, which would."""
        for client in ("health", "bench", "batch"):
            with self.subTest(client=client):
                code, figures = run("--client", client, "--rounds", "1", "--pause", "1")
                self.assertEqual((figures["failed"], figures["exit_codes"], code), (0, [0, 0], 0), figures)
                self.assertGreater(figures["codes"]["OK"], 50)

    def test_killed_servers_lose_calls_and_it_shows(self):
        # Long waits in the queue: whatever moment it dies, a server has calls under way.
        for client in ("health", "bench"):
            with self.subTest(client=client):
                code, figures = run(
                    "--client", client, "--rounds", "1", "--pause", "1", "--kill", "--rate", "400", "--article",
                    str(manifests.ROOT / "tests/data/articles/dialogue.txt"), "--timeout", "2")
                self.assertGreater(figures["failed"], 0)
                self.assertEqual(code, 1)


if __name__ == "__main__":
    unittest.main()
