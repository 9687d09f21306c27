"""Rendered manifests for the tests of this folder, and the tools that judge them."""
import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "deploy/kubernetes"
TOOLS = pathlib.Path(os.environ["NUTGRAF_LINT_TOOLS"])
BUILD = ROOT / os.environ["NUTGRAF_BUILD"]
# The oldest release whose features the manifests use without a gate, one in the middle, the newest known.
VERSIONS = ("1.31.0", "1.34.0", "1.37.0")
CUSTOM_GROUPS = ("cert-manager.io", "gateway.networking.k8s.io", "monitoring.coreos.com")


def kustomizations() -> list[pathlib.Path]:
    """Every folder that can be rendered on its own: all but components."""
    return [file.parent for file in sorted(KUBERNETES.rglob("kustomization.yaml"))
            if yaml.safe_load(file.read_text(encoding="utf-8"))["kind"] == "Kustomization"]


def overlays() -> list[pathlib.Path]:
    return [folder for folder in kustomizations() if folder.parent.name == "overlays"]


@functools.cache
def rendered_text(folder: pathlib.Path) -> str:
    return subprocess.run(["kustomize", "build", str(folder)], check=True, capture_output=True, text=True).stdout


def rendered(folder: pathlib.Path) -> list[dict]:
    """Fresh copies, so that a test may spoil them."""
    return [document for document in yaml.safe_load_all(rendered_text(folder)) if document]


def of_kind(resources: list[dict], *kinds: str) -> list[dict]:
    return [resource for resource in resources if resource["kind"] in kinds]


def is_custom(resource: dict) -> bool:
    return resource["apiVersion"].split("/")[0] in CUSTOM_GROUPS


def schema_errors(resources: list[dict], version: str) -> list[str]:
    """What kubeconform says of the built-in kinds; unknown fields are errors."""
    text = yaml.safe_dump_all([resource for resource in resources if not is_custom(resource)])
    run = subprocess.run(
        ["kubeconform", "-strict", "-output", "json", "-summary", "-kubernetes-version", version, "-schema-location",
         str(TOOLS / "schemas/{{ .NormalizedKubernetesVersion }}/{{ .ResourceKind }}{{ .KindSuffix }}.json")],
        input=text, capture_output=True, text=True, check=False)
    answer = json.loads(run.stdout)
    errors = [f"{entry['kind']}/{entry['name']}: {entry['msg']}" for entry in answer.get("resources") or []]
    counts = answer["summary"]
    if counts["valid"] + counts["invalid"] + counts["errors"] != len([r for r in resources if not is_custom(r)]):
        errors.append(f"not all were looked at: {counts}")
    return errors


def score_criticals(resources: list[dict]) -> list[str]:
    run = subprocess.run(["kube-score", "score", "--output-format", "ci", "-"],
                         input=yaml.safe_dump_all([r for r in resources if not is_custom(r)]),
                         capture_output=True, text=True, check=False)
    if "[OK]" not in run.stdout:
        raise AssertionError(f"kube-score looked at nothing: {run.stderr}")
    return [line for line in run.stdout.splitlines() if line.startswith("[CRITICAL]")]


def node_findings(named: dict[str, list[dict]]) -> list[dict]:
    """Monokle's findings, and those on custom resources (manifests.mjs), for several lists at once."""
    node = TOOLS / "node"
    shutil.copy(pathlib.Path(__file__).with_name("manifests.mjs"), node)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, resources in named.items():
            file = pathlib.Path(folder) / f"{name}.json"
            file.write_text(json.dumps(resources), encoding="utf-8")
            files.append(str(file))
        run = subprocess.run(["node", "manifests.mjs", *files], cwd=node, capture_output=True, text=True, check=True)
    findings = json.loads(run.stdout)
    for finding in findings:
        finding["file"] = pathlib.Path(finding["file"]).stem
    return findings


@functools.cache
def help_of(*command: str) -> str:
    run = subprocess.run([str(BUILD / "bin" / command[0]), *command[1:], "--help"],
                         capture_output=True, text=True, check=False)
    return run.stdout


def server_flags() -> set[str]:
    return set(re.findall(r"^\s+--(\w+) \(", help_of("nutgraf-server"), re.MULTILINE))


def client_options(verb: str) -> set[str]:
    return set(re.findall(r"--[a-z][a-z-]*", help_of("nutgraf", verb)))
