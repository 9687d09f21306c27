// Analyses a text file and prints who takes part and what happens.
//
//   node analyze.js TARGET FILE [CA]    TARGET as dns:///nutgraf-headless:50051; CA: a PEM file, turns TLS on
//
// The stubs are made at the start from the .proto files (PROTO, and GOOGLE_PROTO that holds google/rpc).
// Shows what a good caller does: one client for all calls, balanced over all instances; a deadline; tries
// again what a full or leaving server refused; a token; answers longer than 4 MiB. grpc-js does not watch
// health, so that tries are what makes a rolling update of the servers lossless.
import fs from "node:fs";
import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";

const [target, file, ca] = process.argv.slice(2);
const proto = process.env.PROTO ?? new URL("../../../proto", import.meta.url).pathname;
const definition = protoLoader.loadSync("nutgraf/v1/article_service.proto", {
  includeDirs: [proto, process.env.GOOGLE_PROTO].filter(Boolean),
  enums: String, longs: Number, defaults: true,
});
const { ArticleService } = grpc.loadPackageDefinition(definition).nutgraf.v1;

const serviceConfig = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [{
    name: [{ service: "nutgraf.v1.ArticleService" }],
    retryPolicy: {
      maxAttempts: 4, initialBackoff: "0.1s", maxBackoff: "2s", backoffMultiplier: 2,
      retryableStatusCodes: ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
    },
  }],
};
const credentials = ca ? grpc.credentials.createSsl(fs.readFileSync(ca)) : grpc.credentials.createInsecure();
const client = new ArticleService(target, credentials, {
  "grpc.service_config": JSON.stringify(serviceConfig),
  "grpc.max_receive_message_length": -1,
});

const metadata = new grpc.Metadata({ waitForReady: true });
if (process.env.NUTGRAF_TOKEN) metadata.set("authorization", `Bearer ${process.env.NUTGRAF_TOKEN}`);
const request = { article: { text: fs.readFileSync(file, "utf8") } };
// The deadline is for all tries; the server drops work that nobody waits for.
client.AnalyzeArticle(request, metadata, { deadline: Date.now() + 10_000 }, (error, answer) => {
  client.close();
  if (error) {
    console.error(`${grpc.status[error.code]}: ${error.details}`);
    process.exitCode = 1;
    return;
  }
  for (const participant of answer.metadata.participants) console.log(`participant: ${participant.name}`);
  for (const fact of answer.metadata.headlineFacts) console.log(`what: ${fact.what?.text ?? ""}`);
});
