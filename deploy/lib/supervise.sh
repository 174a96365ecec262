# Keeps processes running: each has a watcher that starts it again with back-off and says so.
# Sourced by bash after say.sh.

# The longest wait before a process that keeps dying is started again, in seconds.
restart_pause_most=${WLACZNIK_RESTART_PAUSE_MOST:-30}

declare -A watcher=() stop_signal=()
watched=()

# watch NAME SIGNAL command...: SIGNAL is what asks it to end in order.
watch () {
    local name=$1 signal=$2
    shift 2
    stop_signal[$name]=$signal
    watched+=("$name")
    keep_running "$name" "$signal" "$@" &
    watcher[$name]=$!
}

keep_running () {
    local name=$1 signal=$2 pause=1 child='' code began ending=0
    shift 2
    trap 'ending=1; [ -n "$child" ] && kill "-$signal" "$child" 2>/dev/null' TERM
    trap '' INT HUP
    while :; do
        began=$SECONDS
        # Its own session: a Ctrl-C on the terminal must reach us alone, so that we stop all in order.
        setsid "$@" </dev/null >>"$data/log/$name.log" 2>&1 &
        child=$!
        echo "$child" >"$run/$name.pid"
        [ "$ending" = 1 ] && kill "-$signal" "$child" 2>/dev/null
        # The shell's own words about a killed job go nowhere: ours are better.
        { wait "$child"; code=$?; } 2>/dev/null
        while kill -0 "$child" 2>/dev/null; do { wait "$child"; code=$?; } 2>/dev/null; done
        [ "$ending" = 1 ] && break
        [ $((SECONDS - began)) -ge 60 ] && pause=1
        printf '%s%s ended (%s); starting it again in %d s (log: %s)%s\n' "$red" "$name" \
            "$(describe_exit "$code")" "$pause" "$data/log/$name.log" "$plain" >&2
        sleep "$pause" 9>&- &
        wait $!
        [ "$ending" = 1 ] && break
        pause=$((pause * 2 > restart_pause_most ? restart_pause_most : pause * 2))
    done
    rm -f "$run/$name.pid"
}

describe_exit () {
    if [ "$1" -gt 128 ]; then
        printf 'signal %s' "$(kill -l $(($1 - 128)) 2>/dev/null || echo $(($1 - 128)))"
    else
        printf 'exit %d' "$1"
    fi
}

# Stops NAMEs together and waits.
stop_watched () {
    local name
    for name in "$@"; do
        [ -n "${watcher[$name]:-}" ] && kill -TERM "${watcher[$name]}" 2>/dev/null
    done
    for name in "$@"; do
        [ -n "${watcher[$name]:-}" ] && wait "${watcher[$name]}" 2>/dev/null
        unset "watcher[$name]"
    done
    return 0
}
