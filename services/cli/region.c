/* Partner regions, at the centre: invitations, who joined and how they are, cutting one off. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/identifiers.h"
#include "bus/keys.h"
#include "command.h"
#include "invitation.h"

static const wl_time_t SILENT = 60 * WL_SECOND; /* a site reports every five */
enum { DAYS = 14 };

static const char *
region_word (const arguments_t *arguments)
{
    const char *region = arguments->count == 1 ? arguments->words[0] : NULL;

    if (!wl_region_valid (region))
        exit (command_fail ("a region is needed: two digits of a voivodeship, or a partner's short "
                            "name"));
    return region;
}

static const char *
peers_file (const arguments_t *arguments)
{
    wl_config_t *config = command_config (arguments, "evaluation");
    const char *path = wl_config_text (config, "bus.peers_file", NULL);

    if (path == NULL)
        exit (command_fail ("bus.peers_file is not set: where is the list of keys?"));
    path = wl_text_copy (arguments->arena, path);
    wl_config_destroy (&config);
    return path;
}

/* ---- inviting ---- */

/* Replaces "*" and 0.0.0.0, which nobody can connect to. */
static const char *
reachable (const arguments_t *arguments, const char *endpoint)
{
    const char *address = arguments_option (arguments, "address");
    const char *port = strrchr (endpoint, ':');
    bool anywhere = strncmp (endpoint, "tcp://*:", 8) == 0 ||
                    strncmp (endpoint, "tcp://0.0.0.0:", 14) == 0 ||
                    strncmp (endpoint, "tcp://[::]:", 11) == 0;

    if (!anywhere)
        return wl_text_copy (arguments->arena, endpoint);
    if (address == NULL)
        exit (command_fail ("--address is needed: by what name does the region reach this machine "
                            "(it listens on %s)?",
                            endpoint));
    return wl_text_printf (arguments->arena, "tcp://%s%s", address, port);
}

static const char *
tcp_endpoint (const arguments_t *arguments, const wl_config_t *config, const char *service,
              const char *key)
{
    const char *const *endpoint = wl_config_list (config, key, arguments->arena);

    for (; endpoint != NULL && *endpoint != NULL; endpoint++)
        if (strncmp (*endpoint, "tcp://", 6) == 0)
            return reachable (arguments, *endpoint);
    exit (command_fail ("%s of %s names no tcp:// endpoint, so no region can reach it; deploy/up "
                        "--partners ADDRESS opens them",
                        key, service));
}

static void
read_service (const arguments_t *arguments, const char *service, invitation_service_t *ret)
{
    wl_config_t *config = command_config (arguments, service);
    const char *key_file = wl_config_text (config, "bus.key_file", NULL);
    wl_key_pair_t pair;
    wl_error_t error;

    wl_error_init (&error, arguments->arena);
    if (key_file == NULL)
        exit (command_fail ("bus.key_file of %s is not set", service));
    if (wl_key_pair_read (key_file, &pair, &error) != WL_OK)
        exit (command_fail ("%s", error.text));
    ret->rpc = tcp_endpoint (arguments, config, service, "bus.listen");
    ret->log = tcp_endpoint (arguments, config, service, "bus.log_listen");
    ret->key = wl_text_copy (arguments->arena, pair.public_key);
    wl_config_destroy (&config);
}

WL_SQL (insert_invitation, "insert into site_invitation (key, region, made_at, expires_at)"
                           " values ($1, $2, $3, $4)");

static int
keep_invitation (const arguments_t *arguments, const invitation_t *invitation)
{
    wl_db_t *db = command_database (arguments, "evaluation");
    wl_status status;

    wl_db_begin (db);
    wl_defer (db, &insert_invitation, wl_p_text (invitation->keys.public_key),
              wl_p_text (invitation->region), wl_p_time (wl_clock_now (&wl_clock_system)),
              wl_p_time (invitation->expires));
    status = wl_db_commit (db);
    if (status != WL_OK)
        command_fail ("%s", wl_db_error (db));
    wl_db_destroy (&db);
    return status == WL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
list_invitation (const arguments_t *arguments, const invitation_t *invitation)
{
    wl_peer_t peer = { .service = WL_PEER_JOINER, .region_count = 1 };
    wl_error_t error;

    wl_error_init (&error, arguments->arena);
    memcpy (peer.public_key, invitation->keys.public_key, sizeof peer.public_key);
    memcpy (peer.regions[0], invitation->region, strlen (invitation->region) + 1);
    if (wl_peers_add (peers_file (arguments), &peer, &error) != WL_OK)
        return command_fail ("%s", error.text);
    return EXIT_SUCCESS;
}

static int
write_invitation (const arguments_t *arguments, const invitation_t *invitation, const char *path)
{
    wl_buffer_t text;
    int fd;

    wl_buffer_init (&text, arguments->arena);
    invitation_write (invitation, &text);
    fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return command_fail ("cannot make %s: %s", path, strerror (errno));
    bool good = write (fd, text.data, text.length) == (ssize_t) text.length && fsync (fd) == 0;
    if (close (fd) != 0 || !good)
        return command_fail ("cannot write %s", path);
    return EXIT_SUCCESS;
}

int
region_invite (const arguments_t *arguments)
{
    int64_t days = arguments_number (arguments, "days", DAYS, 1);
    const char *path = arguments_option (arguments, "out");
    invitation_t invitation = { .region = region_word (arguments) };
    wl_config_t *config;

    if (strcmp (invitation.region, WL_STREAM_COMMON) == 0 ||
        strcmp (invitation.region, "report") == 0)
        return command_fail ("a region cannot be called \"%s\"", invitation.region);
    if (path == NULL)
        path = wl_text_printf (arguments->arena, "region-%s.invitation", invitation.region);
    invitation.expires = wl_clock_now (&wl_clock_system) + days * WL_DAY;
    config = command_config (arguments, "gateway");
    invitation.url = wl_text_copy (arguments->arena, wl_config_text (config, "public.url", ""));
    wl_config_destroy (&config);
    read_service (arguments, "intake", &invitation.intake);
    read_service (arguments, "evaluation", &invitation.evaluation);
    wl_key_pair_new (&invitation.keys);
    if (write_invitation (arguments, &invitation, path) != EXIT_SUCCESS ||
        keep_invitation (arguments, &invitation) != EXIT_SUCCESS ||
        list_invitation (arguments, &invitation) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    printf ("%s\nGive it to region %s by a way that nobody reads along: whoever has it can join in "
            "the region's name,\nonce, within %lld days. There: deploy/up --region %s --join "
            "FILE\n",
            path, invitation.region, (long long) days, invitation.region);
    return EXIT_SUCCESS;
}

/* ---- looking ---- */

WL_SQL (select_sites,
        "select region, case when revoked_at is null then 'joined' else 'revoked' end, joined_at,"
        " contact_at, head - taken, heard, clock_difference_us, round_trip_us from site"
        " order by region");
WL_SQL (select_invitations,
        "select region, case when used_at is not null then 'used' when expires_at < now () then"
        " 'expired' else 'open' end, expires_at from site_invitation order by made_at");

int
region_list (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "evaluation");
    char time[WL_TIME_TEXT];
    wl_rows_t rows;
    wl_status status;

    status = wl_run (db, &select_sites, &rows);
    for (int i = 0; status == WL_OK && i < rows.count; i++) {
        wl_time_format (wl_row_time (&rows, i, 2), time);
        printf ("%-8s %-10s joined %s\n", wl_row_text (db, &rows, i, 0),
                wl_row_text (db, &rows, i, 1), time);
    }
    if (status == WL_OK)
        status = wl_run (db, &select_invitations, &rows);
    for (int i = 0; status == WL_OK && i < rows.count; i++) {
        wl_time_format (wl_row_time (&rows, i, 2), time);
        printf ("%-8s %-10s invitation, until %s\n", wl_row_text (db, &rows, i, 0),
                wl_row_text (db, &rows, i, 1), time);
    }
    if (status != WL_OK)
        command_fail ("%s", wl_db_error (db));
    wl_db_destroy (&db);
    return status == WL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

WL_SQL (select_head,
        "select coalesce ((select sequence from runtime.stream where region = $1), 0)");

static void
print_clock (const wl_rows_t *rows, int row)
{
    if (wl_row_null (rows, row, 6))
        printf ("%20s", "not measured");
    else
        printf ("%+11.3f s ±%.3f", (double) wl_row_int (rows, row, 6) / WL_SECOND,
                (double) wl_row_int (rows, row, 7) / 2 / WL_SECOND);
}

/* True when the site spoke within the last minute. */
static bool
print_site (wl_db_t *db, wl_db_t *intake, const wl_rows_t *rows, int row)
{
    wl_time_t now = wl_clock_now (&wl_clock_system), contact = wl_row_time (rows, row, 3);
    const char *state = wl_row_text (db, rows, row, 1);
    bool silent = contact == 0 || now - contact > SILENT;
    int64_t head = 0;
    wl_rows_t found;

    if (wl_run (intake, &select_head, &found, wl_p_text (wl_row_text (db, rows, row, 0))) == WL_OK)
        head = wl_row_int (&found, 0, 0);
    if (strcmp (state, "joined") == 0 && silent)
        state = "silent";
    printf ("%-8s %-9s ", wl_row_text (db, rows, row, 0), state);
    if (contact == 0)
        printf ("%14s", "never");
    else
        printf ("%8.0f s ago", (double) (now - contact) / WL_SECOND);
    printf (" %10lld %10lld ", (long long) (head - wl_row_int (rows, row, 5)),
            (long long) wl_row_int (rows, row, 4));
    print_clock (rows, row);
    putchar ('\n');
    return strcmp (state, "silent") != 0;
}

int
region_status (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "evaluation");
    wl_db_t *intake = command_database (arguments, "intake");
    bool well = true;
    wl_rows_t rows;
    wl_status status = wl_run (db, &select_sites, &rows);

    if (status == WL_OK)
        printf ("%-8s %-9s %14s %10s %10s %20s\n", "REGION", "STATE", "LAST CONTACT", "UNHEARD",
                "UNTOLD", "CLOCK DIFFERENCE");
    for (int i = 0; status == WL_OK && i < rows.count; i++)
        well &= print_site (db, intake, &rows, i);
    if (status != WL_OK)
        command_fail ("%s", wl_db_error (db));
    else
        printf ("\nUNHEARD: events of the centre that the site has not taken, as of its last "
                "report. UNTOLD: results that\nit had and the centre has not. CLOCK DIFFERENCE: "
                "the centre's clock minus the site's.\n");
    wl_db_destroy (&intake);
    wl_db_destroy (&db);
    return status == WL_OK && well ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- cutting off ---- */

WL_SQL (revoke_site, "update site set revoked_at = now () where region = $1"
                     " and revoked_at is null returning key");
WL_SQL (revoke_invitations, "update site_invitation set expires_at = now () where region = $1"
                            " and used_at is null and expires_at > now ()"
                            " returning key");

static void
revoke_keys (const arguments_t *arguments, char *keys)
{
    const char *path = peers_file (arguments);
    wl_error_t error;
    char *rest;

    for (char *key = strtok_r (keys, " ", &rest); key != NULL; key = strtok_r (NULL, " ", &rest)) {
        wl_error_init (&error, arguments->arena);
        if (wl_peers_revoke (path, key, &error) != WL_OK)
            command_fail ("%s", error.text);
    }
}

int
region_revoke (const arguments_t *arguments)
{
    const char *region = region_word (arguments);
    wl_db_t *db = command_database (arguments, "evaluation");
    wl_rows_t sites, invitations;
    wl_status status;

    /* The keys first: from then on it is cut off, whatever becomes of the rest. */
    wl_db_begin (db);
    status = wl_run (db, &revoke_site, &sites, wl_p_text (region));
    for (int i = 0; status == WL_OK && i < sites.count; i++)
        revoke_keys (arguments, wl_row_text (db, &sites, i, 0));
    if (status == WL_OK)
        status = wl_run (db, &revoke_invitations, &invitations, wl_p_text (region));
    for (int i = 0; status == WL_OK && i < invitations.count; i++)
        revoke_keys (arguments, wl_row_text (db, &invitations, i, 0));
    if (status == WL_OK)
        status = wl_db_commit (db);
    if (status != WL_OK)
        command_fail ("%s", wl_db_error (db));
    else if (sites.count + invitations.count == 0)
        status = WL_NOT_FOUND,
        command_fail ("region %s has no site and no open invitation", region);
    else
        printf ("revoked; running services notice within a second. Calls that the site evaluates "
                "wait until it joins again\n");
    wl_db_destroy (&db);
    return status == WL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
