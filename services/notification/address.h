/* What is kept of an address: a keyed hash. It proves where a letter went to whoever names the
 * address, and tells it to nobody. Pure.
 */
#pragma once

#include <stdint.h>

enum { ADDRESS_HASH = 32, ADDRESS_KEY = 32 };

/* The name of the key in the table `secret`. */
#define ADDRESS_KEY_NAME "address-hash"

/* ASCII letters are folded, because mail servers do so in practice. */
void address_hash (const char *address, const uint8_t key[ADDRESS_KEY], uint8_t ret[ADDRESS_HASH]);
