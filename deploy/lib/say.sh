# How deploy/ and tests/ speak to whoever runs them. Sourced by bash.

if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
    on_terminal=1
else
    bold='' dim='' red='' green='' plain='' on_terminal=0
fi

say () { printf '%s\n' "$*"; }

# One clear line, then the end.
die () {
    printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2
    exit 1
}

# step "Building" command...: shows the step, its time, and the log's end only when it fails.
step () {
    local title=$1 log began=$EPOCHREALTIME pid shown=''
    shift
    log=$(mktemp "${TMPDIR:-/tmp}/wlacznik-step.XXXXXX")
    printf '%-44s' "$title"
    "$@" >"$log" 2>&1 &
    pid=$!
    if [ "$on_terminal" = 1 ]; then
        while kill -0 "$pid" 2>/dev/null; do
            shown=$(tail -c 400 "$log" | tr '\r' '\n' | grep -v '^ *$' | tail -n 1 | cut -c1-70)
            printf '\r%-44s%s%-72s%s' "$title" "$dim" "$shown" "$plain"
            sleep 0.2
        done
        printf '\r%-116s\r%-44s' '' "$title"
    fi
    if wait "$pid"; then
        printf '%sdone%s %5.1f s\n' "$green" "$plain" "$(seconds_since "$began")"
        rm -f "$log"
    else
        printf '%sfailed%s\n' "$red" "$plain"
        tail -n 30 "$log" >&2
        rm -f "$log"
        die "$title failed; its last lines stand above"
    fi
}

seconds_since () {
    local now=$EPOCHREALTIME
    awk -v a="${1/,/.}" -v b="${now/,/.}" 'BEGIN { printf "%.1f", b - a }'
}
