/* How the rules on definitions name a place: what the reader wrote, and what is wrong there. */
#pragma once

#include "base/problems.h"

/* A problem at what the format says; only made when there is one. */
#define problem_at(problems, code, pl, en, ...)                                                 \
    wl_problem_add ((problems), wl_text_printf ((problems)->error->arena, __VA_ARGS__), (code), \
                    (pl), (en))

static const char duplicate_pl[] = "Ten klucz jest już użyty. Nadaj inny.";
static const char duplicate_en[] = "This key is already used. Give another one.";
