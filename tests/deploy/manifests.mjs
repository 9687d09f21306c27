// Checks rendered manifests in Node.js: node manifests.mjs FILE.json ...
//   - Monokle: the restricted Pod Security Standard, links between resources, common practices;
//   - custom resources against the types and the validators made of their own definitions. The type check
//     finds fields that do not exist, which the validators let pass.
// Run from a copy in the folder of node_modules: that is where Node.js looks for packages.
// A file is a JSON list of resources. Prints a JSON list of {file, resource, rule, level, text}.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createDefaultMonokleValidator } from "@monokle/validation";
import ts from "typescript";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const files = process.argv.slice(2);

const CUSTOM = {
  "cert-manager.io/v1": "@kubernetes-models/cert-manager",
  "gateway.networking.k8s.io/v1": "@kubernetes-models/gateway-api",
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator",
};

const findings = [];
const report = (file, resource, rule, level, text) =>
  findings.push({ file, resource: `${resource.kind}/${resource.metadata.name}`, rule, level, text });


// Only plug-ins that read nothing from the network: not kubernetes-schema, not open-policy-agent.
// All of the restricted standard, part of which Monokle leaves off by default.
const RESTRICTED = ["host-process", "host-namespaces", "privileged-containers", "capabilities",
  "host-path-volumes", "host-ports", "app-armor", "selinux", "proc-mount", "seccomp", "sysctls",
  "volume-types", "privilege-escalation", "running-as-non-root", "running-as-non-root-user",
  "seccomp-strict", "capabilities-strict"];
const PLUGINS = { "pod-security-standards": true, "resource-links": true, practices: true };

async function monokle(file, resources) {
  const validator = createDefaultMonokleValidator();
  await validator.preload({
    plugins: PLUGINS,
    rules: Object.fromEntries(RESTRICTED.map((rule) => [`pod-security-standards/${rule}`, "err"])),
  });
  const response = await validator.validate({
    resources: resources.map((content, index) => ({
      id: `${file}-${index}`, fileId: `${file}-${index}`, filePath: `${index}.json`, fileOffset: 0,
      name: content.metadata.name, apiVersion: content.apiVersion, kind: content.kind,
      namespace: content.metadata.namespace, content, text: JSON.stringify(content, null, 1),
    })),
  });
  for (const run of response.runs) {
    const plugins = new Map(run.tool.extensions.map((plugin) => [plugin.name, plugin]));
    for (const name of Object.keys(PLUGINS)) {
      if (!plugins.has(name)) throw new Error(`Monokle did not load ${name}`);
    }
    for (const result of run.results) {
      const uri = result.locations.map((l) => l.physicalLocation?.artifactLocation?.uri)
        .find((u) => /^\d+\.json$/.test(u ?? ""));
      const plugin = plugins.get(result.rule.toolComponent.name);
      report(file, resources[parseInt(uri, 10)],
        `${plugin.name}/${plugin.rules[result.rule.index].name}`, result.level ?? "warning",
        result.message.text);
    }
  }
}

async function customValidators(file, resources) {
  for (const resource of resources) {
    const source = CUSTOM[resource.apiVersion];
    if (!source) continue;
    const model = (await import(`${source}/${resource.apiVersion}/${resource.kind}`))[resource.kind];
    try {
      new model(resource).validate();
    } catch (error) {
      report(file, resource, "custom-resource/schema", "error", error.message);
    }
  }
}

function customTypes(file, resources) {
  const custom = resources.filter((resource) => CUSTOM[resource.apiVersion]);
  if (custom.length === 0) return;
  // Inside the folder of modules, where their types are found.
  const folder = fs.mkdtempSync(path.join(HERE, ".types-"));
  try {
    const sources = custom.map((resource, index) => {
      const kind = resource.kind;
      const module = `${CUSTOM[resource.apiVersion]}/${resource.apiVersion}/${kind}`;
      const name = path.join(folder, `${index}.ts`);
      fs.writeFileSync(name, `import { I${kind} } from ${JSON.stringify(module)};\n` +
        `export const resource: I${kind} = ${JSON.stringify(resource, null, 1)};\n`);
      return name;
    });
    const program = ts.createProgram(sources, {
      strict: true, noEmit: true, skipLibCheck: true, types: [],
      module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
    });
    for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
      const name = diagnostic.file?.fileName;
      const resource = custom[parseInt(path.basename(name ?? "", ".ts"), 10)];
      if (!resource) throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, " "));
      report(file, resource, "custom-resource/types", "error",
        ts.flattenDiagnosticMessageText(diagnostic.messageText, " "));
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

for (const file of files) {
  const resources = JSON.parse(fs.readFileSync(file, "utf8"));
  await monokle(file, resources);
  await customValidators(file, resources);
  customTypes(file, resources);
}
console.log(JSON.stringify(findings, null, 1));
process.exit(0);
