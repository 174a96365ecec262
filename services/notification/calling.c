#include "calling.h"

#include <curl/curl.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include "header_list.h"
#include "public_address.h"
#include "state.h"
#include "store_webhooks.h"

enum { BATCH = 16, TIMEOUT_S = 10, CONNECT_TIMEOUT_S = 5, ANSWER_MAX = 64 << 10, GONE = 410 };

static const wl_time_t LEASE = WL_MINUTE, IDLE_PAUSE = 250 * WL_MILLISECOND, GIVE_UP = 3 * WL_DAY;

typedef struct call {
    const store_webhook_way_t *way;
    CURL *curl;
    struct curl_slist *headers;
    size_t read; /* bytes of the answer's body, thrown away */
    CURLcode code;
    bool refused; /* the address is not public */
    bool private_allowed;
} call_t;

/* Asked with the very address that is about to be connected to, so a name that resolves to one
 * thing when it is checked and to another when it is used gains nothing. */
static curl_socket_t
open_socket (void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    call_t *call = context;

    (void) purpose;
    if (!call->private_allowed && !public_address (&address->addr)) {
        call->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t
throw_away (char *data, size_t size, size_t count, void *context)
{
    call_t *call = context;

    (void) data;
    call->read += size * count;
    return call->read > ANSWER_MAX ? 0 : size * count;
}

static void
sign (call_t *call, wl_arena_t *arena, const char *body)
{
    const store_webhook_way_t *way = call->way;
    wl_time_t now = wl_clock_now (&wl_clock_system);

    call->headers = header_list_add (NULL, arena, "Content-Type", "application/json");
    call->headers = header_list_add (call->headers, arena, "webhook-id", way->id);
    call->headers = header_list_add (call->headers, arena, "webhook-timestamp",
                                     wl_text_printf (arena, "%lld", (long long) (now / WL_SECOND)));
    call->headers = header_list_add (
        call->headers, arena, "webhook-signature",
        webhook_signature (arena, way->secrets, way->secret_count, way->id, now, body));
    call->headers = header_list_add (call->headers, arena, "User-Agent", "wlacznik");
}

static bool
start (call_t *call, CURLM *multi, wl_arena_t *arena)
{
    const char *body = webhook_body (arena, &call->way->facts);
    CURL *curl = curl_easy_init ();

    if (curl == NULL)
        return false;
    call->curl = curl;
    call->code = CURLE_OPERATION_TIMEDOUT;
    sign (call, arena, body);
    curl_easy_setopt (curl, CURLOPT_URL, call->way->url);
    curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, call->private_allowed ? "http,https" : "https");
    curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L); /* a redirect is an answer like others */
    curl_easy_setopt (curl, CURLOPT_PROXY, "");          /* a proxy would connect for us */
    curl_easy_setopt (curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt (curl, CURLOPT_OPENSOCKETDATA, call);
    curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, throw_away);
    curl_easy_setopt (curl, CURLOPT_WRITEDATA, call);
    curl_easy_setopt (curl, CURLOPT_HTTPHEADER, call->headers);
    curl_easy_setopt (curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, (long) CONNECT_TIMEOUT_S);
    curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long) TIMEOUT_S);
    curl_easy_setopt (curl, CURLOPT_PRIVATE, call);
    return curl_multi_add_handle (multi, curl) == CURLM_OK;
}

static void
run_all (CURLM *multi)
{
    int running = 0, left;
    CURLMsg *message;

    do {
        curl_multi_perform (multi, &running);
        while ((message = curl_multi_info_read (multi, &left)) != NULL) {
            call_t *call;
            if (message->msg != CURLMSG_DONE)
                continue;
            CURLcode code = message->data.result;
            curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &call);
            call->code = code;
        }
        if (running > 0)
            curl_multi_poll (multi, NULL, 0, 200, NULL);
    } while (running > 0);
}

static void
record (wl_request_t *req, const call_t *call)
{
    const store_webhook_way_t *way = call->way;
    wl_time_t now = wl_clock_now (&wl_clock_system);
    wl_time_t first = way->first_try_at == 0 ? now : way->first_try_at;
    const char *answer;
    long status = 0;

    if (call->curl != NULL)
        curl_easy_getinfo (call->curl, CURLINFO_RESPONSE_CODE, &status);
    answer = call->refused ? "the address is not on the public internet"
             : status == 0 ? curl_easy_strerror (call->code)
                           : wl_text_printf (wl_arena (req), "HTTP %ld", status);
    if (status >= 200 && status < 300)
        store_record_webhook_try (req, way->id, NOTIFICATION__DISPATCH_STATE__DELIVERED, 0, answer);
    else if (status == GONE || now - first > GIVE_UP)
        store_record_webhook_try (req, way->id, NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE, 0,
                                  answer);
    else
        store_record_webhook_try (req, way->id, NOTIFICATION__DISPATCH_STATE__PENDING,
                                  now + webhook_pause (way->attempts + 1, randombytes_random ()),
                                  answer);
    if (status == GONE)
        store_disable_webhook (req, way->webhook_id);
}

static wl_status
call_all (wl_request_t *req, const store_webhook_way_t *ways, size_t count)
{
    notification_t *state = wl_state (req);
    call_t *calls = wl_arena_array (wl_arena (req), count, sizeof *calls);
    CURLM *multi = curl_multi_init ();
    wl_status status;

    if (multi == NULL)
        return WL_RESOURCE_EXHAUSTED;
    for (size_t i = 0; i < count; i++) {
        calls[i].way = &ways[i];
        calls[i].private_allowed = state->webhooks_private;
        (void) start (&calls[i], multi, wl_arena (req));
    }
    run_all (multi);
    wl_db_begin (wl_db (req));
    for (size_t i = 0; i < count; i++)
        record (req, &calls[i]);
    status = wl_db_commit (wl_db (req));
    for (size_t i = 0; i < count; i++) {
        if (calls[i].curl != NULL)
            curl_multi_remove_handle (multi, calls[i].curl);
        curl_easy_cleanup (calls[i].curl);
        curl_slist_free_all (calls[i].headers);
    }
    curl_multi_cleanup (multi);
    return status;
}

wl_status
calling_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    store_webhook_way_t *ways;
    size_t count;

    (void) thread;
    *ret_pause = IDLE_PAUSE;
    if (wl_job_ends (req))
        return WL_OK;
    wl_db_begin (wl_db (req));
    WL_TRY (store_claim_webhook_ways (req, wl_now (req) + LEASE, BATCH, &ways, &count));
    WL_TRY (wl_db_commit (wl_db (req)));
    if (count == 0)
        return WL_OK;
    *ret_pause = 0;
    return call_all (req, ways, count);
}
