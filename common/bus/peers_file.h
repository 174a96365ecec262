/* The text of the peers file. Internal to common/bus. */
#pragma once

#include "bus/files.h"
#include "bus/keys.h"

enum { WL_PEERS_MAX = 4096, WL_PEERS_FILE_MAX = 2 * 1024 * 1024 };

/* Reads the list; free `*ret`. A line is a comment when it is empty or starts with '#', which no
 * key does: in Z85 five characters that start so would be more than 32 bits. */
wl_fault_t wl_peers_parse (const char *text, wl_peer_t **ret, size_t *ret_count);
