/* PESEL numbers at rest: sealed with a key that is not in the database, so that a copy of it tells
 * none (domain.md 5.1: asked for in the agreement only). libsodium's secretbox. Pure but for random
 * bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PESEL_DIGITS = 11,
    PESEL_SEAL_KEY = 32,
    PESEL_SEALED = 24 + 16 + PESEL_DIGITS, /* nonce, tag and digits */
    PESEL_SHOWN_DIGITS = 4,
};

void pesel_seal (const uint8_t key[PESEL_SEAL_KEY], const char pesel[PESEL_DIGITS],
                 uint8_t ret[PESEL_SEALED]);
/* False when it was sealed with another key, or changed. */
bool pesel_open (const uint8_t key[PESEL_SEAL_KEY], const uint8_t *sealed, size_t length,
                 char ret[PESEL_DIGITS + 1]);
/* What is shown of it: its last digits, each other one as '*'. */
void pesel_mask (const char *last_digits, char ret[PESEL_DIGITS + 1]);
