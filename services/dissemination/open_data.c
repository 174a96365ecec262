#include "open_data.h"

#include <string.h>

#include "base/amount.h"
#include "csv.h"
#include "feed.h"
#include "message/message.h"

static void
write_day (csv_t *csv, wl_time_t time)
{
    char text[WL_TIME_TEXT] = "";

    if (time > 0)
        wl_time_format (time, text);
    csv_text (csv, text);
}

static char *
join (wl_arena_t *arena, char *const *list, size_t count)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    for (size_t i = 0; i < count; i++)
        wl_buffer_printf (&out, "%s%s", i > 0 ? " " : "", list[i]);
    return out.data;
}

void
open_data_write_catalogue (const char *site, Dissemination__Entry *const *entries, size_t count,
                           wl_buffer_t *out)
{
    static const char *const names[] = { "id",
                                         "url",
                                         "title",
                                         "summary",
                                         "region",
                                         "themes",
                                         "recipient_groups",
                                         "reach",
                                         "licence",
                                         "cost_grosze",
                                         "evidence_level",
                                         "authors",
                                         "version",
                                         "published",
                                         "changed",
                                         NULL };
    csv_t csv = { out, false };

    csv_head (&csv, names);
    for (size_t i = 0; i < count; i++) {
        const Dissemination__Entry *entry = entries[i];
        const Dissemination__EntryText *text = entry->text;

        csv_text (&csv, entry->id);
        csv_text (&csv, feed_entry_url (out->arena, site, entry->slug));
        csv_text (&csv, text->title);
        csv_text (&csv, text->summary);
        csv_text (&csv, entry->region);
        csv_text (&csv, join (out->arena, text->themes, text->n_themes));
        csv_text (&csv, join (out->arena, text->recipient_groups, text->n_recipient_groups));
        csv_text (&csv, wl_enum_name (&dissemination__reach__descriptor, (int) entry->reach));
        csv_text (&csv, text->licence);
        csv_number (&csv, text->cost_grosze);
        csv_text (&csv, wl_enum_name (&dissemination__evidence_level__descriptor,
                                      (int) text->evidence_level));
        csv_text (&csv, text->authors);
        csv_number (&csv, entry->published_version);
        write_day (&csv, wl_timestamp_time (entry->published_at));
        write_day (&csv, wl_timestamp_time (entry->updated_at));
        csv_end_row (&csv);
    }
}

void
open_data_write_adoptions (const open_adoption_t *adoptions, size_t count, wl_buffer_t *out)
{
    static const char *const names[] = { "id",    "innovation", "institution", "place",
                                         "state", "started_on", "people",      NULL };
    csv_t csv = { out, false };

    csv_head (&csv, names);
    for (size_t i = 0; i < count; i++) {
        csv_text (&csv, adoptions[i].id);
        csv_text (&csv, adoptions[i].slug);
        csv_text (&csv, adoptions[i].institution);
        csv_text (&csv, adoptions[i].place);
        csv_text (&csv, wl_enum_name (&dissemination__adoption_state__descriptor,
                                      (int) adoptions[i].state));
        csv_text (&csv, adoptions[i].started_on);
        if (adoptions[i].people == 0 || adoptions[i].people >= OPEN_DATA_PEOPLE_LEAST)
            csv_number (&csv, adoptions[i].people);
        else
            csv_text (&csv, "<5");
        csv_end_row (&csv);
    }
}

static void
write_hundredths (csv_t *csv, int64_t value)
{
    char text[WL_AMOUNT_TEXT];

    wl_points_format (value, "en", text);
    csv_text (csv, text);
}

static const char *
polish (const Wlacznik__LocalText *text)
{
    return text == NULL ? "" : text->pl;
}

static void
write_indicator (csv_t *csv, const Dissemination__Indicator *self)
{
    const Dissemination__IndicatorText *text = self->text;
    const ProtobufCEnumDescriptor *measures = &dissemination__indicator_measure__descriptor;
    bool known = self->standing != DISSEMINATION__INDICATOR_STANDING__NO_VALUE_YET;

    csv_text (csv, self->id);
    csv_text (csv, self->programme_id);
    csv_text (csv, polish (text->name));
    csv_text (csv, polish (text->definition));
    csv_text (csv, wl_enum_name (&dissemination__indicator_kind__descriptor, (int) text->kind));
    csv_text (csv, wl_enum_name (measures, (int) text->measure));
    csv_text (csv, text->share_of == 0 ? "" : wl_enum_name (measures, (int) text->share_of));
    csv_text (csv, polish (text->unit));
    csv_text (csv, text->starts_on);
    csv_text (csv, text->due_on);
    write_hundredths (csv, text->baseline);
    write_hundredths (csv, text->target);
    if (known)
        write_hundredths (csv, self->actual);
    else
        csv_text (csv, "");
    csv_text (csv, self->as_of);
    write_hundredths (csv, self->expected);
    csv_text (csv,
              wl_enum_name (&dissemination__indicator_standing__descriptor, (int) self->standing));
    csv_text (csv, self->source);
    csv_end_row (csv);
}

void
open_data_write_indicators (Dissemination__Indicator *const *indicators, size_t count,
                            wl_buffer_t *out)
{
    static const char *const names[] = { "id",     "programme", "name",     "definition",
                                         "kind",   "measure",   "share_of", "unit",
                                         "starts", "due",       "baseline", "target",
                                         "actual", "as_of",     "expected", "standing",
                                         "source", NULL };
    csv_t csv = { out, false };

    csv_head (&csv, names);
    for (size_t i = 0; i < count; i++)
        write_indicator (&csv, indicators[i]);
}

/* ---- DCAT-AP ---- */

static const struct {
    const char *name, *title;
    struct {
        const char *path, *type;
    } files[2];
} sets[] = {
    { "catalogue",
      "Katalog innowacji społecznych",
      { { "catalogue.csv", "text/csv" }, { "catalogue.json", "application/json" } } },
    { "adoptions", "Wdrożenia innowacji społecznych", { { "adoptions.csv", "text/csv" } } },
    { "calls",
      "Nabory: terminy, pule i liczby zgłoszeń na każdym kroku",
      { { "calls.csv", "text/csv" }, { "calls.json", "application/json" } } },
    { "indicators",
      "Cele programów: wskaźniki, wartości docelowe i to, ile już osiągnięto",
      { { "indicators.csv", "text/csv" } } },
};

static void
write_distribution (const char *site, const char *path, const char *type, wl_buffer_t *out)
{
    wl_buffer_printf (out, "{\"@type\": \"dcat:Distribution\", \"dcat:accessURL\": {\"@id\": ");
    char *url = wl_text_printf (out->arena, "%s/data/%s", site, path);
    wl_buffer_json_string (out, url, strlen (url));
    wl_buffer_printf (out,
                      "}, \"dct:license\": {\"@id\": "
                      "\"http://creativecommons.org/publicdomain/zero/1.0/\"}, "
                      "\"dcat:mediaType\": {\"@id\": "
                      "\"http://www.iana.org/assignments/media-types/%s\"}}",
                      type);
}

static void
write_set (const char *site, const char *email, size_t number, const char *changed,
           wl_buffer_t *out)
{
    char *id = wl_text_printf (out->arena, "%s/data/%s", site, sets[number].name);
    char *mail = wl_text_printf (out->arena, "mailto:%s", email);

    wl_buffer_text (out, "{\"@type\": \"dcat:Dataset\", \"@id\": ");
    wl_buffer_json_string (out, id, strlen (id));
    wl_buffer_printf (out,
                      ", \"dct:title\": {\"@language\": \"pl\", \"@value\": \"%s\"}, "
                      "\"dct:description\": {\"@language\": \"pl\", \"@value\": \"%s\"}, "
                      "\"dct:modified\": \"%s\", \"dct:language\": {\"@id\": \"http://"
                      "publications.europa.eu/resource/authority/language/POL\"}, "
                      "\"dcat:theme\": {\"@id\": \"http://publications.europa.eu/resource/"
                      "authority/data-theme/SOCI\"}, \"dcat:contactPoint\": {\"@type\": "
                      "\"vcard:Organization\", \"vcard:hasEmail\": {\"@id\": ",
                      sets[number].title, sets[number].title, changed);
    wl_buffer_json_string (out, mail, strlen (mail));
    wl_buffer_text (out, "}}, \"dcat:distribution\": [");
    for (size_t i = 0; i < 2 && sets[number].files[i].path != NULL; i++) {
        wl_buffer_text (out, i > 0 ? ", " : "");
        write_distribution (site, sets[number].files[i].path, sets[number].files[i].type, out);
    }
    wl_buffer_text (out, "]}");
}

void
open_data_write_description (const char *site, const char *email, wl_time_t changed,
                             wl_buffer_t *out)
{
    char *id = wl_text_printf (out->arena, "%s/data/dcat.jsonld", site);
    char time[WL_TIME_TEXT];

    wl_time_format (changed, time);
    wl_buffer_text (out, "{\"@context\": {\"dcat\": \"http://www.w3.org/ns/dcat#\", "
                         "\"dct\": \"http://purl.org/dc/terms/\", "
                         "\"foaf\": \"http://xmlns.com/foaf/0.1/\", "
                         "\"vcard\": \"http://www.w3.org/2006/vcard/ns#\"}, "
                         "\"@type\": \"dcat:Catalog\", \"@id\": ");
    wl_buffer_json_string (out, id, strlen (id));
    wl_buffer_text (out, ", \"dct:title\": {\"@language\": \"pl\", \"@value\": "
                         "\"Włącznik: otwarte dane\"}, \"dct:description\": {\"@language\": "
                         "\"pl\", \"@value\": \"Innowacje społeczne i ich wdrożenia\"}, "
                         "\"dct:publisher\": {\"@type\": \"foaf:Agent\", \"foaf:name\": "
                         "\"Włącznik\"}, \"dcat:dataset\": [");
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        wl_buffer_text (out, i > 0 ? ", " : "");
        write_set (site, email, i, time, out);
    }
    wl_buffer_text (out, "]}\n");
}
