# Building: programs and web client. Sourced by bash after say.sh; needs $top.

# build_programs [TARGET...]: and what else is named.
build_programs () {
    cmake --preset release -S "$top" -B "$top/build/release" >/dev/null &&
        cmake --build "$top/build/release" --target programs "$@"
}

# The web client is built again only when something it is made of is newer than what stands there.
build_web () {
    local web=$top/services/gateway/web
    [ -d "$web/node_modules" ] && [ "$web/node_modules/.package-lock.json" -nt "$web/package-lock.json" ] ||
        npm --prefix "$web" ci --no-audit --no-fund || return 1
    WLACZNIK_OPENAPI="$top/build/release/generated/openapi.json" npm --prefix "$web" run build
}

web_is_current () {
    local web=$top/services/gateway/web
    [ -f "$web/dist/index.html" ] || return 1
    [ -z "$(find "$web" "$top/build/release/generated/openapi.json" -path "$web/node_modules" -prune -o \
        -path "$web/dist" -prune -o -path "$web/src/generated" -prune -o -type f -newer "$web/dist/index.html" -print -quit)" ]
}

build_all () {
    step "Building the programs" build_programs
    web_is_current || step "Building the web client" build_web
}
