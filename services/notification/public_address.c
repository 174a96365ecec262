#include "public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct network {
    uint32_t address;
    int bits;
} network_t;

#define V4(a, b, c, d) \
    ((uint32_t) (a) << 24 | (uint32_t) (b) << 16 | (uint32_t) (c) << 8 | (uint32_t) (d))

/* IANA's registry of special-purpose addresses (RFC 6890 and later). */
static const network_t NOT_PUBLIC[] = {
    { V4 (0, 0, 0, 0), 8 },      { V4 (10, 0, 0, 0), 8 },     { V4 (100, 64, 0, 0), 10 },
    { V4 (127, 0, 0, 0), 8 },    { V4 (169, 254, 0, 0), 16 }, { V4 (172, 16, 0, 0), 12 },
    { V4 (192, 0, 0, 0), 24 },   { V4 (192, 0, 2, 0), 24 },   { V4 (192, 88, 99, 0), 24 },
    { V4 (192, 168, 0, 0), 16 }, { V4 (198, 18, 0, 0), 15 },  { V4 (198, 51, 100, 0), 24 },
    { V4 (203, 0, 113, 0), 24 }, { V4 (224, 0, 0, 0), 4 },    { V4 (240, 0, 0, 0), 4 },
};

static bool
public_v4 (uint32_t address)
{
    for (size_t i = 0; i < sizeof NOT_PUBLIC / sizeof NOT_PUBLIC[0]; i++)
        if ((address ^ NOT_PUBLIC[i].address) >> (32 - NOT_PUBLIC[i].bits) == 0)
            return false;
    return true;
}

static uint32_t
read_v4 (const uint8_t *bytes)
{
    return V4 (bytes[0], bytes[1], bytes[2], bytes[3]);
}

/* Only global unicast, 2000::/3, is public; of it not Teredo and its neighbours (2001::/23),
 * documentation (2001:db8::/32, 3fff::/20); 6to4 (2002::/16) is as public as the IPv4 address in
 * it. */
static bool
public_v6 (const uint8_t *bytes)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    static const uint8_t nat64[12] = { 0, 0x64, 0xff, 0x9b };

    if (memcmp (bytes, mapped, sizeof mapped) == 0 || memcmp (bytes, nat64, sizeof nat64) == 0)
        return public_v4 (read_v4 (bytes + 12));
    if ((bytes[0] & 0xe0) != 0x20)
        return false;
    if (bytes[0] == 0x20 && bytes[1] == 0x01)
        return !(bytes[2] < 2 || (bytes[2] == 0x0d && bytes[3] == 0xb8));
    if (bytes[0] == 0x20 && bytes[1] == 0x02)
        return public_v4 (read_v4 (bytes + 2));
    return !(bytes[0] == 0x3f && bytes[1] == 0xff && bytes[2] < 0x10);
}

bool
public_address (const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return public_v4 (
            ntohl (((const struct sockaddr_in *) (const void *) address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return public_v6 (
            ((const struct sockaddr_in6 *) (const void *) address)->sin6_addr.s6_addr);
    return false;
}
