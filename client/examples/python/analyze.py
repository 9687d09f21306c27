#!/usr/bin/env python3
"""Analyses a text file and prints who takes part and what happens.

    analyze.py TARGET FILE [CA]     TARGET as dns:///nutgraf-headless:50051; CA: a PEM file, turns TLS on

Needs grpcio and protobuf, and the stubs beside it (generate.sh). Shows what a good caller does: one channel for
all calls, balanced over all instances; a deadline; tries again what a full or leaving server refused; a
token; answers longer than 4 MiB.
"""
import json
import os
import sys

import grpc

from nutgraf.v1 import article_service_pb2, article_service_pb2_grpc

SERVICE_CONFIG = {
    # All instances behind the name take part, and one that says it is leaving gets no new calls.
    "loadBalancingConfig": [{"round_robin": {}}],
    "healthCheckConfig": {"serviceName": ""},
    # Waits between tries grow, or are what the server asks for (grpc-retry-pushback-ms).
    "methodConfig": [{
        "name": [{"service": "nutgraf.v1.ArticleService"}],
        "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.1s", "maxBackoff": "2s", "backoffMultiplier": 2,
                        "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]},
    }],
}
OPTIONS = [("grpc.service_config", json.dumps(SERVICE_CONFIG)),
           ("grpc.max_receive_message_length", -1)]


def connect(target: str, ca: str | None) -> grpc.Channel:
    if ca is None:
        return grpc.insecure_channel(target, options=OPTIONS)
    with open(ca, "rb") as file:
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(file.read()), options=OPTIONS)


def main() -> int:
    target, path, *rest = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    request = article_service_pb2.AnalyzeArticleRequest()
    request.article.text = text
    token = os.environ.get("NUTGRAF_TOKEN")
    metadata = [("authorization", f"Bearer {token}")] if token else []
    with connect(target, rest[0] if rest else None) as channel:
        stub = article_service_pb2_grpc.ArticleServiceStub(channel)
        try:
            # The deadline is for all tries; the server drops work that nobody waits for.
            answer = stub.AnalyzeArticle(request, timeout=10, metadata=metadata, wait_for_ready=True)
        except grpc.RpcError as error:
            print(f"{error.code().name}: {error.details()}", file=sys.stderr)
            return 1
    for participant in answer.metadata.participants:
        print(f"participant: {participant.name}")
    for fact in answer.metadata.headline_facts:
        print(f"what: {fact.what.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
