"""Alert rules: promtool's check and unit tests; and that rules and dashboard ask only for metrics and labels
that a running server has."""
import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.request

import yaml

import manifests

MONITORING = manifests.KUBERNETES / "components/monitoring"
# Set by Prometheus, by its operator, or by the rules themselves.
FOREIGN = {"up", "job", "namespace", "pod", "le"}


def spec() -> dict:
    return yaml.safe_load((MONITORING / "alerts.yaml").read_text(encoding="utf-8"))["spec"]


def rules() -> list[dict]:
    return [rule for group in spec()["groups"] for rule in group["rules"]]


def dashboard() -> dict:
    return json.loads((MONITORING / "nutgraf.json").read_text(encoding="utf-8"))


def promtool(*words: str, cwd: str) -> subprocess.CompletedProcess:
    return subprocess.run(["promtool", *words], cwd=cwd, capture_output=True, text=True, check=False)


class Rules(unittest.TestCase):
    def test_promtool(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "rules.yaml").write_text(yaml.safe_dump(spec()), encoding="utf-8")
            tests = pathlib.Path(__file__).with_name("alerts_test.yaml").read_text(encoding="utf-8")
            pathlib.Path(folder, "alerts_test.yaml").write_text(tests, encoding="utf-8")
            for words in (("check", "rules", "rules.yaml"), ("test", "rules", "alerts_test.yaml")):
                done = promtool(*words, cwd=folder)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_alert_is_raised_by_a_test_and_explained(self):
        tests = yaml.safe_load(pathlib.Path(__file__).with_name("alerts_test.yaml").read_text(encoding="utf-8"))
        raised = {case["alertname"] for test in tests["tests"] for case in test.get("alert_rule_test", [])
                  if case["exp_alerts"]}
        page = (manifests.ROOT / "docs/deploy.md").read_text(encoding="utf-8")
        for rule in rules():
            if "alert" in rule:
                self.assertIn(rule["alert"], raised)
                self.assertIn(f"### {rule['alert']}\n", page)
                self.assertEqual(rule["annotations"]["runbook"], f"docs/deploy.md#{rule['alert'].lower()}")

    def test_the_alert_on_memory_knows_the_limit(self):
        for folder in ("staging", "production"):
            deployment = manifests.of_kind(manifests.rendered(manifests.KUBERNETES / "overlays" / folder), "Deployment")[0]
            limit = deployment["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["memory"]
            expression = next(rule["expr"] for rule in rules() if rule.get("alert") == "NutgrafMemory")
            self.assertIn(f"* {limit.removesuffix('Mi')} * 1024 * 1024", expression)


class Metrics(unittest.TestCase):
    """Of a server that has answered one article and refused another."""

    @classmethod
    def setUpClass(cls):
        cls.series: dict[str, set[str]] = {}
        with tempfile.TemporaryDirectory() as folder:
            port_file = pathlib.Path(folder, "port")
            server = subprocess.Popen(
                [str(manifests.BUILD / "bin/nutgraf-server"), "--listen=127.0.0.1:0", f"--port_file={port_file}",
                 "--metrics_listen=127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
            try:
                while True:
                    event = json.loads(server.stderr.readline())
                    if event["event"] == "listening":
                        break
                while not port_file.exists():
                    time.sleep(0.05)
                client = [str(manifests.BUILD / "bin/nutgraf"), "analyze", "--server", f"127.0.0.1:{event['port']}"]
                for text in ("Norway will open talks on Monday.", ""):
                    subprocess.run([*client, "-"], input=text, capture_output=True, text=True, check=False)
                page = urllib.request.urlopen(f"http://127.0.0.1:{event['metrics_port']}/metrics").read().decode()
            finally:
                server.terminate()
                server.communicate(timeout=60)
        cls.page = page
        for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? ", page, re.MULTILINE):
            cls.series.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))

    def expressions(self) -> list[str]:
        found = [rule["expr"] for rule in rules()]
        for panel in dashboard()["panels"]:
            found += [target["expr"] for target in panel["targets"]]
        return found

    def test_the_page_is_good_openmetrics_text(self):
        done = subprocess.run(["promtool", "check", "metrics"], input=self.page, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_rules_and_dashboard_ask_for_what_there_is(self):
        recorded = {rule["record"] for rule in rules() if "record" in rule}
        seen = 0
        for expression in self.expressions():
            for name, matchers in re.findall(r"\b((?:nutgraf|process|namespace\w*:)[\w:]*)(?:\{([^}]*)\})?", expression):
                if ":" in name:
                    self.assertIn(name, recorded, expression)
                    continue
                if name == "nutgraf":
                    continue
                seen += 1
                self.assertIn(name, self.series, expression)
                asked = set(re.findall(r'(\w+)=~?"', matchers)) - FOREIGN
                self.assertLessEqual(asked, self.series[name], expression)
        self.assertGreater(seen, 20)


if __name__ == "__main__":
    unittest.main()
