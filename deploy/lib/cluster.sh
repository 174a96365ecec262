# A private PostgreSQL cluster in the data directory: Unix socket only. Sourced by bash after say.sh.
#
# The socket's directory is open to the run user alone (0700), so whoever reaches it is trusted; each
# service has a role and a database of its own, and no role can connect to another's database.

pg_bin=/usr/lib/postgresql/15/bin

# PostgreSQL refuses to run as root, and our daemons have no business to either.
choose_run_user () {
    if [ "$(id -u)" = 0 ]; then
        run_user=postgres
        id "$run_user" >/dev/null 2>&1 || die "there is no user $run_user; is the package postgresql-15 installed?"
        as_run_user=(setpriv "--reuid=$run_user" "--regid=$run_user" --init-groups --no-new-privs env "HOME=$data")
    else
        run_user=$(id -un)
        as_run_user=(env)
    fi
}

# Paths of Unix sockets end at 107 bytes, so a deep data directory gets its sockets elsewhere.
choose_run_directory () {
    run=$data/run
    if [ ${#run} -gt 70 ]; then
        run=/tmp/wlacznik-$(printf '%s' "$data" | cksum | cut -d' ' -f1)
    fi
}

make_cluster () {
    "${as_run_user[@]}" "$pg_bin/initdb" -D "$data/postgresql" -U wlacznik -E UTF8 \
        --locale-provider=icu --icu-locale=pl --locale=C.UTF-8 --data-checksums \
        --auth-local=trust --auth-host=reject
    cat >>"$data/postgresql/postgresql.conf" <<CONF

# ---- Włącznik ----
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
max_prepared_transactions = 0   # one forgotten would hold the event log's watermark
idle_in_transaction_session_timeout = 60s
log_line_prefix = '%m [%p] %q%u@%d '
log_checkpoints = off
log_error_verbosity = terse     # the detail of a message quotes rows, and rows are about people
CONF
}

start_cluster_once () {
    "${as_run_user[@]}" "$pg_bin/pg_ctl" -D "$data/postgresql" -s -w -t 60 \
        -l "$run/postgresql-once.log" -o "-k $run" start
}

psql_as_owner () {
    "${as_run_user[@]}" "$pg_bin/psql" -h "$run" -U wlacznik -v ON_ERROR_STOP=1 -qAtX "$@"
}

make_databases () {
    local service
    for service in $services; do
        psql_as_owner -d postgres \
            -c "CREATE ROLE wlacznik_$service LOGIN" \
            -c "CREATE DATABASE wlacznik_$service OWNER wlacznik_$service" \
            -c "REVOKE ALL ON DATABASE wlacznik_$service FROM PUBLIC"
    done
    psql_as_owner -d postgres -c "REVOKE ALL ON DATABASE postgres FROM PUBLIC"
}

# Keys without which the databases are not whole: they seal codes and sign certificates.
sealing="second-factor certificates agreement"

# The cluster alone runs meanwhile, so nobody writes. Who has the dump has all that is in it.
dump_databases () {
    local service one
    mkdir -p "$dump" && chmod 700 "$dump" && chown "$run_user" "$dump" || return 1
    start_cluster_once || return 1
    for service in $services; do
        "${as_run_user[@]}" "$pg_bin/pg_dump" -h "$run" -U wlacznik -Fc -f "$dump/$service.dump" "wlacznik_$service" || return 1
    done
    "${as_run_user[@]}" "$pg_bin/pg_ctl" -D "$data/postgresql" -s -w -m fast stop || return 1
    for one in $sealing; do [ ! -f "$data/keys/$one" ] || "${as_run_user[@]}" cp "$data/keys/$one" "$dump/$one" || return 1; done
}

restore_databases () {
    local service one
    for service in $services; do
        "${as_run_user[@]}" "$pg_bin/pg_restore" -h "$run" -U wlacznik --exit-on-error -d "wlacznik_$service" "$restore/$service.dump" || return 1
    done
    for one in $sealing; do [ ! -f "$restore/$one" ] || "${as_run_user[@]}" cp "$restore/$one" "$data/keys/$one" || return 1; done
}
