#include "service/config_known.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "service/config.h"

const wl_config_known_t wl_config_known[] = {
    { "database.url", WL_CONFIG_TEXT, NULL, NULL,
      "libpq connection string of the service's own database" },
    { "database.connections", WL_CONFIG_NUMBER, "8", NULL,
      "workers; each is a thread with a connection of its own" },
    { "bus.listen", WL_CONFIG_TEXT, NULL, NULL, "endpoints that requests come in on" },
    { "bus.log_listen", WL_CONFIG_TEXT, NULL, NULL, "endpoints that the event log is read on" },
    { "bus.key_file", WL_CONFIG_TEXT, NULL, NULL, "this node's CURVE key pair; needed for tcp" },
    { "bus.peers_file", WL_CONFIG_TEXT, NULL, NULL, "who may connect: key, service, regions" },
    { "services.<name>", WL_CONFIG_TEXT, NULL, NULL, "endpoints of the service's requests" },
    { "services.<name>.log", WL_CONFIG_TEXT, NULL, NULL, "endpoints of the service's event log" },
    { "services.<name>.key", WL_CONFIG_TEXT, NULL, NULL,
      "the service's public key; needed for tcp" },
    { "services.<name>.admin", WL_CONFIG_TEXT, NULL, NULL,
      "host:port of each replica's admin port, for wlacznik status" },
    { "regions", WL_CONFIG_TEXT, NULL, NULL, "regions whose events this node takes; not set: all" },
    { "site.region", WL_CONFIG_TEXT, NULL, NULL,
      "of a partner's site: its region; not set: this is the centre" },
    { "site.since", WL_CONFIG_TEXT, NULL, "evaluation",
      "of a site: it evaluates calls published from then on" },
    { "site.centre_url", WL_CONFIG_TEXT, NULL, "gateway", "of a site: the centre's address" },
    { "request.arena_bytes", WL_CONFIG_NUMBER, "8388608", NULL, "memory that one request may use" },
    { "request.queue", WL_CONFIG_NUMBER, "256", NULL,
      "requests that may wait; further ones get 503" },
    { "timers.threads", WL_CONFIG_NUMBER, "2", NULL, "threads that run due timers" },
    { "command.keep_days", WL_CONFIG_NUMBER, "7", NULL,
      "how long a repeated command gets its first answer" },
    { "shutdown.grace_s", WL_CONFIG_NUMBER, "20", NULL, "seconds from SIGTERM to a forced end" },
    { "log.format", WL_CONFIG_LOG_FORMAT, "logfmt", NULL, "logfmt or json" },
    { "log.level", WL_CONFIG_LOG_LEVEL, "info", NULL, "debug, info, warn or error" },
    { "traces.url", WL_CONFIG_TEXT, NULL, NULL,
      "where spans go, by OTLP over HTTP; not set: nowhere" },
    { "traces.header", WL_CONFIG_TEXT, NULL, NULL, "one more header there: Authorization: ..." },
    { "traces.percent", WL_CONFIG_NUMBER, "100", NULL, "of traces that begin here, how many" },
    { "admin.address", WL_CONFIG_TEXT, "127.0.0.1", NULL, "IPv4 address of the admin port" },
    { "admin.port", WL_CONFIG_NUMBER, "0", NULL, "port of health and metrics; 0 takes a free one" },
    { "public.url", WL_CONFIG_TEXT, "http://localhost:8080", NULL,
      "address that people know us by" },
    { "http.address", WL_CONFIG_TEXT, "127.0.0.1", "gateway", "IPv4 address of the web port" },
    { "http.port", WL_CONFIG_NUMBER, "8080", "gateway", "web port" },
    { "http.threads", WL_CONFIG_NUMBER, "64", "gateway", "connections that are served at once" },
    { "scanner.address", WL_CONFIG_TEXT, NULL, "intake",
      "clamd for attachments: unix:/path, tcp:address:port" },
    { "agreement.key", WL_CONFIG_TEXT, NULL, "intake",
      "64 hex digits that seal PESEL numbers; not set: none kept" },
    { "http.body_limit", WL_CONFIG_NUMBER, "1048576", "gateway", "bytes that a request may carry" },
    { "http.request_bytes", WL_CONFIG_NUMBER, "33554432", "gateway", "memory of one request" },
    { "http.request_timeout_ms", WL_CONFIG_NUMBER, "15000", "gateway",
      "time for the headers, then for the body" },
    { "http.keep_alive_timeout_ms", WL_CONFIG_NUMBER, "2000", "gateway",
      "how long an idle connection stays" },
    { "http.rpc_timeout_ms", WL_CONFIG_NUMBER, "10000", "gateway",
      "how long a service may take to answer" },
    { "http.web_root", WL_CONFIG_TEXT, NULL, "gateway", "folder of the built web client" },
    { "http.trusted_proxies", WL_CONFIG_TEXT, "127.0.0.1", "gateway",
      "proxies or networks whose X-Forwarded-For counts" },
    { "rate.address", WL_CONFIG_NUMBER, "1200", "gateway",
      "requests a minute from one address; 0: any number" },
    { "rate.entrance", WL_CONFIG_NUMBER, "60", "gateway",
      "attempts to enter a minute from one address" },
    { "rate.account", WL_CONFIG_NUMBER, "6000", "gateway", "requests a minute of one account" },
    { "rate.token", WL_CONFIG_NUMBER, "1200", "gateway",
      "requests a minute with one token of a program" },
    { "live.streams", WL_CONFIG_NUMBER, "5000", "gateway",
      "streams of events (/v1/me/stream) at the same time" },
    { "live.per_account", WL_CONFIG_NUMBER, "10", "gateway", "of these, of one account" },
    { "live.per_address", WL_CONFIG_NUMBER, "500", "gateway", "of these, from one address" },
    { "session.hours", WL_CONFIG_NUMBER, "12", "gateway", "how long a sign-in lasts" },
    { "password.concurrency", WL_CONFIG_NUMBER, "0", "gateway",
      "passwords that are checked at once; 0: one per core" },
    { "sign_in.links", WL_CONFIG_SWITCH, "true", "gateway",
      "whether assessors may sign in by a link in their mail" },
    { "oidc.issuer", WL_CONFIG_TEXT, NULL, "gateway",
      "identity provider (OpenID Connect) that people may sign in by" },
    { "oidc.name", WL_CONFIG_TEXT, "OpenID", "gateway", "what people call it" },
    { "oidc.client_id", WL_CONFIG_TEXT, NULL, "gateway", "what it calls us" },
    { "oidc.client_secret", WL_CONFIG_TEXT, NULL, "gateway",
      "our secret there, if it gave one; use file:/path" },
    { "oidc.domains", WL_CONFIG_TEXT, "", "gateway",
      "domains whose addresses it vouches for; not set: all" },
    { "oidc.open_accounts", WL_CONFIG_SWITCH, "true", "gateway",
      "whether it opens accounts for people who have none" },
    { "oidc.trust_second_factor", WL_CONFIG_SWITCH, "false", "gateway",
      "whether its second factor counts as ours" },
    { "administrators.four_eyes", WL_CONFIG_SWITCH, "false", "gateway",
      "whether a new administrator needs a second one" },
    { "administrators.assume", WL_CONFIG_SWITCH, "false", "gateway",
      "whether administrators may act as somebody else" },
    { "operator.name", WL_CONFIG_TEXT, "", "gateway",
      "who runs this site, by its accessibility declaration" },
    { "operator.email", WL_CONFIG_TEXT, "operator@wlacznik.localhost", "gateway",
      "who gets accessibility requests" },
    { "operator.phone", WL_CONFIG_TEXT, "", "gateway", "the operator's telephone number" },
    { "operator.address", WL_CONFIG_TEXT, "", "gateway", "the operator's postal address" },
    { "operator.published", WL_CONFIG_TEXT, "", "gateway",
      "day on which the site was published: 2026-11-23" },
    { "operator.reviewed", WL_CONFIG_TEXT, "", "gateway",
      "day on which its accessibility was last reviewed" },
    { "second_factor.required", WL_CONFIG_TEXT, "nobody", "gateway",
      "who needs codes: nobody, administrators or staff" },
    { "second_factor.key", WL_CONFIG_TEXT, NULL, "gateway",
      "64 hexadecimal digits that seal the codes; use file:/path" },
    { "certificates.key", WL_CONFIG_TEXT, NULL, "evaluation",
      "64 hexadecimal digits: signs certificates; use file:/path" },
    { "catalogue.email", WL_CONFIG_TEXT, "katalog@localhost", "dissemination",
      "whom harvesters (OAI-PMH) write to" },
    { "catalogue.required", WL_CONFIG_TEXT, "complete", "dissemination",
      "quality points that publishing waits for" },
    { "catalogue.second_reader", WL_CONFIG_SWITCH, "no", "dissemination",
      "who wrote an entry does not publish it" },
    { "search.dictionary", WL_CONFIG_TEXT, "/usr/share/hunspell/pl_PL", "dissemination",
      "Polish words, by hunspell" },
    { "smtp.url", WL_CONFIG_TEXT, NULL, "notification", "smtp:// or smtps:// of the mail server" },
    { "smtp.user", WL_CONFIG_TEXT, NULL, "notification", "name at the mail server" },
    { "smtp.password", WL_CONFIG_TEXT, NULL, "notification", "password there; better file:/path" },
    { "smtp.from", WL_CONFIG_TEXT, NULL, "notification", "sender of our letters" },
    { "smtp.bounces_to", WL_CONFIG_TEXT, NULL, "notification",
      "address that bounces come back to; not set: smtp.from" },
    { "smtp.bounces", WL_CONFIG_TEXT, NULL, "notification",
      "Maildir where that address' mail lies" },
    { "smtp.kept", WL_CONFIG_TEXT, NULL, "notification",
      "folder of mail that no server sends, for the outbox" },
    { "smtp.ca_file", WL_CONFIG_TEXT, NULL, "notification",
      "who vouches for the server; not set: the system's list" },
    { "smtp.connections", WL_CONFIG_NUMBER, "8", "notification",
      "connections to the mail server, at most 64" },
    { "smtp.senders", WL_CONFIG_NUMBER, "1", "notification", "threads that share them, at most 8" },
    { "smtp.timeout_s", WL_CONFIG_NUMBER, "60", "notification",
      "how long one letter may take on its connection" },
    { "smtp.give_up_hours", WL_CONFIG_NUMBER, "72", "notification",
      "how long a letter is tried again" },
    { "smtp.pace", WL_CONFIG_TEXT, NULL, "notification",
      "letters a second by domain: *=50 gmail.com=10" },
    { "plug_in.sms", WL_CONFIG_TEXT, NULL, "notification",
      "program that sends SMS (services/notification/plug-ins)" },
    { "plug_in.e_delivery", WL_CONFIG_TEXT, NULL, "notification",
      "program for e-Doreczenia (see its plug-ins/)" },
    { "webhooks.private", WL_CONFIG_SWITCH, "false", "notification",
      "webhooks may lead into our own network" },
    { "webhooks.threads", WL_CONFIG_NUMBER, "2", "notification", "threads that call them" },
    { NULL, WL_CONFIG_TEXT, NULL, NULL, NULL },
};

/* "centre" is no service of its own: it is the centre's evaluation, as a partner's site names it.
 */
static const char *const services[] = { "intake",       "evaluation", "dissemination",
                                        "notification", "gateway",    "centre" };

enum {
    SERVICES = sizeof services / sizeof services[0],
    ROWS = sizeof wl_config_known / sizeof wl_config_known[0] - 1,
};

static const char PLACEHOLDER[] = "<name>";

bool
wl_config_is_service (const char *name)
{
    for (size_t i = 0; i < SERVICES; i++)
        if (wl_text_equal (services[i], name))
            return true;
    return false;
}

/* ---- slots ---- */

size_t
wl_config_slot_count (void)
{
    return (size_t) ROWS * SERVICES;
}

bool
wl_config_slot_key (size_t slot, char ret[WL_CONFIG_KEY_MAX])
{
    const char *pattern = wl_config_known[slot / SERVICES].key;
    const char *hole = strstr (pattern, PLACEHOLDER);
    size_t service = slot % SERVICES;

    if (hole != NULL)
        snprintf (ret, WL_CONFIG_KEY_MAX, "%.*s%s%s", (int) (hole - pattern), pattern,
                  services[service], hole + strlen (PLACEHOLDER));
    else
        snprintf (ret, WL_CONFIG_KEY_MAX, "%s", pattern);
    return hole != NULL || service == 0;
}

const wl_config_known_t *
wl_config_slot_row (size_t slot)
{
    return &wl_config_known[slot / SERVICES];
}

bool
wl_config_slot_find (const char *key, size_t *ret)
{
    char known[WL_CONFIG_KEY_MAX];

    for (size_t slot = 0; slot < wl_config_slot_count (); slot++)
        if (wl_config_slot_key (slot, known) && strcmp (known, key) == 0) {
            *ret = slot;
            return true;
        }
    return false;
}

/* ---- the nearest ---- */

static size_t
least (size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* How many letters must be put in, left out or changed. Both shorter than 2 * WL_CONFIG_KEY_MAX. */
static size_t
distance (const char *a, const char *b)
{
    size_t row[2 * WL_CONFIG_KEY_MAX];
    size_t width = strlen (b);

    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            size_t above = row[j + 1];
            row[j + 1] = least (diagonal + (a[i] != b[j]), above + 1, row[j] + 1);
            diagonal = above;
        }
    }
    return row[width];
}

typedef struct nearest {
    const char *wanted;
    size_t distance;
    char key[2 * WL_CONFIG_KEY_MAX];
} nearest_t;

static void
consider (nearest_t *best, const char *section, const char *key)
{
    char candidate[sizeof best->key];

    snprintf (candidate, sizeof candidate, "%s%s%s", section, *section == '\0' ? "" : ".", key);
    size_t away = distance (best->wanted, candidate);
    if (away >= best->distance)
        return;
    best->distance = away;
    memcpy (best->key, candidate, sizeof candidate);
}

const char *
wl_config_nearest (const char *key, wl_arena_t *arena)
{
    char known[WL_CONFIG_KEY_MAX];
    /* More than a third wrong is a guess that would only confuse. */
    nearest_t best = { .wanted = key, .distance = strlen (key) / 3 + 1 };

    if (strlen (key) >= sizeof best.key)
        return NULL;
    for (size_t slot = 0; slot < wl_config_slot_count (); slot++) {
        if (!wl_config_slot_key (slot, known))
            continue;
        consider (&best, "", known);
        for (size_t i = 0; i < SERVICES; i++)
            consider (&best, services[i], known);
    }
    return best.key[0] == '\0' ? NULL : wl_text_copy (arena, best.key);
}

/* ---- values ---- */

/* The words of a kind; the sentence that names them is made of the same list. */
static const char *const words[][9] = {
    [WL_CONFIG_SWITCH] = { "true", "false", "yes", "no", "on", "off", "1", "0" },
    [WL_CONFIG_LOG_FORMAT] = { "logfmt", "json" },
    [WL_CONFIG_LOG_LEVEL] = { "debug", "info", "warn", "error" },
};

static const char *const expectations[] = {
    [WL_CONFIG_NUMBER] = "a whole number",
    [WL_CONFIG_SWITCH] = "true or false",
    [WL_CONFIG_LOG_FORMAT] = "logfmt or json",
    [WL_CONFIG_LOG_LEVEL] = "debug, info, warn or error",
};

const char *
wl_config_expected (wl_config_kind_t kind, const char *text)
{
    long number;
    bool fits =
        kind == WL_CONFIG_TEXT || (kind == WL_CONFIG_NUMBER && wl_config_number (text, &number));

    for (size_t i = 0; !fits && words[kind][i] != NULL; i++)
        fits = strcmp (words[kind][i], text) == 0;
    return fits ? NULL : expectations[kind];
}

bool
wl_config_number (const char *text, long *ret)
{
    const char *digits = text + (*text == '-');
    char *end;

    if (!isdigit ((unsigned char) *digits))
        return false;
    errno = 0;
    long number = strtol (text, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *ret = number;
    return true;
}

/* ---- help ---- */

void
wl_config_print_help (FILE *out)
{
    for (const wl_config_known_t *row = wl_config_known; row->key != NULL; row++) {
        fprintf (out, "  %-26s  ", row->key);
        if (row->service != NULL)
            fprintf (out, "%s: ", row->service);
        fputs (row->about, out);
        if (row->standard != NULL)
            fprintf (out, " [%s]", row->standard);
        fputc ('\n', out);
    }
    fputs ("\n<name> is intake, evaluation, dissemination, notification or gateway; at a partner's "
           "site\n"
           "also centre, which is the evaluation of the centre. database.url is\n"
           "WLACZNIK_DATABASE_URL in the environment, or `url` under [database] in the file;\n"
           "WLACZNIK_INTAKE_DATABASE_URL, or `database.url` under [intake], is for intake alone.\n"
           "The environment wins over the file, a service's own over the common one. The value\n"
           "file:/path is read from that file. WLACZNIK_CONFIG or --config names the file.\n",
           out);
}
