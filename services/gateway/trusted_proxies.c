#include "trusted_proxies.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { TEXT_MOST = INET6_ADDRSTRLEN + sizeof "/128" };

/* An address into 16 bytes; *ret_before is how many bits stand before it in them. */
static bool
read_address (const char *text, uint8_t ret[16], unsigned *ret_before)
{
    static const uint8_t four_in_six[12] = { [10] = 0xff, [11] = 0xff };

    *ret_before = 0;
    if (inet_pton (AF_INET6, text, ret) == 1)
        return true;
    memcpy (ret, four_in_six, sizeof four_in_six);
    *ret_before = 96;
    return inet_pton (AF_INET, text, ret + sizeof four_in_six) == 1;
}

static bool
read_network (char *text, trusted_network_t *ret)
{
    char *slash = strchr (text, '/'), *end;
    unsigned before;
    unsigned long bits;

    if (slash != NULL)
        *slash = '\0';
    if (!read_address (text, ret->address, &before))
        return false;
    ret->bits = 128;
    if (slash == NULL)
        return true;
    if (slash[1] < '0' || slash[1] > '9')
        return false;
    bits = strtoul (slash + 1, &end, 10);
    if (*end != '\0' || bits > 128 - before)
        return false;
    ret->bits = before + (unsigned) bits;
    return true;
}

wl_status
trusted_proxies_read (const char *text, trusted_proxies_t *ret, wl_error_t *error)
{
    char one[TEXT_MOST];
    size_t length;

    ret->count = 0;
    for (text += strspn (text, ", "); *text != '\0'; text += strspn (text, ", ")) {
        length = strcspn (text, ", ");
        if (ret->count == TRUSTED_PROXIES)
            return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-invalid",
                                 "http.trusted_proxies names more than %d; name networks",
                                 TRUSTED_PROXIES);
        if (length < sizeof one) {
            memcpy (one, text, length);
            one[length] = '\0';
        }
        if (length >= sizeof one || !read_network (one, &ret->networks[ret->count]))
            return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-invalid",
                                 "http.trusted_proxies: \"%.*s\" is no address and no network"
                                 " (10.0.0.0/8)",
                                 (int) (length < 60 ? length : 60), text);
        ret->count++;
        text += length;
    }
    return WL_OK;
}

static bool
is_within (const trusted_network_t *network, const uint8_t address[16])
{
    size_t whole = network->bits / 8;
    unsigned rest = network->bits % 8;

    if (memcmp (network->address, address, whole) != 0)
        return false;
    return rest == 0 || (network->address[whole] ^ address[whole]) >> (8 - rest) == 0;
}

bool
trusted_proxies_has (const trusted_proxies_t *self, const char *peer)
{
    uint8_t address[16];
    unsigned before;

    if (!read_address (peer, address, &before))
        return false;
    for (size_t i = 0; i < self->count; i++)
        if (is_within (&self->networks[i], address))
            return true;
    return false;
}
