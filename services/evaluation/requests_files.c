/* Files of applications: for the assessor of a card and for coordinators, here and at a site, and
 * at the centre for the sites that ask. The answers that a reader may see say which files those
 * are. */
#include "card_rules.h"
#include "evaluation.handlers.h"
#include "file_rules.h"
#include "file_source.h"
#include "store_cards.h"
#include "store_dossiers.h"
#include "store_sites.h"

/* What somebody may see the files of. */
typedef struct shown {
    char *application_id, *stage;
    Wlacznik__Answers *answers; /* NULL: nothing */
    bool names_hidden;
} shown_t;

static wl_status
list (wl_request_t *req, const shown_t *shown, Evaluation__ApplicationFiles *out)
{
    if (!file_any_named (shown->answers))
        return WL_OK;
    WL_TRY (file_source_list (req, shown->application_id, shown->stage, out));
    file_keep_named (wl_arena (req), shown->answers, shown->names_hidden, out);
    return WL_OK;
}

static wl_status
piece (wl_request_t *req, const shown_t *shown, char *file_id, uint64_t offset,
       Wlacznik__Document *out)
{
    size_t place;

    if (!file_is_named (shown->answers, file_id, &place))
        return file_not_found (req);
    WL_TRY (file_source_piece (req, shown->application_id, shown->stage, file_id, offset, out));
    if (shown->names_hidden)
        out->file_name = file_hidden_name (wl_arena (req), place, out->file_name);
    return WL_OK;
}

/* ---- an assessor ---- */

/* As GetCard: nothing before the declaration, nothing of a card that ended. */
static wl_status
shown_on_card (wl_request_t *req, const char *card_id, shown_t *ret)
{
    Evaluation__Card card = EVALUATION__CARD__INIT;
    Wlacznik__Stage *rules;
    Wlacznik__Answers *answers;

    WL_TRY (store_card (req, card_id, &card));
    if (!card_shows_content (&card))
        return WL_OK;
    WL_TRY (store_card_content (req, card_id, &rules, &answers));
    ret->application_id = card.application_id;
    ret->stage = rules->key;
    ret->answers =
        card_blind_answers (wl_arena (req), card_blind_form (wl_arena (req), rules->form), answers);
    ret->names_hidden = file_names_hidden (rules->form);
    return WL_OK;
}

wl_status
evaluation_list_card_files (wl_request_t *req, const Evaluation__ListCardFilesRequest *in,
                            Evaluation__ApplicationFiles *out)
{
    shown_t shown = { 0 };

    WL_TRY (shown_on_card (req, in->card_id, &shown));
    return list (req, &shown, out);
}

wl_status
evaluation_get_card_file (wl_request_t *req, const Evaluation__GetCardFileRequest *in,
                          Wlacznik__Document *out)
{
    shown_t shown = { 0 };

    WL_TRY (shown_on_card (req, in->card_id, &shown));
    return piece (req, &shown, in->file_id, in->offset, out);
}

/* ---- a coordinator ---- */

static wl_status
shown_of_dossier (wl_request_t *req, const char *application_id, shown_t *ret)
{
    Evaluation__Dossier dossier = EVALUATION__DOSSIER__INIT;

    WL_TRY (store_dossier_read (req, application_id, &dossier));
    *ret = (shown_t){ .application_id = dossier.application_id,
                      .stage = dossier.stage,
                      .answers = dossier.answers };
    return WL_OK;
}

wl_status
evaluation_list_dossier_files (wl_request_t *req, const Evaluation__ListDossierFilesRequest *in,
                               Evaluation__ApplicationFiles *out)
{
    shown_t shown;

    WL_TRY (shown_of_dossier (req, in->application_id, &shown));
    return list (req, &shown, out);
}

wl_status
evaluation_get_dossier_file (wl_request_t *req, const Evaluation__GetDossierFileRequest *in,
                             Wlacznik__Document *out)
{
    shown_t shown;

    WL_TRY (shown_of_dossier (req, in->application_id, &shown));
    return piece (req, &shown, in->file_id, in->offset, out);
}

/* ---- at the centre, asked by a site ---- */

/* Who works at the site with what is its own business; that it evaluates this application is ours.
 */
static wl_status
check_at_that_site (wl_request_t *req, const char *application_id, const char *stage)
{
    store_dossier_t dossier;
    bool at_site;

    WL_TRY (store_dossier_facts (req, application_id, stage, &dossier));
    WL_TRY (store_is_at_site (req, application_id, stage, &at_site));
    return at_site && wl_may_region (req, dossier.region) ? WL_OK : WL_NOT_FOUND;
}

wl_status
evaluation_list_site_files (wl_request_t *req, const Evaluation__ListSiteFilesRequest *in,
                            Evaluation__ApplicationFiles *out)
{
    WL_TRY (check_at_that_site (req, in->application_id, in->stage));
    return file_source_list (req, in->application_id, in->stage, out);
}

wl_status
evaluation_get_site_file (wl_request_t *req, const Evaluation__GetSiteFileRequest *in,
                          Wlacznik__Document *out)
{
    WL_TRY (check_at_that_site (req, in->application_id, in->stage));
    return file_source_piece (req, in->application_id, in->stage, in->file_id, in->offset, out);
}
