/* Letters as people search for them: in lower case, Polish ones without their tails. Pure. */
#pragma once

#include <stdint.h>

/* One code point of valid UTF-8, and `text` moves behind it; a broken byte stands for itself. */
uint32_t folding_next (const unsigned char **text);

/* The letter that a code point counts as; 0 for what is no letter. Others of Unicode stand for
 * themselves, so that Ukrainian or German words are words too. */
uint32_t folding_letter (uint32_t point);
