#!/usr/bin/env bash
# Deploys overlays/local to a cluster and tries what matters there: deploy/try-cluster.md.
#   deploy/try-cluster.sh [CONTEXT]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/kubernetes"
context=${1:-$(kubectl config current-context)}
namespace=nutgraf-local
cluster() { kubectl --context "$context" "$@"; }
k() { cluster -n "$namespace" "$@"; }
step() { printf '\n== %s\n' "$*"; }
node=
finish() {
  [ -z "$node" ] || cluster uncordon "$node" || :
  [ -n "${KEEP:-}" ] || cluster delete namespace "$namespace" --wait --ignore-not-found
}
trap finish EXIT

load() {  # rate, seconds: the load-test Job with other figures and the local image
  k delete job nutgraf-load-test --ignore-not-found --wait
  kubectl kustomize jobs/load-test |
    sed -e "s/--rate=.*/--rate=$1/" -e "s/--duration=.*/--duration=$2/" -e 's/--warmup=.*/--warmup=0/' \
      -e 's#image: .*#image: localhost/nutgraf:dev#' -e 's/imagePullPolicy: .*/imagePullPolicy: IfNotPresent/' \
      -e 's/^        - --connections=4/&\n        - --json/' | k apply -f -
}
load_ended() {  # demands that the Job succeeded and that no call failed
  k wait --for=condition=complete --timeout="$1s" job/nutgraf-load-test
  k logs job/nutgraf-load-test | python3 -c 'import json, sys
text = sys.stdin.read()
report, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
outcomes = [test["outcomes"] for test in report["tests"]]
print(outcomes)
sys.exit("calls failed" if any(set(test) != {"OK"} for test in outcomes) else 0)'
}
ready() { k get deployment nutgraf -o jsonpath='{.status.readyReplicas}'; }

step "deploy"
cluster apply -k overlays/local
k rollout status deployment/nutgraf --timeout=180s

step "call"
pod=$(k get pod -l app.kubernetes.io/component=server -o jsonpath='{.items[0].metadata.name}')
k exec "$pod" -- /usr/bin/nutgraf health --server=127.0.0.1:50051
k exec "$pod" -- /usr/bin/nutgraf capabilities --server=127.0.0.1:50051

step "rolling update under load"
load 5 90
k wait --for=condition=ready --timeout=60s pod -l job-name=nutgraf-load-test
k rollout restart deployment/nutgraf
k rollout status deployment/nutgraf --timeout=180s
load_ended 180

step "node drain"
if [ "$(cluster get nodes --no-headers | wc -l)" -gt 1 ]; then
  node=$(k get pod -l app.kubernetes.io/component=server -o jsonpath='{.items[0].spec.nodeName}')
  cluster drain "$node" --ignore-daemonsets --delete-emptydir-data --pod-selector=app.kubernetes.io/component=server --timeout=180s &
  drain=$!
  while kill -0 "$drain" 2>/dev/null; do
    [ "$(ready)" -ge 1 ] || { echo "no instance was ready during the drain" >&2; exit 1; }
    sleep 1
  done
  wait "$drain"
  k rollout status deployment/nutgraf --timeout=180s
  cluster uncordon "$node"
  node=
else
  echo "one node only: left out"
fi

step "autoscaler up and down"
load 200 180
for _ in $(seq 36); do [ "$(ready)" -gt 2 ] && break; sleep 5; done
[ "$(ready)" -gt 2 ] || { k describe hpa nutgraf; exit 1; }
k delete job nutgraf-load-test
for _ in $(seq 60); do [ "$(ready)" -le 2 ] && break; sleep 5; done
[ "$(ready)" -le 2 ] || { k describe hpa nutgraf; exit 1; }
step "all well"
