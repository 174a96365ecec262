/* OAI-PMH: what harvesters ask. A failure of the protocol is an answer like any other. */
#include "dissemination.handlers.h"
#include "site.h"
#include "store_harvest.h"

enum { PAGE = 50 };

static const oai_failure_t NO_SUCH_ITEM = { "idDoesNotExist", "There is no such item." };
static const oai_failure_t NOTHING_MATCHES = { "noRecordsMatch", "Nothing matches." };

typedef struct answer {
    wl_request_t *req;
    oai_repository_t repository;
    oai_request_t request;
    wl_buffer_t text;
} answer_t;

static wl_status
refuse (answer_t *self, const oai_failure_t *failure)
{
    oai_write_failure (&self->repository, &self->request, failure, &self->text);
    return WL_OK;
}

static wl_status
identify (answer_t *self)
{
    wl_time_t earliest;

    WL_TRY (store_harvest_earliest (self->req, &earliest));
    oai_write_identify (&self->repository, &self->request,
                        earliest > 0 ? earliest : self->repository.now, &self->text);
    return WL_OK;
}

/* WL_OK also when there is none: then it was refused already, and `*ret_found` is false. */
static wl_status
find_item (answer_t *self, Dissemination__Entry *ret, bool *ret_found)
{
    wl_status status = self->request.entry_id == NULL
                           ? WL_NOT_FOUND
                           : store_harvest_record (self->req, self->request.entry_id, ret);

    *ret_found = status == WL_OK;
    return status == WL_NOT_FOUND ? refuse (self, &NO_SUCH_ITEM) : status;
}

static wl_status
list_formats (answer_t *self)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    bool found = true;

    if (self->request.has_identifier)
        WL_TRY (find_item (self, &entry, &found));
    if (found)
        oai_write_formats (&self->repository, &self->request, &self->text);
    return WL_OK;
}

static wl_status
get_record (answer_t *self)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    bool found;

    WL_TRY (find_item (self, &entry, &found));
    if (found)
        oai_write_record (&self->repository, &self->request, &entry, &self->text);
    return WL_OK;
}

static wl_status
list_sets (answer_t *self)
{
    size_t theme_count, region_count;
    char **themes, **regions;

    WL_TRY (store_harvest_sets (self->req, &themes, &theme_count, &regions, &region_count));
    oai_write_sets (&self->repository, &self->request, themes, theme_count, regions, region_count,
                    &self->text);
    return WL_OK;
}

static wl_status
next_page (answer_t *self, const Dissemination__Entry *last, oai_selection_t *ret)
{
    const oai_selection_t *here = &self->request.selection;

    *ret = *here;
    ret->after_time = wl_timestamp_time (last->updated_at);
    ret->after_id = last->id;
    ret->given = here->given + PAGE;
    return here->total > 0 ? WL_OK : store_harvest_size (self->req, here, &ret->total);
}

static wl_status
list_records (answer_t *self)
{
    Dissemination__Entry **entries;
    oai_selection_t next;
    size_t count;

    WL_TRY (store_harvest (self->req, &self->request.selection, PAGE + 1, &count, &entries));
    if (count == 0)
        return refuse (self, &NOTHING_MATCHES);
    if (count > PAGE)
        WL_TRY (next_page (self, entries[PAGE - 1], &next));
    oai_write_list (&self->repository, &self->request, entries, count > PAGE ? PAGE : count,
                    count > PAGE ? &next : NULL, &self->text);
    return WL_OK;
}

static wl_status
answer (answer_t *self, const char *arguments)
{
    oai_failure_t failure;

    if (!oai_request_read (wl_arena (self->req), self->repository.site, arguments, &self->request,
                           &failure))
        return refuse (self, &failure);
    switch (self->request.verb) {
    case OAI_IDENTIFY:
        return identify (self);
    case OAI_LIST_METADATA_FORMATS:
        return list_formats (self);
    case OAI_LIST_SETS:
        return list_sets (self);
    case OAI_GET_RECORD:
        return get_record (self);
    case OAI_LIST_IDENTIFIERS:
    case OAI_LIST_RECORDS:
    default:
        return list_records (self);
    }
}

wl_status
dissemination_harvest (wl_request_t *req, const Dissemination__HarvestRequest *in,
                       Wlacznik__Document *out)
{
    answer_t self = { .req = req,
                      .repository = { site_url (req), site_of (req)->email, wl_now (req) } };

    wl_buffer_init (&self.text, wl_arena (req));
    WL_TRY (answer (&self, in->arguments));
    out->content = wl_message_bytes (&self.text);
    return WL_OK;
}

wl_status
dissemination_harvest_by_post (wl_request_t *req, const Dissemination__HarvestRequest *in,
                               Wlacznik__Document *out)
{
    return dissemination_harvest (req, in, out);
}
