/* Joining, at the partner region: shows the invitation's key once and registers that of the site's
 * evaluation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/rpc_client.h"
#include "command.h"
#include "invitation.h"
#include "message/message.h"
#include "wlacznik/evaluation.pb-c.h"

enum { FILE_LONGEST = 16384, PATIENCE_MS = 15000 };

static void
load (const arguments_t *arguments, const char *path, invitation_t *ret)
{
    char *text = wl_arena_alloc (arguments->arena, FILE_LONGEST + 1);
    FILE *file = fopen (path, "re");
    size_t length;

    if (file == NULL)
        exit (command_fail ("cannot read %s", path));
    length = fread (text, 1, FILE_LONGEST, file);
    fclose (file);
    text[length] = '\0';
    if (!invitation_read (text, arguments->arena, ret))
        exit (command_fail ("%s is no invitation of `wlacznik region invite`", path));
}

/* It alone speaks with the centre. */
static Evaluation__SiteNode *
read_evaluation (const arguments_t *arguments)
{
    Evaluation__SiteNode *node = wl_arena_alloc (arguments->arena, sizeof *node);
    const char *directory = arguments_option (arguments, "directory");
    wl_key_pair_t pair;
    wl_error_t error;

    if (directory == NULL)
        exit (command_fail ("--directory is needed: where are the site's keys kept?"));
    wl_error_init (&error, arguments->arena);
    if (wl_key_pair_read (wl_text_printf (arguments->arena, "%s/evaluation.key", directory), &pair,
                          &error) != WL_OK)
        exit (command_fail ("%s; `wlacznik keys new` makes it", error.text));
    evaluation__site_node__init (node);
    node->service = wl_text_copy (arguments->arena, "evaluation");
    node->public_key = wl_text_copy (arguments->arena, pair.public_key);
    explicit_bzero (&pair, sizeof pair);
    return node;
}

static wl_status
call (const arguments_t *arguments, const invitation_t *invitation, wl_rpc_reply_t *ret,
      wl_error_t *error)
{
    Evaluation__JoinRegionRequest in = EVALUATION__JOIN_REGION_REQUEST__INIT;
    Evaluation__SiteNode *nodes[] = { read_evaluation (arguments) };
    Bus__RequestHeader header = BUS__REQUEST_HEADER__INIT;
    wl_rpc_client_options_t options = { .keys = &invitation->keys };
    wl_rpc_client_t *client = wl_rpc_client_new (&options);
    wl_status status;
    uint8_t *payload;
    size_t length;

    in.nodes = nodes;
    in.n_nodes = 1;
    header.service = wl_text_copy (arguments->arena, "evaluation");
    header.method = wl_text_copy (arguments->arena, "JoinRegion");
    header.caller = wl_text_copy (arguments->arena, WL_PEER_JOINER);
    header.timeout_ms = PATIENCE_MS;
    header.locale = wl_text_copy (arguments->arena, "en");
    header.idempotency_key = wl_text_copy (arguments->arena, nodes[0]->public_key);
    wl_message_pack (arguments->arena, &in.base, &payload, &length);
    status = wl_rpc_client_add (client, "evaluation", invitation->evaluation.rpc,
                                invitation->evaluation.key, error);
    if (status == WL_OK)
        status = wl_rpc_client_call (client, "evaluation", &header, payload, length, true,
                                     arguments->arena, ret);
    wl_rpc_client_destroy (&client);
    return status;
}

/* The settings that a site has and the centre has not. Of the site's services only evaluation knows
 * the way to the centre; for the others it stands in for intake (deploy/lib/settings.sh). */
static int
write_settings (const arguments_t *arguments, const invitation_t *invitation,
                const Evaluation__JoinedRegion *joined)
{
    const char *path = arguments_option (arguments, "out");
    const invitation_service_t *intake = &invitation->intake;
    const invitation_service_t *centre = &invitation->evaluation;
    char since[WL_TIME_TEXT];
    FILE *out = path == NULL ? stdout : fopen (path, "we");

    if (out == NULL)
        return command_fail ("cannot write %s", path);
    wl_time_format (joined->since, since);
    fprintf (out, "# Written by wlacznik region join.\n[site]\nregion = %s\n", joined->region);
    fprintf (out, "[evaluation]\nsite.since = %s\nregions = %s, %s\n", since, joined->region,
             WL_STREAM_COMMON);
    fprintf (out, "services.intake = %s\nservices.intake.log = %s\nservices.intake.key = %s\n",
             intake->rpc, intake->log, intake->key);
    fprintf (out, "services.centre = %s\nservices.centre.log = %s\nservices.centre.key = %s\n",
             centre->rpc, centre->log, centre->key);
    /* Not the stream "report": what it tells is for the centre's people, who get their letters
     * there. */
    fprintf (out, "[notification]\nregions = %s\n", joined->region);
    fprintf (out, "[gateway]\nsite.centre_url = %s\n", invitation->url);
    if (path != NULL && fclose (out) != 0)
        return command_fail ("cannot write %s", path);
    return EXIT_SUCCESS;
}

static int
finish (const arguments_t *arguments, const invitation_t *invitation, const wl_rpc_reply_t *reply)
{
    ProtobufCMessage *joined;

    if (reply->header->status != WL_OK)
        return command_fail ("the centre says: %s", wl_text_empty (reply->header->text)
                                                        ? reply->header->reason
                                                        : reply->header->text);
    if (wl_message_unpack (arguments->arena, &evaluation__joined_region__descriptor, reply->payload,
                           reply->payload_length, &joined) != WL_OK)
        return command_fail ("the centre's answer cannot be read");
    return write_settings (arguments, invitation, (const Evaluation__JoinedRegion *) joined);
}

int
region_join (const arguments_t *arguments)
{
    const char *expected = arguments_option (arguments, "region");
    invitation_t invitation;
    wl_rpc_reply_t reply;
    wl_error_t error;
    wl_status status;

    if (arguments->count != 1)
        return command_fail ("region join wants the file of the invitation");
    load (arguments, arguments->words[0], &invitation);
    if (expected != NULL && !wl_text_equal (expected, invitation.region))
        return command_fail ("the invitation is for region %s, not %s", invitation.region,
                             expected);
    wl_error_init (&error, arguments->arena);
    wl_bus_init ();
    status = call (arguments, &invitation, &reply, &error);
    wl_bus_end ();
    if (status == WL_INVALID_ARGUMENT || status == WL_FAILED_PRECONDITION)
        return command_fail ("%s", error.text);
    if (status != WL_OK)
        return command_fail ("the centre does not answer at %s: it is away, a firewall is between "
                             "you, or the invitation was used or revoked",
                             invitation.evaluation.rpc);
    return finish (arguments, &invitation, &reply);
}
