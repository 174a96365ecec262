/* wl-contract: makes of the contract in proto/ what every program needs of it.
 *
 *     wl-contract <descriptor set> <output folder> <version>
 *
 * Refuses a contract that breaks our rules, with a line for each fault, and then writes nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "output.h"
#include "read.h"
#include "write_openapi.h"
#include "write_service.h"
#include "write_tables.h"

enum { MEMORY = 512 * 1024 * 1024 }; /* a bound on a mistake, not a need */

static bool
read_file (const char *path, wl_buffer_t *ret)
{
    char chunk[65536];
    FILE *file = fopen (path, "rb");
    size_t length;
    bool failed;

    if (file == NULL) {
        fprintf (stderr, "wl-contract: %s: %s\n", path, strerror (errno));
        return false;
    }
    while ((length = fread (chunk, 1, sizeof chunk, file)) > 0)
        wl_buffer_add (ret, chunk, length);
    failed = ferror (file) != 0;
    if (failed)
        fprintf (stderr, "wl-contract: %s cannot be read\n", path);
    fclose (file);
    return !failed;
}

typedef void write_service_t (wl_arena_t *arena, const model_service_t *service, wl_buffer_t *out);

static bool
write_for_service (wl_arena_t *arena, const model_service_t *service, const char *folder)
{
    static const struct {
        const char *suffix;
        write_service_t *write;
    } kinds[] = {
        { "contract.h", write_contract_header },
        { "handlers.h", write_handlers_header },
        { "handlers.c", write_handlers_source },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const char *name = wl_text_printf (arena, "%s.%s", service->package, kinds[i].suffix);
        wl_buffer_t out;

        wl_buffer_init (&out, arena);
        kinds[i].write (arena, service, &out);
        if (!output_write (arena, folder, name, &out))
            return false;
    }
    return true;
}

static bool
write_all (wl_arena_t *arena, const model_t *model, const char *folder, const char *version)
{
    wl_buffer_t tables, openapi;

    wl_buffer_init (&tables, arena);
    wl_buffer_init (&openapi, arena);
    write_tables (arena, model, &tables);
    if (!output_write (arena, folder, "contract.c", &tables))
        return false;
    for (size_t i = 0; i < model->service_count; i++)
        if (!write_for_service (arena, model->services[i], folder))
            return false;
    write_openapi (arena, model, version, &openapi);
    return output_write (arena, folder, "openapi.json", &openapi);
}

static bool
run (wl_arena_t *arena, const char *source, const char *folder, const char *version)
{
    wl_buffer_t bytes;
    const model_t *model;

    wl_buffer_init (&bytes, arena);
    if (!read_file (source, &bytes))
        return false;
    model = read_contract (arena, (const uint8_t *) bytes.data, bytes.length);
    if (model == NULL) {
        fprintf (stderr, "wl-contract: %s is not a descriptor set\n", source);
        return false;
    }
    if (check_contract (arena, model, stderr) > 0)
        return false;
    return write_all (arena, model, folder, version);
}

int
main (int argc, char **argv)
{
    wl_arena_t *arena;
    bool done;

    if (argc != 4) {
        fprintf (stderr, "usage: wl-contract <descriptor set> <output folder> <version>\n");
        return 2;
    }
    arena = wl_arena_new (MEMORY);
    done = run (arena, argv[1], argv[2], argv[3]);
    wl_arena_destroy (&arena);
    return done ? 0 : 1;
}
