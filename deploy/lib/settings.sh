# What the first start makes: directories, keys, the configuration. Sourced by bash after say.sh.

# All there are, in the order of their admin ports; and those of this start.
all_services="intake evaluation dissemination notification gateway"
services=$all_services

make_directories () {
    mkdir -p "$data" || die "cannot make the data directory $data"
    if [ "$(id -u)" = 0 ]; then
        chown "$run_user" "$data"
        "${as_run_user[@]}" test -x "$data" ||
            die "$run_user cannot reach $data; choose another place with --data DIR (for example /var/lib/wlacznik)"
    fi
    "${as_run_user[@]}" mkdir -p "$data/log" "$data/mail" "$data/keys" "$data/bin" "$run"
    chmod 700 "$data" "$run"
}

# Less than this and a cluster cannot even be made; PostgreSQL's own message would come much later.
check_space () {
    local free
    free=$(df -Pk "$data" | awk 'NR == 2 { print $4 }')
    [ "${free:-0}" -ge 300000 ] ||
        die "the disk of $data is full: $((free / 1024)) MB are free, 300 MB are needed"
}

# Copies, because a run user may not reach a checkout in somebody's home.
install_programs () {
    local program
    for program in wlacznik $(printf 'wlacznik-%s ' $services); do
        cmp -s "$top/build/release/bin/$program" "$data/bin/$program" ||
            install -m 755 "$top/build/release/bin/$program" "$data/bin/$program" || return 1
    done
    rm -rf "$data/web" && cp -r "$top/services/gateway/web/dist" "$data/web" &&
        install -m 755 "$top/deploy/mail-sink" "$data/bin/mail-sink"
}

make_keys () {
    local service
    for service in $services; do
        [ -f "$data/keys/$service.key" ] ||
            "${as_run_user[@]}" "$data/bin/wlacznik" keys new "$service" --directory "$data/keys" >/dev/null ||
            return 1
    done
}

make_secret () {
    [ -f "$data/keys/$1" ] ||
        od -An -tx1 -N32 /dev/urandom | tr -d ' \n' |
            "${as_run_user[@]}" sh -c 'umask 077 && cat >"$1.new" && mv "$1.new" "$1"' sh "$data/keys/$1"
}

# Seals the secrets of one-time codes; a copy of the database without it opens nothing.
make_second_factor_key () {
    make_secret second-factor
}

# Seals PESEL numbers of agreements; without it nobody reads them.
make_agreement_key () {
    make_secret agreement
}

# Signs certificates of work; those that were signed by a lost key can still be checked.
make_certificates_key () {
    make_secret certificates
}

# The admin ports follow the web port, in the order of $services.
admin_port () {
    local place=1 service
    for service in $all_services; do
        [ "$service" = "$1" ] && break
        place=$((place + 1))
    done
    echo $((port + place))
}

# What partner regions' sites connect to, where the centre has any: "tcp://..." or nothing.
partner_endpoint () {
    local place
    [ -n "$partners" ] || return 0
    case $1 in intake.rpc) place=10 ;; intake.log) place=11 ;; evaluation.rpc) place=12 ;; evaluation.log) place=13 ;; *) return 0 ;; esac
    echo " tcp://$partners:$((port + place))"
}

write_configuration () {
    local service sink=smtp://127.0.0.1:$((port + 9))
    {
        echo "# Written by deploy/up at each start. Your own settings go into $data/local.ini, which it keeps."
        echo "[log]"
        echo "format = logfmt"
        echo "[services]"
        for service in $services; do
            echo "$service = ipc://$run/$service.rpc"
            echo "$service.log = ipc://$run/$service.log"
        done
        # At a site evaluation answers from its copies what the others ask of intake.
        is_site && echo "intake = ipc://$run/evaluation.rpc"
        echo "[bus]"
        echo "peers_file = $data/keys/peers"
        echo "[public]"
        echo "url = $url"
        echo "[http]"
        echo "address = $address"
        echo "port = $port"
        echo "web_root = $data/web"
        echo "[smtp]"
        echo "url = ${WLACZNIK_SMTP_URL:-$sink}"
        echo "from = ${WLACZNIK_SMTP_FROM:-wlacznik@localhost}"
        [ -n "${WLACZNIK_SMTP_URL:-}" ] || echo "kept = $data/mail"
        for service in $services; do
            echo "[$service]"
            echo "database.url = host=$run dbname=wlacznik_$service user=wlacznik_$service"
            echo "bus.listen = ipc://$run/$service.rpc$(partner_endpoint "$service.rpc")"
            echo "bus.log_listen = ipc://$run/$service.log$(partner_endpoint "$service.log")"
            echo "bus.key_file = $data/keys/$service.key"
            echo "admin.port = $(admin_port "$service")"
            # An assignment of 1,000 applications to 400 assessors is one request.
            # So is a published list of 17,000 as open data.
            case $service in evaluation | dissemination) echo "request.arena_bytes = 33554432" ;; esac
            [ "$service" != evaluation ] || echo "certificates.key = file:$data/keys/certificates"
            [ "$service" != intake ] || echo "agreement.key = file:$data/keys/agreement"
        done
        echo "second_factor.key = file:$data/keys/second-factor"
        if [ -f "$data/site.ini" ]; then cat "$data/site.ini"; fi
        if [ -f "$data/local.ini" ]; then cat "$data/local.ini"; fi
    } >"$data/wlacznik.ini.new" && mv "$data/wlacznik.ini.new" "$data/wlacznik.ini"
    chown "$run_user" "$data/wlacznik.ini" 2>/dev/null || true
}

make_administrator () {
    local password
    password=$(head -c 15 /dev/urandom | base64 | tr '+/' '-_')
    printf '%s' "$password" | (umask 077 && cat >"$data/administrator.password")
    "${as_run_user[@]}" env "WLACZNIK_GATEWAY_DATABASE_URL=host=$run dbname=wlacznik_gateway user=wlacznik_gateway" \
        "$data/bin/wlacznik" administrator create --email "$administrator" --password-file - <<<"$password" >/dev/null || return 1
    rm -f "$data/administrator.password"
    first_password=$password
}
