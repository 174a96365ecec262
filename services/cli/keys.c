#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/keys.h"
#include "command.h"

static const char *
peers_path (const arguments_t *arguments)
{
    const char *directory = arguments_option (arguments, "directory");

    if (directory == NULL)
        exit (command_fail ("--directory is needed: where are the keys kept?"));
    return wl_text_printf (arguments->arena, "%s/peers", directory);
}

static int
set_regions (wl_peer_t *peer, const arguments_t *arguments)
{
    const char *text = arguments_option (arguments, "regions");
    char *rest, *copy = wl_text_copy (arguments->arena, text == NULL ? "*" : text);

    for (char *region = strtok_r (copy, ",", &rest); region != NULL;
         region = strtok_r (NULL, ",", &rest)) {
        if (peer->region_count == WL_PEER_REGIONS_MAX || strlen (region) > 8)
            return command_fail ("--regions is a list like 30,32 of at most %d regions",
                                 WL_PEER_REGIONS_MAX);
        memcpy (peer->regions[peer->region_count++], region, strlen (region) + 1);
    }
    return EXIT_SUCCESS;
}

int
keys_new (const arguments_t *arguments)
{
    wl_peer_t peer = { 0 };
    wl_key_pair_t pair;
    wl_error_t error;

    if (arguments->count != 1 || strlen (arguments->words[0]) >= sizeof peer.service)
        return command_fail ("keys new wants the name of one service");
    const char *peers = peers_path (arguments);
    const char *path =
        wl_text_printf (arguments->arena, "%s/%s.key", arguments_option (arguments, "directory"),
                        arguments->words[0]);
    if (set_regions (&peer, arguments) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    wl_error_init (&error, arguments->arena);
    wl_key_pair_new (&pair);
    memcpy (peer.service, arguments->words[0], strlen (arguments->words[0]) + 1);
    memcpy (peer.public_key, pair.public_key, sizeof peer.public_key);
    if (wl_key_pair_write (&pair, path, &error) != WL_OK ||
        wl_peers_add (peers, &peer, &error) != WL_OK)
        return command_fail ("%s", error.text);
    printf ("%s\n", pair.public_key);
    return EXIT_SUCCESS;
}

int
keys_list (const arguments_t *arguments)
{
    wl_peer_t *peers;
    wl_error_t error;
    size_t count;

    wl_error_init (&error, arguments->arena);
    if (wl_peers_list (peers_path (arguments), arguments->arena, &peers, &count, &error) != WL_OK)
        return command_fail ("%s", error.text);
    for (size_t i = 0; i < count; i++) {
        printf ("%-42s %-14s ", peers[i].public_key, peers[i].service);
        for (size_t r = 0; r < peers[i].region_count; r++)
            printf ("%s%s", r == 0 ? "" : ",", peers[i].regions[r]);
        printf ("%s\n", peers[i].revoked ? "  revoked" : "");
    }
    return EXIT_SUCCESS;
}

int
keys_revoke (const arguments_t *arguments)
{
    wl_error_t error;

    if (arguments->count != 1)
        return command_fail ("keys revoke wants one public key (see keys list)");
    wl_error_init (&error, arguments->arena);
    if (wl_peers_revoke (peers_path (arguments), arguments->words[0], &error) != WL_OK)
        return command_fail ("%s", error.text);
    printf ("revoked; running services notice within a second\n");
    return EXIT_SUCCESS;
}
