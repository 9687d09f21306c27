"""Every kustomization renders, and the tools of others find nothing wrong with it."""
import unittest

import manifests


class Rendering(unittest.TestCase):
    def test_there_are_the_overlays_that_the_docs_name(self):
        self.assertEqual([folder.name for folder in manifests.overlays()], ["local", "production", "staging"])

    def test_every_component_is_used(self):
        texts = "".join((folder / "kustomization.yaml").read_text(encoding="utf-8")
                        for folder in manifests.kustomizations())
        for component in (manifests.KUBERNETES / "components").iterdir():
            self.assertIn(f"components/{component.name}\n", texts)

    def test_a_change_of_settings_changes_the_name_of_the_config_map(self):
        for folder in manifests.overlays():
            names = [item["metadata"]["name"] for item in manifests.of_kind(manifests.rendered(folder), "ConfigMap")
                     if item["metadata"]["name"].startswith("nutgraf-server")]
            self.assertEqual(len(names), 1)
            self.assertRegex(names[0], r"^nutgraf-server-[a-z0-9]{10}$")


class Schemas(unittest.TestCase):
    def test_fits_the_api_of_several_releases(self):
        for folder in manifests.kustomizations():
            for version in manifests.VERSIONS:
                with self.subTest(folder=folder.name, version=version):
                    self.assertEqual(manifests.schema_errors(manifests.rendered(folder), version), [])

    def test_an_unknown_field_is_found(self):
        resources = manifests.rendered(manifests.KUBERNETES / "base")
        manifests.of_kind(resources, "Deployment")[0]["spec"]["template"]["spec"]["containers"][0]["imagePolicy"] = "x"
        self.assertTrue(manifests.schema_errors(resources, manifests.VERSIONS[0]))

    def test_a_wrong_type_is_found(self):
        resources = manifests.rendered(manifests.KUBERNETES / "base")
        manifests.of_kind(resources, "Service")[0]["spec"]["ports"][0]["port"] = "grpc"
        self.assertTrue(manifests.schema_errors(resources, manifests.VERSIONS[0]))


class Score(unittest.TestCase):
    def test_overlays_have_no_criticals(self):
        for folder in manifests.overlays():
            with self.subTest(folder=folder.name):
                self.assertEqual(manifests.score_criticals(manifests.rendered(folder)), [])

    def test_a_critical_is_found(self):
        resources = manifests.rendered(manifests.overlays()[0])
        resources = [resource for resource in resources if resource["kind"] != "NetworkPolicy"]
        self.assertTrue(manifests.score_criticals(resources))

    def test_every_exception_gives_its_reason(self):
        for file in manifests.KUBERNETES.rglob("*.yaml"):
            lines = file.read_text(encoding="utf-8").splitlines()
            for before, line in zip(lines, lines[1:]):
                if "kube-score/ignore" in line:
                    self.assertTrue(before.strip().startswith("#"), f"{file}: {line}")


class Monokle(unittest.TestCase):
    def test_overlays_and_jobs_are_clean(self):
        named = {folder.name: manifests.rendered(folder) for folder in manifests.kustomizations()}
        self.assertEqual(manifests.node_findings(named), [])

    def test_what_is_wrong_is_found(self):
        root = manifests.rendered(manifests.overlays()[0])
        pod = manifests.of_kind(root, "Deployment")[0]["spec"]["template"]["spec"]
        del pod["securityContext"]["seccompProfile"]
        pod["containers"][0]["securityContext"]["allowPrivilegeEscalation"] = True
        pod["volumes"].append({"name": "node", "hostPath": {"path": "/"}})
        custom = manifests.rendered(manifests.KUBERNETES / "overlays/staging")
        manifests.of_kind(custom, "GRPCRoute")[0]["spec"]["hostname"] = "x"
        manifests.of_kind(custom, "Certificate")[0]["spec"].pop("issuerRef")
        found = {(item["file"], item["rule"]) for item in manifests.node_findings({"root": root, "custom": custom})}
        self.assertLessEqual({("root", "pod-security-standards/seccomp-strict"),
                              ("root", "pod-security-standards/privilege-escalation"),
                              ("root", "pod-security-standards/host-path-volumes"),
                              ("custom", "custom-resource/types"),
                              ("custom", "custom-resource/schema")}, found)


if __name__ == "__main__":
    unittest.main()
