/* Names as protoc-c 1.4.1 writes them, so that what we generate fits what it generates. */
#pragma once

#include "base/text.h"

/* "LockCard" -> "lock_card". */
char *name_snake (wl_arena_t *arena, const char *camel);
/* "intake.LockCardRequest" -> "Intake__LockCardRequest". */
char *name_c_type (wl_arena_t *arena, const char *full_name);
/* "intake.LockCardRequest" -> "intake__lock_card_request". */
char *name_c_symbol (wl_arena_t *arena, const char *full_name);
/* "wlacznik/intake.proto" -> "wlacznik/intake.pb-c.h". */
char *name_c_header (wl_arena_t *arena, const char *proto);
