#include "address.h"

#include <sodium.h>

enum { ADDRESS_MAX = 320 }; /* RFC 5321: 64 + 1 + 255 */

void
address_hash (const char *address, const uint8_t key[ADDRESS_KEY], uint8_t ret[ADDRESS_HASH])
{
    unsigned char folded[ADDRESS_MAX];
    size_t length = 0;

    for (; length < sizeof folded && address[length] != '\0'; length++) {
        unsigned char c = (unsigned char) address[length];
        folded[length] = c >= 'A' && c <= 'Z' ? (unsigned char) (c + ('a' - 'A')) : c;
    }
    crypto_generichash (ret, ADDRESS_HASH, folded, length, key, ADDRESS_KEY);
}
