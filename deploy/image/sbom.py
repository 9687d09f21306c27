#!/usr/bin/env python3
"""Writes the image's bill of materials, sbom.spdx.json (SPDX 2.3), from what lies in it.

Each Debian package comes from the status file that rootfs.sh left in var/lib/dpkg/status.d; Nutgraf
itself, its tables and its model are packages too, with the SHA-256 of their files. The output depends
on nothing but the arguments and the files: the same image has the same bill.
"""
import argparse
import hashlib
import json
import pathlib
import time


def control(path: pathlib.Path) -> dict[str, str]:
    """The fields of one Debian status paragraph; continuation lines are left out."""
    fields = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line[0].isspace() and ":" in line:
            name, value = line.split(":", 1)
            fields[name] = value.strip()
    return fields


def debian_package(fields: dict[str, str]) -> dict:
    name, version = fields["Package"], fields["Version"]
    purl = f"pkg:deb/debian/{name}@{version.replace(':', '%3A').replace('+', '%2B')}?arch={fields['Architecture']}&distro=debian-12"
    return {
        "SPDXID": f"SPDXRef-Debian-{name.replace('+', '-plus').replace('_', '-')}",
        "name": name,
        "versionInfo": version,
        "supplier": "Organization: Debian",
        "downloadLocation": "NOASSERTION",
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "comment": f"licence texts: /usr/share/doc/{name}/copyright",
        "filesAnalyzed": False,
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}],
    }


def own_package(identifier: str, name: str, version: str, files: list[tuple[str, pathlib.Path]]) -> tuple[dict, list]:
    package = {
        "SPDXID": f"SPDXRef-{identifier}",
        "name": name,
        "versionInfo": version,
        "supplier": "Organization: Nutgraf",
        "downloadLocation": "NOASSERTION",
        "licenseConcluded": "Apache-2.0",
        "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
        "filesAnalyzed": False,
    }
    entries = []
    for index, (shown, path) in enumerate(files):
        entries.append({
            "SPDXID": f"SPDXRef-{identifier}-File-{index}",
            "fileName": shown,
            "checksums": [
                {"algorithm": "SHA1", "checksumValue": hashlib.sha1(path.read_bytes()).hexdigest()},
                {"algorithm": "SHA256", "checksumValue": hashlib.sha256(path.read_bytes()).hexdigest()},
            ],
            "licenseConcluded": "NOASSERTION",
            "copyrightText": "NOASSERTION",
        })
    return package, entries


def files_below(roots: list[pathlib.Path], folder: str) -> list[tuple[str, pathlib.Path]]:
    found = []
    for root in roots:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                found.append(("./" + str(path.relative_to(root)), path))
    return found


def bill(roots: list[pathlib.Path], revision: str, epoch: int) -> dict:
    packages, files, relations = [], [], []
    for identifier, name, folder in (("Nutgraf", "nutgraf", "usr/bin"),
                                     ("Nutgraf-data", "nutgraf-data", "usr/share/nutgraf")):
        package, entries = own_package(identifier, name, revision, files_below(roots, folder))
        packages.append(package)
        files += entries
        relations.append(("SPDXRef-DOCUMENT", "DESCRIBES", package["SPDXID"]))
        relations += [(package["SPDXID"], "CONTAINS", entry["SPDXID"]) for entry in entries]
    for root in roots:
        for path in sorted((root / "var/lib/dpkg/status.d").glob("*")):
            package = debian_package(control(path))
            packages.append(package)
            relations.append(("SPDXRef-Nutgraf", "DEPENDS_ON", package["SPDXID"]))
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "nutgraf-image",
        "documentNamespace": f"urn:nutgraf:image:{revision}",
        "creationInfo": {
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch)),
            "creators": ["Tool: nutgraf-deploy-image-sbom"],
        },
        "packages": packages,
        "files": files,
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b}
                          for a, kind, b in relations],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", action="append", type=pathlib.Path, required=True)
    parser.add_argument("--revision", required=True)
    parser.add_argument("--epoch", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    text = json.dumps(bill(args.root, args.revision, args.epoch), indent=1, sort_keys=True)
    (args.out / "sbom.spdx.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
