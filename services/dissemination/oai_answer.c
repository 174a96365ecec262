#include <string.h>

#include "feed.h"
#include "message/message.h"
#include "oai.h"
#include "xml.h"

/* ---- the frame of every answer ---- */

/* "2026-11-23T22:59:59Z": seconds, whatever the time has. */
static void
write_stamp (wl_buffer_t *out, wl_time_t time)
{
    char text[WL_TIME_TEXT];

    wl_time_format (time - time % WL_SECOND, text);
    wl_buffer_text (out, text);
}

static void
begin (const oai_repository_t *repository, const oai_request_t *request, wl_buffer_t *out)
{
    xml_begin (out);
    wl_buffer_text (out, "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" "
                         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                         "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ "
                         "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">\n<responseDate>");
    write_stamp (out, repository->now);
    wl_buffer_text (out, "</responseDate>\n<request");
    for (size_t i = 0; i < request->argument_count; i++) {
        /* Names are the protocol's own: others were refused. */
        wl_buffer_printf (out, " %s=\"", request->arguments[i].name);
        xml_text (out, request->arguments[i].value);
        wl_buffer_char (out, '"');
    }
    wl_buffer_text (out, ">");
    xml_text (out, repository->site);
    wl_buffer_text (out, "/oai</request>\n");
}

static void
end (wl_buffer_t *out)
{
    wl_buffer_text (out, "</OAI-PMH>\n");
}

void
oai_write_failure (const oai_repository_t *repository, const oai_request_t *request,
                   const oai_failure_t *failure, wl_buffer_t *out)
{
    begin (repository, request, out);
    wl_buffer_printf (out, "<error code=\"%s\">", failure->code);
    xml_text (out, failure->text);
    wl_buffer_text (out, "</error>\n");
    end (out);
}

/* ---- Identify, ListMetadataFormats, ListSets ---- */

static char *
host_of (wl_arena_t *arena, const char *site)
{
    const char *host = strstr (site, "://");

    host = host == NULL ? site : host + 3;
    return wl_text_copy_length (arena, host, strcspn (host, ":/"));
}

void
oai_write_identify (const oai_repository_t *repository, const oai_request_t *request,
                    wl_time_t earliest, wl_buffer_t *out)
{
    char *host = host_of (out->arena, repository->site);

    begin (repository, request, out);
    wl_buffer_text (out, "<Identify>\n");
    xml_element (out, "repositoryName", "Włącznik: katalog innowacji społecznych");
    xml_element (out, "baseURL", wl_text_printf (out->arena, "%s/oai", repository->site));
    xml_element (out, "protocolVersion", "2.0");
    xml_element (out, "adminEmail", repository->email);
    wl_buffer_text (out, "<earliestDatestamp>");
    write_stamp (out, earliest);
    wl_buffer_text (out, "</earliestDatestamp>\n<deletedRecord>persistent</deletedRecord>\n"
                         "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>\n<description>"
                         "<oai-identifier xmlns=\"http://www.openarchives.org/OAI/2.0/"
                         "oai-identifier\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                         "xsi:schemaLocation=\"http://www.openarchives.org/OAI/"
                         "2.0/oai-identifier http://www.openarchives.org/OAI/2.0/"
                         "oai-identifier.xsd\">\n<scheme>oai</scheme>\n");
    xml_element (out, "repositoryIdentifier", host);
    wl_buffer_text (out, "<delimiter>:</delimiter>\n");
    xml_element (out, "sampleIdentifier",
                 wl_text_printf (out->arena, "oai:%s:01890a5d-ac96-774b-bcce-b302099a8057", host));
    wl_buffer_text (out, "</oai-identifier></description>\n</Identify>\n");
    end (out);
}

static const struct {
    const char *prefix, *schema, *space;
} formats[] = {
    [OAI_DC] = { "oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
                 "http://www.openarchives.org/OAI/2.0/oai_dc/" },
    [OAI_DATACITE] = { "datacite", "http://schema.datacite.org/meta/kernel-4/metadata.xsd",
                       "http://datacite.org/schema/kernel-4" },
};

void
oai_write_formats (const oai_repository_t *repository, const oai_request_t *request,
                   wl_buffer_t *out)
{
    begin (repository, request, out);
    wl_buffer_text (out, "<ListMetadataFormats>\n");
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        wl_buffer_printf (out,
                          "<metadataFormat><metadataPrefix>%s</metadataPrefix><schema>%s</schema>"
                          "<metadataNamespace>%s</metadataNamespace></metadataFormat>\n",
                          formats[i].prefix, formats[i].schema, formats[i].space);
    wl_buffer_text (out, "</ListMetadataFormats>\n");
    end (out);
}

static void
write_sets (wl_buffer_t *out, const char *kind, char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wl_buffer_printf (out, "<set><setSpec>%s:", kind);
        xml_text (out, keys[i]);
        wl_buffer_text (out, "</setSpec>");
        xml_element (out, "setName", keys[i]);
        wl_buffer_text (out, "</set>\n");
    }
}

void
oai_write_sets (const oai_repository_t *repository, const oai_request_t *request,
                char *const *themes, size_t theme_count, char *const *regions, size_t region_count,
                wl_buffer_t *out)
{
    begin (repository, request, out);
    wl_buffer_text (out,
                    "<ListSets>\n<set><setSpec>theme</setSpec><setName>Tematy</setName></set>\n"
                    "<set><setSpec>region</setSpec><setName>Regiony</setName></set>\n");
    write_sets (out, "theme", themes, theme_count);
    write_sets (out, "region", regions, region_count);
    wl_buffer_text (out, "</ListSets>\n");
    end (out);
}

/* ---- records ---- */

static bool
is_deleted (const Dissemination__Entry *entry)
{
    return entry->state == DISSEMINATION__ENTRY_STATE__ENTRY_WITHDRAWN;
}

static void
write_header (const oai_repository_t *repository, const Dissemination__Entry *entry,
              wl_buffer_t *out)
{
    wl_buffer_text (out, is_deleted (entry) ? "<header status=\"deleted\">" : "<header>");
    xml_element (out, "identifier",
                 wl_text_printf (out->arena, "oai:%s:%s", host_of (out->arena, repository->site),
                                 entry->id));
    wl_buffer_text (out, "<datestamp>");
    write_stamp (out, wl_timestamp_time (entry->updated_at));
    wl_buffer_text (out, "</datestamp>\n");
    for (size_t i = 0; i < entry->text->n_themes; i++)
        xml_element (out, "setSpec",
                     wl_text_printf (out->arena, "theme:%s", entry->text->themes[i]));
    xml_element (out, "setSpec", wl_text_printf (out->arena, "region:%s", entry->region));
    wl_buffer_text (out, "</header>\n");
}

static char *
day_of (wl_arena_t *arena, const Dissemination__Entry *entry)
{
    return wl_date_text (arena, wl_warsaw_date (wl_timestamp_time (entry->published_at)));
}

static void
write_dublin_core (const oai_repository_t *repository, const Dissemination__Entry *entry,
                   wl_buffer_t *out)
{
    const Dissemination__EntryText *text = entry->text;

    wl_buffer_text (out, "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
                         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                         "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ "
                         "http://www.openarchives.org/OAI/2.0/oai_dc.xsd\">\n");
    xml_element (out, "dc:title", text->title);
    xml_element (out, "dc:creator", text->authors);
    for (size_t i = 0; i < text->n_themes; i++)
        xml_element (out, "dc:subject", text->themes[i]);
    xml_element (out, "dc:description", text->summary);
    xml_element (out, "dc:publisher", "Włącznik");
    xml_element (out, "dc:date", day_of (out->arena, entry));
    xml_element (out, "dc:type", "Text");
    xml_element (out, "dc:format", "text/html");
    xml_element (out, "dc:identifier", feed_entry_url (out->arena, repository->site, entry->slug));
    xml_element (out, "dc:language", "pl");
    xml_element (out, "dc:rights", text->licence);
    wl_buffer_text (out, "</oai_dc:dc>\n");
}

/* DataCite 4: what is mandatory is always there; nobody who wants no name gets one. */
static void
write_datacite (const oai_repository_t *repository, const Dissemination__Entry *entry,
                wl_buffer_t *out)
{
    const Dissemination__EntryText *text = entry->text;

    wl_buffer_text (out, "<resource xmlns=\"http://datacite.org/schema/kernel-4\" "
                         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                         "xsi:schemaLocation=\"http://datacite.org/schema/kernel-4 "
                         "http://schema.datacite.org/meta/kernel-4/metadata.xsd\">\n");
    xml_element (out, "identifier identifierType=\"URL\"",
                 feed_entry_url (out->arena, repository->site, entry->slug));
    wl_buffer_text (out, "<creators><creator>");
    xml_element (out, "creatorName", wl_text_empty (text->authors) ? "(:unav)" : text->authors);
    wl_buffer_text (out, "</creator></creators>\n<titles>");
    xml_element (out, "title xml:lang=\"pl\"", text->title);
    wl_buffer_text (out, "</titles>\n");
    xml_element (out, "publisher", "Włącznik");
    xml_element (out, "publicationYear",
                 wl_text_copy_length (out->arena, day_of (out->arena, entry), 4));
    wl_buffer_text (out, "<resourceType resourceTypeGeneral=\"Text\">Social innovation"
                         "</resourceType>\n");
    if (text->n_themes > 0)
        wl_buffer_text (out, "<subjects>");
    for (size_t i = 0; i < text->n_themes; i++)
        xml_element (out, "subject", text->themes[i]);
    if (text->n_themes > 0)
        wl_buffer_text (out, "</subjects>\n");
    wl_buffer_text (out, "<dates>");
    xml_element (out, "date dateType=\"Issued\"", day_of (out->arena, entry));
    wl_buffer_text (out, "</dates>\n<language>pl</language>\n<alternateIdentifiers>");
    xml_element (out, "alternateIdentifier alternateIdentifierType=\"UUID\"", entry->id);
    wl_buffer_text (out, "</alternateIdentifiers>\n");
    xml_element (out, "version", wl_text_printf (out->arena, "%u", entry->published_version));
    if (!wl_text_empty (text->licence)) {
        wl_buffer_text (out, "<rightsList>");
        xml_element (out, "rights", text->licence);
        wl_buffer_text (out, "</rightsList>\n");
    }
    wl_buffer_text (out, "<descriptions>");
    xml_element (out, "description xml:lang=\"pl\" descriptionType=\"Abstract\"",
                 wl_text_empty (text->summary) ? text->title : text->summary);
    wl_buffer_text (out, "</descriptions>\n</resource>\n");
}

static void
write_one (const oai_repository_t *repository, const oai_request_t *request,
           const Dissemination__Entry *entry, wl_buffer_t *out)
{
    wl_buffer_text (out, "<record>\n");
    write_header (repository, entry, out);
    if (!is_deleted (entry)) {
        wl_buffer_text (out, "<metadata>\n");
        if (request->selection.format == OAI_DC)
            write_dublin_core (repository, entry, out);
        else
            write_datacite (repository, entry, out);
        wl_buffer_text (out, "</metadata>\n");
    }
    wl_buffer_text (out, "</record>\n");
}

void
oai_write_record (const oai_repository_t *repository, const oai_request_t *request,
                  const Dissemination__Entry *entry, wl_buffer_t *out)
{
    begin (repository, request, out);
    wl_buffer_text (out, "<GetRecord>\n");
    write_one (repository, request, entry, out);
    wl_buffer_text (out, "</GetRecord>\n");
    end (out);
}

/* The last page of several has an empty token (protocol, 3.5). */
static void
write_token (const oai_selection_t *here, const oai_selection_t *next, wl_buffer_t *out)
{
    uint64_t total = next != NULL ? next->total : here->total;

    if (next == NULL && here->after_id == NULL)
        return;
    wl_buffer_text (out, "<resumptionToken");
    if (total > 0)
        wl_buffer_printf (out, " completeListSize=\"%llu\"", (unsigned long long) total);
    wl_buffer_printf (out, " cursor=\"%llu\">", (unsigned long long) here->given);
    if (next != NULL)
        xml_text (out, oai_token_write (out->arena, next));
    wl_buffer_text (out, "</resumptionToken>\n");
}

void
oai_write_list (const oai_repository_t *repository, const oai_request_t *request,
                Dissemination__Entry *const *entries, size_t count, const oai_selection_t *next,
                wl_buffer_t *out)
{
    const char *name = request->verb == OAI_LIST_RECORDS ? "ListRecords" : "ListIdentifiers";

    begin (repository, request, out);
    wl_buffer_printf (out, "<%s>\n", name);
    for (size_t i = 0; i < count; i++) {
        if (request->verb == OAI_LIST_RECORDS)
            write_one (repository, request, entries[i], out);
        else
            write_header (repository, entries[i], out);
    }
    write_token (&request->selection, next, out);
    wl_buffer_printf (out, "</%s>\n", name);
    end (out);
}
