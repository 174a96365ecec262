#include "openapi.h"

#include <string.h>

/* The assembler embeds the file as it is; WLACZNIK_OPENAPI is its path, from CMakeLists.txt. */
__asm__(".section .rodata\n"
        ".global openapi_json\n"
        ".type openapi_json, @object\n"
        "openapi_json:\n"
        ".incbin \"" WLACZNIK_OPENAPI "\"\n"
        ".byte 0\n"
        ".size openapi_json, . - openapi_json\n"
        ".previous\n");

size_t
openapi_json_length (void)
{
    return strlen (openapi_json);
}
