/* The limit that a catalogue read is measured against: a bare civetweb handler that answers with
 * the same bytes. Usage: bench-civetweb PORT FILE; ends on standard input's end. */
#include <civetweb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct body {
    char *bytes;
    size_t length;
} body_t;

static int
answer (struct mg_connection *connection, void *context)
{
    const body_t *body = context;

    /* Header and body in one write: two would wait for each other's acknowledgement. */
    mg_write (connection, body->bytes, body->length);
    return 200;
}

/* The whole answer: header and the file. */
static int
read_answer (const char *path, body_t *ret)
{
    static char file_bytes[1 << 20];
    FILE *file = fopen (path, "re");

    if (file == NULL)
        return -1;
    size_t length = fread (file_bytes, 1, sizeof file_bytes, file);
    fclose (file);
    ret->bytes = malloc (length + 200);
    if (ret->bytes == NULL)
        return -1;
    int head = snprintf (ret->bytes, 200,
                         "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                         "Content-Length: %zu\r\n\r\n",
                         length);
    memcpy (ret->bytes + head, file_bytes, length);
    ret->length = (size_t) head + length;
    return 0;
}

int
main (int argc, char **argv)
{
    body_t body;
    const char *options[] = { "listening_ports",
                              argc == 3 ? argv[1] : "0",
                              "num_threads",
                              "64",
                              "enable_keep_alive",
                              "yes",
                              "keep_alive_timeout_ms",
                              "2000",
                              "request_timeout_ms",
                              "15000",
                              NULL };

    if (argc != 3 || read_answer (argv[2], &body) != 0)
        return EXIT_FAILURE;
    mg_init_library (0);
    struct mg_context *server = mg_start (NULL, NULL, options);
    if (server == NULL)
        return EXIT_FAILURE;
    mg_set_request_handler (server, "/", answer, &body);
    while (getchar () != EOF)
        continue;
    mg_stop (server);
    mg_exit_library ();
    free (body.bytes);
    return EXIT_SUCCESS;
}
