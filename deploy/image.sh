#!/usr/bin/env bash
# ./dev image [--smoke-only]: builds the image of the committed tree with buildah, and tries it under
# the restrictions of a strict cluster (deploy/image/smoke.sh).
#   BASE=debian@sha256:...   the image to build in; without it one is made from Debian's packages by
#                            mmdebstrap, which needs no registry of images
#   IMAGE=localhost/nutgraf  its name; the tag is the version and the commit
# The same commit and base are meant to give the same image: times and owners are fixed (not yet compared).
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

IMAGE=${IMAGE:-localhost/nutgraf}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
for pair in buildah:buildah podman:podman runc:runc mmdebstrap:mmdebstrap; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
# Works on any file system, at the price of copies.
export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs}

revision=$(git rev-parse HEAD)
epoch=$(git log -1 --format=%ct)
version=$(sed -nE 's/^project\(nutgraf VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
tag=$IMAGE:$version-${revision:0:12}

make_base() {  # an image of Debian 12's smallest variant, from the sources that this machine uses
  local root sources=/etc/apt/sources.list.d/debian.sources container
  [ -f "$sources" ] || sources=/etc/apt/sources.list
  root=$(mktemp -d)/root
  mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$root" "$sources"
  # how this machine reaches its package registries
  for file in /etc/apt/apt.conf.d/99* /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
    [ -f "$file" ] && mkdir -p "$root$(dirname "$file")" && cp "$file" "$root$file"
  done
  container=$(buildah from scratch)
  cp -a "$root/." "$(buildah mount "$container")/"  # buildah add would make all times new
  buildah umount "$container" >/dev/null
  buildah commit -q "$container" localhost/nutgraf-base >/dev/null
  buildah rm "$container" >/dev/null
  rm -rf "$root"
}

if [ -z "${BASE:-}" ]; then
  BASE=localhost/nutgraf-base
  buildah inspect --type image "$BASE" >/dev/null 2>&1 || make_base
elif [[ $BASE != *@sha256:* ]]; then
  echo "BASE=$BASE: name the base by its digest (image@sha256:...), so that a build can be repeated" >&2
  exit 2
fi

if [ "${1:-}" != --smoke-only ]; then
  context=$(mktemp -d)
  trap 'rm -rf "$context"' EXIT
  git archive HEAD | tar -x -C "$context"
  ccache=${CCACHE_DIR:-$HOME/.cache/ccache}
  mkdir -p "$ccache"
  buildah build -q --layers --isolation chroot --timestamp "$epoch" --volume "$ccache:/ccache" \
    --build-arg BASE="$BASE" --build-arg VERSION="$version" --build-arg REVISION="$revision" \
    --build-arg SOURCE_DATE_EPOCH="$epoch" --build-arg CREATED="$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)" \
    -f "$context/deploy/Containerfile" -t "$tag" -t "$IMAGE:dev" "$context"
fi
echo "$tag"
deploy/image/smoke.sh "$tag"
