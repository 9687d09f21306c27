#!/usr/bin/env bash
# Checks the contract: buf lint, and that no change breaks a caller of the committed descriptor.
#   proto/check.sh            fails on a lint fault or a breaking change
#   proto/check.sh --accept   also replaces the descriptor by the contract as it stands
#
# baseline.binpb is the one generated file that is committed: it is what callers have been promised,
# and the sources alone can't tell what they said before. Renew it with each addition to the
# contract, so that the addition is held to the promise too.
set -euo pipefail
cd "$(dirname "$0")/.."

buf=${BUF:-.venv/bin/buf}
workspace=$(mktemp -d)
trap 'rm -rf "$workspace"' EXIT

# google/rpc is imported, never linted: it stands in a module of its own.
google=$(find .venv/lib -type d -path '*site-packages/google/rpc' | head -1)
mkdir -p "$workspace/proto" "$workspace/vendor/google/rpc"
cp -r proto/nutgraf "$workspace/proto/"
cp "$google"/{status,error_details,code}.proto "$workspace/vendor/google/rpc/"
{
  cat proto/buf.yaml
  printf 'modules:\n  - path: proto\n  - path: vendor\n'
} >"$workspace/buf.yaml"

export XDG_CACHE_HOME=$workspace/cache
"$buf" lint "$workspace/proto"
if [ "${1:-}" = --accept ]; then
  "$buf" build "$workspace/proto" --exclude-source-info -o proto/baseline.binpb
fi
"$buf" breaking "$workspace/proto" --exclude-imports --against proto/baseline.binpb
