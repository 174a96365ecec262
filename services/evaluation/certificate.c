#include "certificate.h"

#include <sodium.h>
#include <string.h>

#include "message/message.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

_Static_assert(CERTIFICATE_SEED == crypto_sign_SEEDBYTES &&
                   CERTIFICATE_PUBLIC == crypto_sign_PUBLICKEYBYTES &&
                   CERTIFICATE_SECRET == crypto_sign_SECRETKEYBYTES &&
                   CERTIFICATE_SIGNATURE == crypto_sign_BYTES,
               "libsodium signs otherwise");

void
certificate_key_from_seed (const uint8_t seed[CERTIFICATE_SEED], certificate_key_t *ret)
{
    crypto_sign_seed_keypair (ret->public_key, ret->secret_key, seed);
    ret->ready = true;
}

/* ---- codes ---- */

void
certificate_code_new (char ret[CERTIFICATE_CODE])
{
    uint8_t random[CERTIFICATE_CODE - 1];

    randombytes_buf (random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++)
        ret[i] = alphabet[random[i] % 32];
    ret[sizeof random] = '\0';
}

static char
plain_character (char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char) (c - 'a' + 'A');
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

bool
certificate_code_read (const char *typed, char ret[CERTIFICATE_CODE])
{
    size_t length = 0;

    for (; *typed != '\0'; typed++) {
        char c = plain_character (*typed);
        if (c == '-' || c == ' ')
            continue;
        if (strchr (alphabet, c) == NULL || length == CERTIFICATE_CODE - 1)
            return false;
        ret[length++] = c;
    }
    ret[length] = '\0';
    return length == CERTIFICATE_CODE - 1;
}

char *
certificate_code_show (wl_arena_t *arena, const char code[CERTIFICATE_CODE])
{
    return wl_text_printf (arena, "%.5s-%.5s-%.5s-%.5s", code, code + 5, code + 10, code + 15);
}

/* ---- the text and its signature ---- */

static char *
one_line (wl_arena_t *arena, const char *text)
{
    char *ret = wl_text_copy (arena, text);

    for (char *c = ret; *c != '\0'; c++)
        if ((unsigned char) *c < ' ' || *c == 0x7f)
            *c = ' ';
    return ret;
}

char *
certificate_statement (wl_arena_t *arena, const Evaluation__Certificate *certificate,
                       const char *issuer)
{
    char issued_at[WL_TIME_TEXT];
    const char *title = certificate->call_title == NULL ? "" : certificate->call_title->pl;

    wl_time_format (wl_timestamp_time (certificate->issued_at), issued_at);
    return wl_text_printf (arena,
                           "wlacznik certificate of assessment 1\n"
                           "code: %s\n"
                           "name: %s\n"
                           "call: %s\n"
                           "title: %s\n"
                           "cards: %u\n"
                           "first: %s\n"
                           "last: %s\n"
                           "issued: %s\n"
                           "issuer: %s\n",
                           certificate->code, one_line (arena, certificate->name),
                           one_line (arena, certificate->call_code), one_line (arena, title),
                           certificate->cards, certificate->first_on, certificate->last_on,
                           issued_at, issuer);
}

void
certificate_sign (const certificate_key_t *key, const char *statement,
                  uint8_t ret[CERTIFICATE_SIGNATURE])
{
    crypto_sign_detached (ret, NULL, (const uint8_t *) statement, strlen (statement),
                          key->secret_key);
}

/* All but the issuer, whose address may have changed since. */
static bool
says_the_same (wl_arena_t *arena, const Evaluation__Certificate *certificate)
{
    const char *expected = certificate_statement (arena, certificate, "");

    return strncmp (certificate->statement, expected, strlen (expected) - 1) == 0;
}

bool
certificate_verify (wl_arena_t *arena, const Evaluation__Certificate *certificate,
                    const uint8_t public_key[CERTIFICATE_PUBLIC],
                    const uint8_t signature[CERTIFICATE_SIGNATURE])
{
    const char *statement = certificate->statement;

    return crypto_sign_verify_detached (signature, (const uint8_t *) statement, strlen (statement),
                                        public_key) == 0 &&
           says_the_same (arena, certificate);
}

/* ---- the page ---- */

static const char style[] =
    "@page{margin:2.5cm}"
    "body{font:13pt/1.6 'Noto Sans','Liberation Sans',Arial,sans-serif;color:#000;background:#fff;"
    "max-width:44em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.8em;line-height:1.25}.name{font-size:1.4em;font-weight:bold;margin:1.5em 0}"
    ".code{font:bold 1.2em monospace}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #555;padding:.75em;"
    "font-size:.75em}"
    "section{margin-top:3em;border-top:2px solid;font-size:.85em}";

static void
write_sentence (const Evaluation__Certificate *certificate, bool english, wl_buffer_t *out)
{
    const char *title = certificate->call_title == NULL ? "" : certificate->call_title->pl;

    wl_buffer_text (out, english ? "<p>assessed applications in the call <strong lang=\"pl\">"
                                 : "<p>oceniał(a) wnioski w naborze <strong>");
    wl_buffer_html (out, title);
    wl_buffer_text (out, "</strong> (");
    wl_buffer_html (out, certificate->call_code);
    wl_buffer_printf (out,
                      english ? "). Assessment cards completed and locked: <strong>%u</strong>, "
                                "from %s to %s.</p>"
                              : "). Wypełnione i zatwierdzone karty oceny: <strong>%u</strong>, od "
                                "%s do %s.</p>",
                      certificate->cards, certificate->first_on, certificate->last_on);
}

static void
write_proof (const Evaluation__Certificate *certificate, const char *check_url, bool english,
             wl_buffer_t *out)
{
    wl_buffer_printf (out, "<section><h2>%s</h2><p>%s <a href=\"",
                      english ? "How to check it" : "Jak to sprawdzić",
                      english ? "Enter the code at" : "Wpisz kod na stronie");
    wl_buffer_html (out, check_url);
    wl_buffer_text (out, "\">");
    wl_buffer_html (out, check_url);
    wl_buffer_text (out, "</a>: <span class=\"code\">");
    wl_buffer_html (out, certificate->code);
    wl_buffer_printf (out, "</span></p><p>%s</p><pre>",
                      english ? "Without us: this text, to its last line end, is signed with "
                                "Ed25519 (RFC 8032)."
                              : "Bez nas: ten tekst, z ostatnim końcem wiersza, jest podpisany "
                                "algorytmem Ed25519 (RFC 8032).");
    wl_buffer_html (out, certificate->statement);
    wl_buffer_printf (out, "</pre><p>%s</p><pre>", english ? "Signature" : "Podpis");
    wl_buffer_html (out, certificate->signature);
    wl_buffer_printf (out, "</pre><p>%s</p><pre>", english ? "Public key" : "Klucz publiczny");
    wl_buffer_html (out, certificate->public_key);
    wl_buffer_text (out, "</pre></section>");
}

void
certificate_page_write (const Evaluation__Certificate *certificate, const char *check_url,
                        bool english, wl_buffer_t *out)
{
    const char *title =
        english ? "Certificate of assessment" : "Zaświadczenie o ocenianiu wniosków";
    char issued[64];

    wl_time_format_people (wl_timestamp_time (certificate->issued_at), english ? "en" : "pl",
                           issued);
    wl_buffer_printf (out,
                      "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\">"
                      "<meta name=\"robots\" content=\"noindex\"><title>%s</title>"
                      "<style>%s</style></head><body><main><h1>%s</h1><p class=\"name\">",
                      english ? "en" : "pl", title, style, title);
    wl_buffer_html (out, certificate->name);
    wl_buffer_text (out, "</p>");
    write_sentence (certificate, english, out);
    wl_buffer_printf (out, "<p>%s %s</p>", english ? "Issued:" : "Wystawiono:", issued);
    write_proof (certificate, check_url, english, out);
    wl_buffer_text (out, "</main></body></html>");
}
