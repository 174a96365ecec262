/* What the unit tests share: cmocka with the headers it forgets, and random numbers that a failed
 * run can repeat: `WLACZNIK_SEED=<printed number> ctest ...`. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Members of an array whose size is known here. */
#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* The seed of a property test; prints it. */
static inline uint64_t
check_seed (const char *property)
{
    const char *fixed = getenv ("WLACZNIK_SEED");
    uint64_t seed = fixed != NULL ? strtoull (fixed, NULL, 10) : (uint64_t) time (NULL);

    print_message ("%s: WLACZNIK_SEED=%llu\n", property, (unsigned long long) seed);
    return seed;
}

/* splitmix64: any seed is a good one, 0 too. */
static inline uint64_t
check_random (uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
