#!/usr/bin/env bash
# Runs an image as a strict cluster would (read-only root, no capabilities, no new privileges, uid 65532,
# limits) and checks what deploy/Containerfile promises: smoke.sh IMAGE
# Prints one line a check; the first that fails ends it.
set -euo pipefail
image=$1
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs}
readonly LIMIT_MB=150
cd "$(dirname "$(readlink -f "$0")")/../.."

ok() { printf 'ok    %s\n' "$*"; }
fail() { printf 'FAIL  %s\n' "$*" >&2; exit 1; }

field() { podman image inspect --format "$1" "$image"; }

bytes=$(field '{{.Size}}')
[ "$bytes" -lt $((LIMIT_MB * 1000 * 1000)) ] || fail "size: $((bytes / 1000000)) MB, allowed are $LIMIT_MB"
ok "size: $((bytes / 1000000)) MB in $(field '{{len .RootFS.Layers}}') layers"
[ "$(field '{{.Config.User}}')" = 65532:65532 ] || fail "user: $(field '{{.Config.User}}')"
ok "user: 65532"
for label in title version revision created licenses; do
  [ -n "$(field "{{index .Config.Labels \"org.opencontainers.image.$label\"}}")" ] || fail "label $label is missing"
done
ok "labels"

# buildah shows the files without running anything in them.
container=$(buildah from "$image")
root=$(buildah mount "$container")
tidy() { buildah umount "$container" >/dev/null; buildah rm "$container" >/dev/null; }
trap tidy EXIT
for name in sh bash dash busybox apt dpkg perl python3; do
  found=$(find "$root" -name "$name" ! -type d ! -path '*/share/doc/*')
  [ -z "$found" ] || fail "$name is in the image: ${found#"$root"}"
done
ok "no shell, no package manager, no interpreter"
found=$(find "$root" \( -perm /6000 -o ! -user 0 \) ! -type l)
[ -z "$found" ] || fail "files that are setuid or not root's: $found"
found=$(find "$root" -perm -o+w ! -type l ! -path "$root/tmp")
[ -z "$found" ] || fail "files that anybody may write: $found"
ok "every file is root's, none is setuid, none can be written by the service"
# Times that runtimes set themselves (mount points) lie in /etc, /proc and the like.
[ "$(find "$root/usr" ! -type l -printf '%T@\n' | sort -u | wc -l)" = 1 ] || fail "times of files differ"
ok "one time for all files"
python3 - "$root/usr/share/doc/nutgraf/sbom.spdx.json" "$root" <<'PY' || fail "bill of materials"
import hashlib, json, pathlib, sys
bill, root = json.load(open(sys.argv[1])), pathlib.Path(sys.argv[2])
assert len(bill["packages"]) > 15, "too few packages"
assert {"libgrpc29", "libdnnl2", "libc6"} <= {p["name"] for p in bill["packages"]}
for file in bill["files"]:
    digest = hashlib.sha256((root / file["fileName"]).read_bytes()).hexdigest()
    assert digest in [c["checksumValue"] for c in file["checksums"]], file["fileName"]
PY
ok "bill of materials fits the files"

restricted=(--read-only --read-only-tmpfs=false --cap-drop=all --security-opt=no-new-privileges
  --network=host
  --runtime=runc --memory=512m --memory-swap=512m --cpus=2 --pids-limit=256 --ulimit=nofile=4096:4096 --ulimit=nproc=4096:4096)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
name=nutgraf-smoke-$$
tidy_all() { podman rm -f -t 0 "$name" >/dev/null 2>&1 || :; tidy; }
trap tidy_all EXIT
run_cli() { podman run --rm -i "${restricted[@]}" --entrypoint /usr/bin/nutgraf "$image" "$@"; }

started=$(date +%s%N)
podman run -d "${restricted[@]}" --name "$name" "$image" --listen="127.0.0.1:$port" >/dev/null
until podman exec "$name" /usr/bin/nutgraf health --server "127.0.0.1:$port" --attempts 1 >/dev/null 2>&1; do
  [ $(($(date +%s%N) - started)) -lt 20000000000 ] || { podman logs "$name" >&2; fail "not SERVING within 20 s"; }
done
ready=$(($(date +%s%N) - started))
podman logs "$name" 2>&1 | grep -q '"event":"listening"' || fail "no listening line in the log"
ok "SERVING $((ready / 1000000)) ms after podman run (runtime and first health call included)"
pid=$(podman inspect --format '{{.State.Pid}}' "$name")
[ "$(awk '/^Uid:/ {print $2}' "/proc/$pid/status")" = 65532 ] || fail "runs as another user"
[ "$(awk '/^CapEff:/ {print $2}' "/proc/$pid/status")" = 0000000000000000 ] || fail "has capabilities"
[ "$(awk '/^NoNewPrivs:/ {print $2}' "/proc/$pid/status")" = 1 ] || fail "may gain privileges"
ok "runs as 65532 without capabilities"

answer=$(run_cli analyze --server "127.0.0.1:$port" --json - <tests/data/articles/dialogue.txt)
grep -q '"headlineFacts"' <<<"$answer" || fail "no facts in the answer"
ok "answers an article (client of the same image)"
run_cli analyze --local --json - <tests/data/articles/dialogue.txt | grep -q '"headlineFacts"' || fail "--local"
ok "analyses without a server (nutgraf --local, as the back-fill does)"
memory=$(awk '/^VmRSS:/ {print $2}' "/proc/$pid/status")
ok "resident after one article: $((memory / 1024)) MiB"

podman kill --signal TERM "$name" >/dev/null
code=$(timeout 40 podman wait "$name") || fail "does not end on SIGTERM"
[ "$code" = 0 ] || fail "ended with $code"
ok "ends with 0 on SIGTERM"
