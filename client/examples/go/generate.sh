#!/usr/bin/env bash
# Makes the stubs beside analyze.go: generate.sh OUT, where OUT is a copy of this folder. Needs protoc, and the
# two plug-ins of go.mod, which it builds.
set -euo pipefail
proto=$(dirname "$(readlink -f "$0")")/../../../proto
google=${GOOGLE_PROTO:?folder that holds google/rpc/status.proto, as in googleapis-common-protos}
out=$(readlink -f "$1")
cd "$out"
mkdir -p .bin
go build -o .bin/ google.golang.org/protobuf/cmd/protoc-gen-go google.golang.org/grpc/cmd/protoc-gen-go-grpc
cd "$proto"
package=nutgraf.example/analyze/nutgraf/v1
options=()
for file in nutgraf/v1/*.proto; do
  options+=("--go_opt=M$file=$package" "--go-grpc_opt=M$file=$package")
done
PATH=$out/.bin:$PATH protoc -I. -I"$google" --go_out="$out" --go_opt=module=nutgraf.example/analyze \
  --go-grpc_out="$out" --go-grpc_opt=module=nutgraf.example/analyze "${options[@]}" nutgraf/v1/*.proto
