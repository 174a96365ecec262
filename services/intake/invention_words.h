/* Words that invented applications are made of. Each is short, so that no three words in a row come
 * from one of them and two inventions are no more alike than two applications of the same call. */
#pragma once

#include <stdint.h>

#include "base/text.h"

/* Chance that depends on nothing but what it was begun with (splitmix64). */
typedef struct chance {
    uint64_t state;
} chance_t;

/* The chance of a field of an application. */
chance_t chance_of (uint64_t seed, uint32_t position, const char *field);
/* 0 .. below - 1; 0 when `below` is 0. */
uint64_t chance_below (chance_t *self, uint64_t below);
/* Between the two, both possible; `low` when there is nothing between. */
int64_t chance_between (chance_t *self, int64_t low, int64_t high);

/* A name of an innovation: "Ławka rozmów". */
char *invention_title (wl_arena_t *arena, chance_t *chance);
/* Sentences of at least `least` and at most `most` characters, in one line; shorter when one
 * sentence would pass `most`. */
char *invention_prose (wl_arena_t *arena, chance_t *chance, size_t least, size_t most);
/* Cut to `most` characters. */
char *invention_cut (wl_arena_t *arena, const char *text, size_t most);
