/* Which addresses a stranger's URL may lead us to (server-side request forgery). Pure. */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

/* False for what is not the public internet: this machine, private and carrier networks, link-local
 * (clouds keep their keys there), multicast, documentation, and IPv6 forms that carry such an IPv4
 * address. */
bool public_address (const struct sockaddr *address);
