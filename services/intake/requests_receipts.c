/* Receipts, for whoever holds one. */
#include <stdlib.h>
#include <string.h>

#include "intake.handlers.h"
#include "store_submissions.h"

enum { SERIAL_DIGITS_MAX = 9 };

/* "WIS-1/0042" into code and serial; false for what is no number of ours. Codes may have a slash.
 */
static bool
split_number (wl_arena_t *arena, const char *number, char **ret_code, int64_t *ret_serial)
{
    const char *slash = strrchr (number, '/');
    size_t digits = slash == NULL ? 0 : strspn (slash + 1, "0123456789");

    if (digits == 0 || digits > SERIAL_DIGITS_MAX || slash[1 + digits] != '\0')
        return false;
    *ret_code = wl_text_copy_length (arena, number, (size_t) (slash - number));
    *ret_serial = strtoll (slash + 1, NULL, 10);
    return true;
}

wl_status
intake_verify_receipt (wl_request_t *req, const Intake__VerifyReceiptRequest *in,
                       Intake__VerifyReceiptResponse *out)
{
    uint8_t digest[32];
    int64_t serial;
    char *code;

    /* What cannot be a receipt is none. */
    if (!wl_hex_parse (in->digest, digest, sizeof digest) ||
        !split_number (wl_arena (req), in->number, &code, &serial))
        return WL_OK;
    return store_receipt (req, code, serial, digest, out);
}
