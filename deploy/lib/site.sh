# A partner region's site: evaluation, gateway and notification on its own premises, the rest at the
# centre. Sourced by bash after settings.sh.

# A directory that once joined is a site for good.
choose_services () {
    if [ -n "$region" ] || [ -f "$data/site.ini" ]; then
        services="evaluation notification gateway"
    fi
}

is_site () {
    [ -f "$data/site.ini" ]
}

# The keys are made here and never leave; the centre gets the public ones and gives the settings.
join_region () {
    [ -n "$region" ] && [ ! -f "$data/site.ini" ] || return 0
    # Read as ourselves: whoever starts us has the invitation, the run user need not.
    "$data/bin/wlacznik" region join "$invitation" --region "$region" --directory "$data/keys" \
        --out "$data/site.ini.new" || return 1
    mv "$data/site.ini.new" "$data/site.ini"
    # The centre reads its list of keys anew every second.
    sleep 1.2
}

# ---- sites beside the centre, on one machine: to be looked at, or to try the real thing out ----

# As deploy/demo/sites.py names them.
beside="30 32 02 08"
beside_started=()
demo_sites=()

# start_beside COUNT: each has a directory, a cluster, keys and processes of its own.
start_beside () {
    local number=0 one dir
    for one in $beside; do
        [ "$number" -lt "$1" ] || break
        number=$((number + 1))
        dir=$data/site-$one
        if [ ! -f "$dir/site.ini" ]; then
            rm -f "$data/$one.invitation"
            "$data/bin/wlacznik" --config "$data/wlacznik.ini" region invite "$one" --out "$data/$one.invitation" >/dev/null || return 1
        fi
        setsid "$top/deploy/up" --no-install --no-build --data "$dir" --port $((port + 14 * number)) \
            --region "$one" --join "$data/$one.invitation" </dev/null >"$data/log/site-$one.out" 2>&1 9>&- &
        beside_started+=("$!")
        demo_sites+=(--site "$one" "http://$address:$((port + 14 * number))" "$dir/mail")
    done
}

# As each comes up; what it said stands in its log.
wait_beside () {
    local place=0 one password
    for one in $beside; do
        [ "$place" -lt "${#beside_started[@]}" ] || break
        until grep -q '^Ctrl-C stops' "$data/log/site-$one.out" 2>/dev/null; do
            kill -0 "${beside_started[$place]}" 2>/dev/null || { cat "$data/log/site-$one.out" >&2; return 1; }
            sleep 0.2
        done
        place=$((place + 1))
        password=$(sed -n 's/^  password  *\([^ ]*\) .*/\1/p' "$data/log/site-$one.out")
        [ -z "$password" ] || export "WLACZNIK_PASSWORD_$one=$password"
        say "  region $one            http://$address:$((port + 14 * place))${password:+   password $password}"
    done
}

stop_beside () {
    local one
    for one in "${beside_started[@]}"; do kill -TERM "$one" 2>/dev/null; done
    for one in "${beside_started[@]}"; do wait "$one" 2>/dev/null; done
    return 0
}
