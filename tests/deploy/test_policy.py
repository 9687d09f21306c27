"""Our own policies hold, and each of them can fail."""
import unittest

import manifests
import policy


class Policies(unittest.TestCase):
    def test_hold_everywhere(self):
        for folder in manifests.kustomizations():
            with self.subTest(folder=folder.name):
                overlay = folder in manifests.overlays()
                self.assertEqual(policy.check(manifests.rendered(folder), overlay), [])


class Spoiled(unittest.TestCase):
    """Staging with one thing wrong; the policy that should object does, and says so in its words."""

    def setUp(self):
        self.resources = manifests.rendered(manifests.KUBERNETES / "overlays/staging")
        self.deployment = manifests.of_kind(self.resources, "Deployment")[0]
        self.pod = self.deployment["spec"]["template"]["spec"]
        self.container = self.pod["containers"][0]

    def scaler(self) -> dict:
        return manifests.of_kind(self.resources, "HorizontalPodAutoscaler")[0]["spec"]

    def complains(self, which, words: str):
        found = which(self.resources)
        self.assertTrue(any(words in line for line in found), f"{words!r} is not in {found}")

    def test_latest_and_no_tag(self):
        for image in ("nutgraf", "nutgraf:latest", "host:5000/nutgraf"):
            self.container["image"] = image
            self.complains(policy.images, "names no release")

    def test_a_digest_is_a_release(self):
        self.container["image"] = "host:5000/nutgraf@sha256:" + "0" * 64
        self.assertEqual(policy.images(self.resources), [])

    def test_root(self):
        self.container["securityContext"]["runAsUser"] = 0
        self.complains(policy.security, "root")

    def test_writable_root(self):
        self.container["securityContext"]["readOnlyRootFilesystem"] = False
        self.complains(policy.security, "writes its root file system")

    def test_kept_capabilities(self):
        self.container["securityContext"]["capabilities"]["add"] = ["NET_BIND_SERVICE"]
        self.complains(policy.security, "capabilities")

    def test_token(self):
        del self.pod["automountServiceAccountToken"]
        self.complains(policy.security, "token of the cluster")

    def test_no_limit(self):
        del self.container["resources"]["limits"]["memory"]
        self.complains(policy.resources_bounded, "no limits of memory")

    def test_burst(self):
        self.container["resources"]["requests"]["cpu"] = "1"
        self.complains(policy.resources_bounded, "cpu requested")

    def test_no_startup_probe(self):
        del self.container["startupProbe"]
        self.complains(policy.probes, "no startup")

    def test_hasty_liveness(self):
        self.container["livenessProbe"] |= {"periodSeconds": 1, "failureThreshold": 1}
        self.complains(policy.probes, "killed before")

    def test_probes_of_a_port_that_needs_certificates(self):
        self.container["startupProbe"]["grpc"]["port"] = 50051
        self.complains(policy.probes, "and health is on")

    def test_health_for_strangers(self):
        ports = manifests.of_kind(self.resources, "Service")[0]["spec"]["ports"]
        ports.append({"name": "health", "port": 50052, "targetPort": "health"})
        self.complains(policy.probes, "open to others")

    def test_replicas_beside_the_autoscaler(self):
        self.deployment["spec"]["replicas"] = 3
        self.complains(policy.scaling, "fixed replicas")

    def test_autoscaler_of_another(self):
        self.scaler()["scaleTargetRef"]["name"] = "other"
        self.complains(policy.scaling, "not here")

    def test_a_budget_that_blocks(self):
        budget = manifests.of_kind(self.resources, "PodDisruptionBudget")[0]["spec"]
        del budget["maxUnavailable"]
        budget["minAvailable"] = self.scaler()["minReplicas"]
        self.complains(policy.scaling, "never lets a node be drained")

    def test_no_budget(self):
        self.resources = [item for item in self.resources if item["kind"] != "PodDisruptionBudget"]
        self.complains(policy.scaling, "0 disruption budgets")

    def test_a_service_of_nothing(self):
        manifests.of_kind(self.resources, "Service")[0]["spec"]["selector"] = {"app": "other"}
        self.complains(policy.selectors, "selects nothing")

    def test_a_port_that_is_not_open(self):
        manifests.of_kind(self.resources, "Service")[0]["spec"]["ports"][0]["targetPort"] = "http"
        self.complains(policy.selectors, "no pod has port http")

    def test_an_open_door(self):
        manifests.of_kind(self.resources, "NetworkPolicy")[0]["spec"]["ingress"][0]["from"] = []
        self.complains(policy.selectors, "lets anybody in")

    def test_a_route_to_nowhere(self):
        manifests.of_kind(self.resources, "GRPCRoute")[0]["spec"]["rules"][0]["backendRefs"][0]["port"] = 80
        self.complains(policy.selectors, "which is not there")

    def test_settings_without_a_hash(self):
        for volume in self.pod["volumes"]:
            if "configMap" in volume:
                volume["configMap"]["name"] = "nutgraf-server"
        self.complains(policy.references, "no hash")

    def test_too_little_time_to_stop(self):
        self.pod["terminationGracePeriodSeconds"] = 30
        self.complains(policy.shutdown, "s to stop and has 30")

    def test_no_pause_before_the_stop(self):
        del self.container["lifecycle"]
        self.complains(policy.shutdown, "to notice")

    def test_another_namespace(self):
        manifests.of_kind(self.resources, "Service")[0]["metadata"]["namespace"] = "default"
        self.complains(policy.namespaces, "outside the namespace")

    def test_a_lax_namespace(self):
        manifests.of_kind(self.resources, "Namespace")[0]["metadata"]["labels"].clear()
        self.complains(policy.namespaces, "restricted standard")

    def test_a_certificate_renewed_too_late(self):
        manifests.of_kind(self.resources, "Certificate")[0]["spec"]["renewBefore"] = "1h"
        self.complains(policy.validity, "renewed")


class Durations(unittest.TestCase):
    def test_as_the_server_reads_them(self):
        self.assertEqual(policy.seconds("1m30s"), 90)
        self.assertEqual(policy.seconds("500ms"), 0.5)
        for text in ("5", "5 s", "s", "-5s"):
            with self.assertRaises(ValueError):
                policy.seconds(text)


if __name__ == "__main__":
    unittest.main()
