"""The software bill of materials of the image, as CycloneDX 1.5: Debian packages (of PACKAGES, with all
that they depend on, in the versions installed here) and what the web client ships (LOCKFILE)."""
import json
import re
import subprocess
import sys


def installed():
    fields = "${Package}\t${Version}\t${Architecture}\t${Depends}, ${Pre-Depends}\t${Provides}\n"
    out = subprocess.run(["dpkg-query", "-W", "-f", fields], check=True, capture_output=True, text=True).stdout
    packages, provided = {}, {}
    for line in out.splitlines():
        name, version, architecture, depends, provides = line.split("\t")
        packages[name] = (version, architecture, depends)
        for other in names(provides):
            provided.setdefault(other, name)
    return packages, provided


def names(relation):
    return [re.split(r"[ (:]", part.strip(), maxsplit=1)[0] for part in re.split(r"[,|]", relation) if part.strip()]


def closure(wanted, packages, provided):
    found, left = set(), list(wanted)
    while left:
        name = left.pop()
        name = name if name in packages else provided.get(name)
        if name and name not in found:
            found.add(name)
            left += names(packages[name][2])
    return sorted(found)


def debian(name, version, architecture):
    return {"type": "library", "name": name, "version": version,
            "purl": "pkg:deb/debian/%s@%s?arch=%s&distro=debian-12" % (name, version.replace("+", "%2B"), architecture)}


def npm(path, entry):
    name = path.rsplit("node_modules/", 1)[1]
    return {"type": "library", "name": name, "version": entry["version"],
            "purl": "pkg:npm/%s@%s" % (name.replace("@", "%40"), entry["version"])}


def main():
    packages, provided = installed()
    with open(sys.argv[1], encoding="ascii") as file:
        wanted = file.read().split() + ["ca-certificates", "tzdata"]
    with open(sys.argv[2], encoding="utf-8") as file:
        locked = json.load(file)["packages"]
    components = [debian(name, *packages[name][:2]) for name in closure(wanted, packages, provided)]
    components += [npm(path, entry) for path, entry in sorted(locked.items()) if path and not entry.get("dev")]
    json.dump({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
               "metadata": {"component": {"type": "application", "name": "wlacznik"}},
               "components": components}, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
