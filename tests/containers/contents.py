"""What is in an exported file system (a tar on standard input): a line a file, times left out."""
import hashlib
import sys
import tarfile

# What podman makes for each container, and caches that name inodes.
LEFT_OUT = ("dev/", "proc/", "sys/", "etc/hostname", "etc/hosts", "etc/resolv.conf", "run/.containerenv", "etc/mtab",
            "var/cache/ldconfig/aux-cache")


def line(archive, one):
    content = ""
    if one.isfile():
        content = hashlib.sha256(archive.extractfile(one).read()).hexdigest()
    return "%s %s %o %d:%d %s %s" % (one.name, one.type.decode(), one.mode, one.uid, one.gid, one.linkname, content)


def main():
    with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as archive:
        print("\n".join(sorted(line(archive, one) for one in archive if not one.name.startswith(LEFT_OUT))))


main()
