#!/usr/bin/env bash
# Lays out the image's files: rootfs.sh BUILD_FOLDER OUT, in the build stage of deploy/Containerfile.
#   OUT/libraries  what the programs load from Debian, time zones, certificates, users, licences
#   OUT/model      tables and weights
#   OUT/programs   nutgraf-server and nutgraf, stripped
set -euo pipefail
build=$1 out=$2
here=$(dirname "$(readlink -f "$0")")
programs=("$build/bin/nutgraf-server" "$build/bin/nutgraf")

rm -rf "$out"
libraries=$out/libraries
mkdir -p "$libraries"/{usr/lib,usr/lib64,etc/ssl/certs,tmp,var/lib/dpkg/status.d,usr/share/doc}
chmod 1777 "$libraries/tmp"  # a mount point; the image itself is read-only
ln -s usr/lib "$libraries/lib"
ln -s usr/lib64 "$libraries/lib64"
ln -s usr/bin "$libraries/bin"

# Debian's file lists name libraries by /lib or by /usr/lib; on a merged system both are the same file.
owner() {
  local file=$1
  { dpkg-query -S "$file" || dpkg-query -S "/usr$file" || dpkg-query -S "${file#/usr}"; } 2>/dev/null | head -1 | sed 's/: .*//'
}

owners=$(mktemp)
take() {  # a file, followed through links, under its own name
  local from=$1 to=$1
  case $to in /lib/* | /lib64/*) to=/usr$to ;; esac
  mkdir -p "$libraries$(dirname "$to")"
  cp -L --preserve=mode "$from" "$libraries$to"
  owner "$(readlink -f "$from")" >>"$owners"
}

needed=$(ldd "${programs[@]}")
if grep -q 'not found' <<<"$needed"; then echo "a library is missing: $needed" >&2; exit 1; fi
for library in $(grep -oE '(=> )?/[^ :]+ \(0x' <<<"$needed" | grep -oE '/[^ ]+' | sort -u); do take "$library"; done

# Time zones, without the copies that count leap seconds; certificates for clients of the outer world.
mkdir -p "$libraries/usr/share"
cp -a /usr/share/zoneinfo "$libraries/usr/share/zoneinfo"
rm -rf "$libraries"/usr/share/zoneinfo/{posix,right}
echo tzdata >>"$owners"
cp -L /etc/ssl/certs/ca-certificates.crt "$libraries/etc/ssl/certs/"
echo ca-certificates >>"$owners"

printf 'root:x:0:0:root:/:/nologin\nnonroot:x:65532:65532:nonroot:/:/nologin\n' >"$libraries/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' >"$libraries/etc/group"
printf 'hosts: files dns\n' >"$libraries/etc/nsswitch.conf"
cp -L /etc/os-release "$libraries/etc/os-release"

# Packages as scanners look for them in images without dpkg, and each one's licence.
for package in $(sort -u "$owners"); do
  name=${package%%:*}
  dpkg-query -s "$package" >"$libraries/var/lib/dpkg/status.d/$name"
  mkdir -p "$libraries/usr/share/doc/$name"
  cp -L "/usr/share/doc/$name/copyright" "$libraries/usr/share/doc/$name/"
done
rm -f "$owners"

mkdir -p "$out/model/usr/share/nutgraf"
cp -rL "$build/data/." "$out/model/usr/share/nutgraf/"

mkdir -p "$out"/programs/usr/{bin,share/doc/nutgraf}
for program in "${programs[@]}"; do
  strip -o "$out/programs/usr/bin/$(basename "$program")" "$program"
done
cp "$here/../../LICENSE" "$out/programs/usr/share/doc/nutgraf/copyright"

# Nobody but root may have written anything, and nothing gives more rights than its caller has.
chmod -R u=rwX,go=rX "$out"
chmod 1777 "$libraries/tmp"
