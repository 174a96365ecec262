# Debian packages: what is missing, and installing it. Sourced by bash after say.sh.

# missing_packages FILE...: the packages of the lists that are not installed, one a line.
missing_packages () {
    local wanted
    wanted=$(grep -hv '^ *#' "$@" | sed 's/ *$//' | grep -v '^$' | sort -u)
    # shellcheck disable=SC2086
    comm -23 <(printf '%s\n' $wanted) \
        <(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii *//p' | sort -u)
}

# Node.js may come from Debian or from anywhere else on the PATH; 18 is what Debian 12 has.
node_packages () {
    local version
    version=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    if [ "${version:-0}" -lt 18 ] || ! command -v npm >/dev/null; then
        printf 'nodejs\nnpm\n'
    fi
}

# ensure_packages INSTALL FILE...: installs what is missing, or with INSTALL=0 names it and ends.
ensure_packages () {
    local install=$1 missing as_root=''
    shift
    command -v dpkg-query >/dev/null || die "this is not a Debian system: install by hand what $* name"
    missing=$({ missing_packages "$@"; node_packages; } | tr '\n' ' ')
    [ -n "${missing// /}" ] || return 0
    [ "$install" = 1 ] || die "these Debian packages are missing: $missing(run without --no-install, or: apt-get install $missing)"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "these Debian packages are missing, and there is neither root nor sudo to install them: $missing"
        as_root=sudo
    fi
    step "Refreshing the list of packages" $as_root apt-get -q update
    keep_postgresql_quiet "$as_root" "$missing"
    # shellcheck disable=SC2086
    step "Installing packages" $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install $missing
    if [ -n "$quiet_file" ]; then $as_root rm -f "$quiet_file"; fi
}

# Debian starts a cluster of the system's own when it installs a server. We need none: ours is in the
# data directory. The setting is only there while we install.
quiet_file=''
keep_postgresql_quiet () {
    case " $2 " in *' postgresql-15 '*) ;; *) return 0 ;; esac
    step "Installing postgresql-common" $1 env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install postgresql-common
    [ -e /etc/postgresql-common/createcluster.d/wlacznik.conf ] && return 0
    $1 mkdir -p /etc/postgresql-common/createcluster.d
    quiet_file=/etc/postgresql-common/createcluster.d/wlacznik.conf
    echo 'create_main_cluster = false' | $1 tee "$quiet_file" >/dev/null
}
