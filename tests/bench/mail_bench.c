/* Both ends of a mail connection with nothing behind them: what letters are measured against.
 *
 *     bench-mail sink PORT                       takes mail and forgets it, until it is killed
 *     bench-mail push PORT CONNECTIONS COUNT FILE  sends the bytes of FILE COUNT times by libcurl
 * over as many kept connections; prints letters a second
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PUSHERS_MAX = 64, LINE = 4096 };

/* ---- the sink ---- */

static void
say (int connection, const char *answer)
{
    if (write (connection, answer, strlen (answer)) < 0)
        pthread_exit (NULL);
}

/* Reads the letter to its end, a dot alone on its line. */
static void
swallow (FILE *lines)
{
    char line[LINE];

    while (fgets (line, sizeof line, lines) != NULL && strcmp (line, ".\r\n") != 0)
        ;
}

static void *
serve (void *argument)
{
    int connection = *(int *) argument, at_once = 1;
    FILE *lines = fdopen (connection, "r");
    char line[LINE];

    free (argument);
    setsockopt (connection, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    say (connection, "220 bench\r\n");
    while (fgets (line, sizeof line, lines) != NULL) {
        if (strncasecmp (line, "DATA", 4) == 0) {
            say (connection, "354 go on\r\n");
            swallow (lines);
            say (connection, "250 2.0.0 Ok: forgotten\r\n");
        } else
            say (connection, "250 2.0.0 Ok\r\n");
        if (strncasecmp (line, "QUIT", 4) == 0)
            break;
    }
    fclose (lines);
    return NULL;
}

static int
sink (int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t) port),
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    int listener = socket (AF_INET, SOCK_STREAM, 0), again = 1;

    setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
    if (bind (listener, (struct sockaddr *) &address, sizeof address) != 0 ||
        listen (listener, 128) != 0)
        return 1;
    for (;;) {
        int *connection = malloc (sizeof *connection);
        pthread_t thread;
        if (connection == NULL || (*connection = accept (listener, NULL, NULL)) < 0 ||
            pthread_create (&thread, NULL, serve, connection) != 0)
            return 1;
        pthread_detach (thread);
    }
}

/* ---- pushing ---- */

typedef struct push {
    char url[64];
    const char *letter;
    size_t length;
    atomic_long left;
} push_t;

typedef struct reading {
    const push_t *push;
    size_t at;
} reading_t;

static size_t
give (char *buffer, size_t size, size_t count, void *context)
{
    reading_t *reading = context;
    size_t length = reading->push->length - reading->at;

    if (length > size * count)
        length = size * count;
    memcpy (buffer, reading->push->letter + reading->at, length);
    reading->at += length;
    return length;
}

static void *
push_letters (void *argument)
{
    push_t *push = argument;
    reading_t reading = { .push = push };
    CURL *curl = curl_easy_init ();
    struct curl_slist *to = curl_slist_append (NULL, "somebody@mail.example");

    curl_easy_setopt (curl, CURLOPT_URL, push->url);
    curl_easy_setopt (curl, CURLOPT_MAIL_FROM, "bench@mail.example");
    curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt (curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt (curl, CURLOPT_READDATA, &reading);
    while (atomic_fetch_sub (&push->left, 1) > 0) {
        reading.at = 0;
        if (curl_easy_perform (curl) != CURLE_OK)
            exit (1);
    }
    curl_slist_free_all (to);
    curl_easy_cleanup (curl);
    return NULL;
}

static char *
read_file (const char *path, size_t *ret_length)
{
    FILE *file = fopen (path, "rb");
    char *content = malloc (1 << 20);

    if (file == NULL || content == NULL)
        exit (1);
    *ret_length = fread (content, 1, 1 << 20, file);
    fclose (file);
    return content;
}

static double
now (void)
{
    struct timespec at;

    clock_gettime (CLOCK_MONOTONIC, &at);
    return (double) at.tv_sec + (double) at.tv_nsec * 1e-9;
}

static int
push_all (int port, int connections, long count, const char *path)
{
    pthread_t threads[PUSHERS_MAX];
    push_t push = { 0 };
    char *letter = read_file (path, &push.length);
    double begun;

    push.letter = letter;
    snprintf (push.url, sizeof push.url, "smtp://127.0.0.1:%d", port);
    atomic_init (&push.left, count);
    curl_global_init (CURL_GLOBAL_DEFAULT);
    begun = now ();
    for (int i = 0; i < connections; i++)
        pthread_create (&threads[i], NULL, push_letters, &push);
    for (int i = 0; i < connections; i++)
        pthread_join (threads[i], NULL);
    printf ("%.0f\n", (double) count / (now () - begun));
    free (letter);
    return 0;
}

int
main (int argc, char **argv)
{
    if (argc == 3 && strcmp (argv[1], "sink") == 0)
        return sink (atoi (argv[2]));
    if (argc == 6 && strcmp (argv[1], "push") == 0 && atoi (argv[3]) <= PUSHERS_MAX)
        return push_all (atoi (argv[2]), atoi (argv[3]), atol (argv[4]), argv[5]);
    fputs ("bench-mail sink PORT | push PORT CONNECTIONS COUNT FILE\n", stderr);
    return 2;
}
