/* Certificates of work: issuing, withdrawing, checking by a code. */
#include "base/clock.h"
#include "evaluation.handlers.h"
#include "gateway.contract.h"
#include "site.h"
#include "store_certificates.h"

/* ---- issuing ---- */

/* The name is the account's: whoever prints a certificate cannot choose it. */
static wl_status
find_name (wl_request_t *req, char **ret)
{
    Gateway__GetContactsRequest ask = GATEWAY__GET_CONTACTS_REQUEST__INIT;
    Gateway__GetContactsResponse *contacts;
    char *users[] = { wl_text_copy (wl_arena (req), wl_user (req)) };

    ask.user_ids = users;
    ask.n_user_ids = 1;
    WL_TRY (gateway_call_get_contacts (req, &ask, &contacts));
    if (contacts->n_contacts != 1)
        return WL_NOT_FOUND;
    *ret = contacts->contacts[0]->name;
    return WL_OK;
}

static char *
day_of (wl_request_t *req, wl_time_t time)
{
    return wl_date_text (wl_arena (req), wl_warsaw_date (time));
}

static wl_status
check_may_issue (wl_request_t *req, const store_work_t *work)
{
    if (!site_state (req)->certificate_key.ready)
        return wl_fail (req, WL_FAILED_PRECONDITION, "certificates-not-configured",
                        "Zaświadczenia nie są tu włączone. Napisz do zespołu programu.",
                        "Certificates are not switched on here. Write to the programme's team.");
    if (work->cards > 0)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-work",
                    "W tym naborze nie masz jeszcze zatwierdzonej karty oceny.",
                    "You have locked no card in this call yet.");
}

wl_status
evaluation_issue_my_certificate (wl_request_t *req, const Evaluation__IssueMyCertificateRequest *in,
                                 Evaluation__Certificate *out)
{
    const site_t *site = site_state (req);
    uint8_t signature[CERTIFICATE_SIGNATURE];
    char code[CERTIFICATE_CODE];
    store_certificate_t kept;
    store_work_t work;

    WL_TRY (store_my_work (req, in->call_id, &work));
    WL_TRY (check_may_issue (req, &work));
    WL_TRY (find_name (req, &out->name));
    WL_TRY (store_call_names (req, in->call_id, &out->call_code, &out->call_title));
    certificate_code_new (code);
    out->code = certificate_code_show (wl_arena (req), code);
    out->call_id = in->call_id;
    out->cards = work.cards;
    out->first_on = day_of (req, work.first_at);
    out->last_on = day_of (req, work.last_at);
    out->issued_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->statement = certificate_statement (wl_arena (req), out, site->url);
    certificate_sign (&site->certificate_key, out->statement, signature);
    store_certificate_put (req, code, out, signature, site->certificate_key.public_key);
    WL_TRY (store_certificate (req, code, &kept));
    *out = *kept.certificate;
    return WL_OK;
}

wl_status
evaluation_list_my_certificates (wl_request_t *req, const Evaluation__ListMyCertificatesRequest *in,
                                 Evaluation__ListMyCertificatesResponse *out)
{
    store_certificate_t *certificates;
    size_t count;

    (void) in;
    WL_TRY (store_my_certificates (req, &count, &certificates));
    out->certificates = wl_arena_array (wl_arena (req), count, sizeof *out->certificates);
    for (size_t i = 0; i < count; i++)
        out->certificates[out->n_certificates++] = certificates[i].certificate;
    return store_certifiable_calls (req, &out->n_calls, &out->calls);
}

wl_status
evaluation_delete_my_certificate (wl_request_t *req,
                                  const Evaluation__DeleteMyCertificateRequest *in,
                                  Wlacznik__Empty *out)
{
    char code[CERTIFICATE_CODE];

    (void) out;
    /* Looked for as well, so that what is no code takes as long as what is not theirs. */
    if (!certificate_code_read (in->code, code))
        code[0] = '\0';
    return store_certificate_delete (req, code);
}

/* ---- checking ---- */

static wl_status
find_valid (wl_request_t *req, const char *typed, Evaluation__Certificate **ret)
{
    char code[CERTIFICATE_CODE];
    store_certificate_t found = { 0 };
    wl_status status = WL_NOT_FOUND;

    if (certificate_code_read (typed, code))
        status = store_certificate (req, code, &found);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "no-such-certificate",
                        "Nie ma zaświadczenia o takim kodzie: kod jest błędny albo zaświadczenie "
                        "wycofano.",
                        "There is no certificate with this code: the code is wrong, or it was "
                        "withdrawn.");
    WL_TRY (status);
    if (!certificate_verify (wl_arena (req), found.certificate, found.public_key.data,
                             found.signature.data))
        return wl_fail (req, WL_DATA_LOSS, "signature-wrong",
                        "Podpis tego zaświadczenia się nie zgadza. Nie ufaj mu.",
                        "The signature of this certificate is wrong. Do not trust it.");
    *ret = found.certificate;
    return WL_OK;
}

wl_status
evaluation_get_certificate (wl_request_t *req, const Evaluation__GetCertificateRequest *in,
                            Evaluation__Certificate *out)
{
    Evaluation__Certificate *found = NULL;

    WL_TRY (find_valid (req, in->code, &found));
    *out = *found;
    return WL_OK;
}

wl_status
evaluation_get_certificate_page (wl_request_t *req, const Evaluation__GetCertificateRequest *in,
                                 Wlacznik__Document *out)
{
    const char *language = wl_text_empty (in->language) ? wl_locale (req) : in->language;
    Evaluation__Certificate *found = NULL;
    wl_buffer_t page;

    WL_TRY (find_valid (req, in->code, &found));
    wl_buffer_init (&page, wl_arena (req));
    certificate_page_write (
        found, wl_text_printf (wl_arena (req), "%s/certificates", site_state (req)->url),
        wl_text_equal (language, "en"), &page);
    out->content = wl_message_bytes (&page);
    return WL_OK;
}
