"""What Nutgraf asks of its own manifests. Each function takes all resources of one rendering and
returns a line for everything that is wrong; `check` runs them all."""
import datetime
import re

WORKLOADS = ("Deployment", "Job")
CLUSTER_KINDS = ("Namespace",)
SPARE_SECONDS = 5


def _named(resource: dict) -> str:
    return f"{resource['kind']}/{resource['metadata']['name']}"


def _of_kind(resources: list[dict], *kinds: str) -> list[dict]:
    return [resource for resource in resources if resource["kind"] in kinds]


def _pod(workload: dict) -> dict:
    return workload["spec"]["template"]


def _containers(workload: dict) -> list[dict]:
    spec = _pod(workload)["spec"]
    return spec.get("initContainers", []) + spec["containers"]


def seconds(text: str) -> float:
    """A duration as Abseil's flags take it: 1m30s, 500ms."""
    units = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
    parts = re.findall(r"([\d.]+)(ms|h|m|s)", text)
    if "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"no duration: {text}")
    return sum(float(number) * units[unit] for number, unit in parts)


def settings_of_file(text: str) -> dict[str, str]:
    lines = [line.strip() for line in text.splitlines()]
    return {name.strip(): value.strip()
            for name, _, value in (line.partition("=") for line in lines if line and not line.startswith("#"))}


def server_settings(resources: list[dict], workload: dict) -> dict[str, str]:
    """All settings that a server's container gives, the stronger over the weaker: flags, environment, file."""
    container = _pod(workload)["spec"]["containers"][0]
    settings = {}
    for config in _of_kind(resources, "ConfigMap"):
        if config["metadata"]["name"].startswith("nutgraf-server"):
            settings |= settings_of_file(config["data"]["server.conf"])
    for variable in container.get("env", []):
        if variable["name"].startswith("NUTGRAF_"):
            settings[variable["name"].removeprefix("NUTGRAF_").lower()] = variable.get("value", "")
    for argument in container.get("args", []):
        name, _, value = argument.removeprefix("--").partition("=")
        settings[name] = value
    return settings


def images(resources: list[dict]) -> list[str]:
    wrong = []
    for workload in _of_kind(resources, *WORKLOADS):
        for container in _containers(workload):
            name = container["image"].rsplit("/", 1)[-1]
            tag = name.partition("@")[0].partition(":")[2]
            if "@sha256:" not in name and tag in ("", "latest"):
                wrong.append(f"{_named(workload)}: {container['image']} names no release")
    return wrong


def security(resources: list[dict]) -> list[str]:
    wrong = []
    for workload in _of_kind(resources, *WORKLOADS):
        pod = _pod(workload)["spec"]
        who = _named(workload)
        if pod.get("automountServiceAccountToken") is not False:
            wrong.append(f"{who}: gets a token of the cluster")
        if any(pod.get(field) for field in ("hostNetwork", "hostPID", "hostIPC")):
            wrong.append(f"{who}: shares the node's namespaces")
        if pod.get("securityContext", {}).get("seccompProfile", {}).get("type") != "RuntimeDefault":
            wrong.append(f"{who}: no seccomp profile")
        if any("hostPath" in volume for volume in pod.get("volumes", [])):
            wrong.append(f"{who}: mounts the node's files")
        for container in _containers(workload):
            context = pod.get("securityContext", {}) | container.get("securityContext", {})
            if not context.get("runAsNonRoot") or context.get("runAsUser", 0) < 10000:
                wrong.append(f"{who}: may run as root, or as a user of the node")
            if context.get("readOnlyRootFilesystem") is not True:
                wrong.append(f"{who}: writes its root file system")
            if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
                wrong.append(f"{who}: may gain privileges")
            if context.get("capabilities") != {"drop": ["ALL"]}:
                wrong.append(f"{who}: keeps capabilities")
    for account in _of_kind(resources, "ServiceAccount"):
        if account.get("automountServiceAccountToken") is not False:
            wrong.append(f"{_named(account)}: gives its token away")
    for binding in _of_kind(resources, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"):
        wrong.append(f"{_named(binding)}: the service asks nothing of the cluster")
    return wrong


def resources_bounded(resources: list[dict]) -> list[str]:
    wrong = []
    for workload in _of_kind(resources, *WORKLOADS):
        for container in _containers(workload):
            bounds = container.get("resources", {})
            for side in ("requests", "limits"):
                for what in ("cpu", "memory", "ephemeral-storage"):
                    if what not in bounds.get(side, {}):
                        wrong.append(f"{_named(workload)}: no {side} of {what}")
            for what in ("cpu", "memory"):
                # The pool is sized from the limit and the scheduler counts the request.
                if bounds.get("requests", {}).get(what) != bounds.get("limits", {}).get(what):
                    wrong.append(f"{_named(workload)}: {what} requested is not what it may use")
    return wrong


def probes(resources: list[dict]) -> list[str]:
    wrong = []
    for workload in _of_kind(resources, "Deployment"):
        for container in _pod(workload)["spec"]["containers"]:
            found = {name: container.get(f"{name}Probe") for name in ("startup", "readiness", "liveness")}
            missing = [name for name, probe in found.items() if not probe]
            if missing:
                wrong.append(f"{_named(workload)}: no {', '.join(missing)} probe")
                continue
            patience = {name: probe.get("periodSeconds", 10) * probe.get("failureThreshold", 3)
                        for name, probe in found.items()}
            if patience["liveness"] < 2 * patience["readiness"]:
                wrong.append(f"{_named(workload)}: is killed before it is left alone")
            if found["liveness"] == found["readiness"]:
                wrong.append(f"{_named(workload)}: one probe for two questions")
            for name, probe in found.items():
                port = probe.get("grpc", {}).get("port")
                if port and port not in [entry["containerPort"] for entry in container["ports"]]:
                    wrong.append(f"{_named(workload)}: the {name} probe asks port {port}, which is not open")
                listen = server_settings(resources, workload).get("health_listen", "")
                if port and not listen.endswith(f":{port}"):
                    wrong.append(f"{_named(workload)}: the {name} probe asks port {port}, and health is on {listen or 'none'}")
            open_to_others = {port["targetPort"] for service in _of_kind(resources, "Service")
                              for port in service["spec"]["ports"]}
            open_to_others |= {port["port"] for rules in _of_kind(resources, "NetworkPolicy")
                               for rule in rules["spec"].get("ingress", []) for port in rule.get("ports", [])}
            if open_to_others & {"health", found["startup"].get("grpc", {}).get("port")}:
                wrong.append(f"{_named(workload)}: the port of the probes is open to others")
    return wrong


def scaling(resources: list[dict]) -> list[str]:
    wrong = []
    deployments = {item["metadata"]["name"]: item for item in _of_kind(resources, "Deployment")}
    scalers = {}
    for scaler in _of_kind(resources, "HorizontalPodAutoscaler"):
        spec = scaler["spec"]
        target = spec["scaleTargetRef"]["name"]
        scalers[target] = spec
        if target not in deployments:
            wrong.append(f"{_named(scaler)}: scales {target}, which is not here")
        elif "replicas" in deployments[target]["spec"]:
            wrong.append(f"Deployment/{target}: fixed replicas beside an autoscaler")
        if not 2 <= spec["minReplicas"] < spec["maxReplicas"]:
            wrong.append(f"{_named(scaler)}: from {spec['minReplicas']} to {spec['maxReplicas']}")
        containers = [c["name"] for c in _pod(deployments[target])["spec"]["containers"]] if target in deployments else []
        for metric in spec["metrics"]:
            if metric["type"] == "ContainerResource" and metric["containerResource"]["container"] not in containers:
                wrong.append(f"{_named(scaler)}: measures a container that is not there")
    for name, deployment in deployments.items():
        labels = _pod(deployment)["metadata"]["labels"]
        budgets = [item["spec"] for item in _of_kind(resources, "PodDisruptionBudget")
                   if item["spec"]["selector"]["matchLabels"].items() <= labels.items()]
        if len(budgets) != 1:
            wrong.append(f"Deployment/{name}: {len(budgets)} disruption budgets")
            continue
        least = scalers[name]["minReplicas"] if name in scalers else deployment["spec"].get("replicas", 1)
        available, unavailable = budgets[0].get("minAvailable"), budgets[0].get("maxUnavailable")
        if unavailable in (0, "0%") or isinstance(available, int) and available >= least or available == "100%":
            wrong.append(f"Deployment/{name}: its budget never lets a node be drained")
    return wrong


def selectors(resources: list[dict]) -> list[str]:
    """Everything that selects pods selects some, and names only ports that they have."""
    wrong = []
    pods = [_pod(workload) for workload in _of_kind(resources, *WORKLOADS)]

    def selected(labels: dict) -> list[dict]:
        return [pod for pod in pods if labels.items() <= pod["metadata"].get("labels", {}).items()]

    def ports(pod: dict) -> set:
        entries = [port for container in pod["spec"]["containers"] for port in container.get("ports", [])]
        return {port["containerPort"] for port in entries} | {port["name"] for port in entries}

    for service in _of_kind(resources, "Service"):
        found = selected(service["spec"]["selector"])
        if not found:
            wrong.append(f"{_named(service)}: selects nothing")
        for port in service["spec"]["ports"]:
            if any(port["targetPort"] not in ports(pod) for pod in found):
                wrong.append(f"{_named(service)}: no pod has port {port['targetPort']}")
    for policy in _of_kind(resources, "NetworkPolicy"):
        found = selected(policy["spec"]["podSelector"].get("matchLabels", {}))
        if not found:
            wrong.append(f"{_named(policy)}: selects nothing")
        for rule in policy["spec"].get("ingress", []):
            if not rule.get("from"):
                wrong.append(f"{_named(policy)}: lets anybody in")
            for port in rule.get("ports", []):
                if any(port["port"] not in ports(pod) for pod in found):
                    wrong.append(f"{_named(policy)}: opens {port['port']}, which no pod has")
    services = {service["metadata"]["name"]: {port["port"] for port in service["spec"]["ports"]}
                for service in _of_kind(resources, "Service")}
    for route in _of_kind(resources, "GRPCRoute"):
        for rule in route["spec"]["rules"]:
            for backend in rule["backendRefs"]:
                if backend["port"] not in services.get(backend["name"], set()):
                    wrong.append(f"{_named(route)}: leads to {backend['name']}:{backend['port']}, which is not there")
    for monitor in _of_kind(resources, "ServiceMonitor"):
        found = [service for service in _of_kind(resources, "Service")
                 if monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"].get("labels", {}).items()]
        names = {port["name"] for service in found for port in service["spec"]["ports"]}
        for endpoint in monitor["spec"]["endpoints"]:
            if len(found) != 1 or endpoint["port"] not in names:
                wrong.append(f"{_named(monitor)}: watches {endpoint['port']} of {len(found)} services")
    return wrong


def references(resources: list[dict]) -> list[str]:
    """Mounted settings are here, and their name changes with their content."""
    wrong = []
    configs = {item["metadata"]["name"] for item in _of_kind(resources, "ConfigMap")}
    accounts = {item["metadata"]["name"] for item in _of_kind(resources, "ServiceAccount")}
    for workload in _of_kind(resources, *WORKLOADS):
        pod = _pod(workload)["spec"]
        for volume in pod.get("volumes", []):
            name = volume.get("configMap", {}).get("name")
            if name and name not in configs:
                wrong.append(f"{_named(workload)}: mounts {name}, which is not here")
            if name and not re.search(r"-[a-z0-9]{10}$", name):
                wrong.append(f"{_named(workload)}: {name} has no hash, a change of it restarts nothing")
        mounts = {mount["name"] for container in _containers(workload) for mount in container.get("volumeMounts", [])}
        if mounts != {volume["name"] for volume in pod.get("volumes", [])}:
            wrong.append(f"{_named(workload)}: mounts and volumes differ")
        account = pod.get("serviceAccountName")
        if account not in accounts:
            wrong.append(f"{_named(workload)}: the account {account} is not here")
    return wrong


def shutdown(resources: list[dict]) -> list[str]:
    wrong = []
    for workload in _of_kind(resources, "Deployment"):
        pod = _pod(workload)["spec"]
        settings = server_settings(resources, workload)
        pause = pod["containers"][0].get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        drain = seconds(settings.get("drain_delay", "0s"))
        grace = seconds(settings.get("grace_period", "25s"))
        if pause + drain < 2 * SPARE_SECONDS:
            wrong.append(f"{_named(workload)}: balancers have only {pause + drain} s to notice")
        given = pod.get("terminationGracePeriodSeconds", 30)
        if pause + drain + grace + SPARE_SECONDS > given:
            wrong.append(f"{_named(workload)}: needs {pause + drain + grace + SPARE_SECONDS} s to stop and has {given}")
        rolling = workload["spec"].get("strategy", {}).get("rollingUpdate", {})
        if rolling.get("maxUnavailable") != 0:
            wrong.append(f"{_named(workload)}: a rolling update takes away before it adds")
    return wrong


def namespaces(resources: list[dict]) -> list[str]:
    """For overlays: all in one namespace, which enforces the restricted standard."""
    wrong = []
    own = _of_kind(resources, "Namespace")
    if len(own) != 1:
        return [f"{len(own)} namespaces"]
    if own[0]["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce") != "restricted":
        wrong.append("the namespace does not enforce the restricted standard")
    for resource in resources:
        if resource["kind"] not in CLUSTER_KINDS and resource["metadata"].get("namespace") != own[0]["metadata"]["name"]:
            wrong.append(f"{_named(resource)}: outside the namespace")
    return wrong


def jobs(resources: list[dict]) -> list[str]:
    wrong = []
    for job in _of_kind(resources, "Job"):
        spec = job["spec"]
        for field in ("backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"):
            if field not in spec and not (field == "backoffLimit" and "backoffLimitPerIndex" in spec):
                wrong.append(f"{_named(job)}: no {field}")
        if spec.get("completionMode") == "Indexed" and spec.get("parallelism", 1) > spec["completions"]:
            wrong.append(f"{_named(job)}: more pods than parts")
    return wrong


def validity(resources: list[dict]) -> list[str]:
    """Certificates are renewed long before they end."""
    wrong = []
    for certificate in _of_kind(resources, "Certificate"):
        hours = {field: datetime.timedelta(seconds=seconds(certificate["spec"][field]))
                 for field in ("duration", "renewBefore")}
        if not datetime.timedelta(days=1) < hours["renewBefore"] < hours["duration"] / 2:
            wrong.append(f"{_named(certificate)}: renewed at the wrong time")
    return wrong


GENERAL = (images, security, resources_bounded, probes, scaling, selectors, references, shutdown, jobs, validity)


def check(resources: list[dict], overlay: bool) -> list[str]:
    policies = GENERAL + ((namespaces,) if overlay else ())
    return [f"{policy.__name__}: {line}" for policy in policies for line in policy(resources)]
