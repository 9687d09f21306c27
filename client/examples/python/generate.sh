#!/usr/bin/env bash
# Makes the stubs: generate.sh OUT. With the PyPI package grpcio-tools it is the same without --plugin:
#   python3 -m grpc_tools.protoc ... --python_out=OUT --grpc_python_out=OUT ...
set -euo pipefail
proto=$(dirname "$(readlink -f "$0")")/../../../proto
google=${GOOGLE_PROTO:?folder that holds google/rpc/status.proto, as in googleapis-common-protos}
cd "$proto"
protoc -I. -I"$google" --python_out="$1" --grpc_out="$1" \
  --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" google/rpc/status.proto nutgraf/v1/*.proto
