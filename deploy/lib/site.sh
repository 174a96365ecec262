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
