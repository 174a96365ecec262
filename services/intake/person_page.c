#include "person_page.h"

#include <string.h>

#include "base/amount.h"
#include "base/clock.h"
#include "form_reading.h"
#include "message/field.h"
#include "message/message.h"
#include "page_text.h"

static const char style[] =
    "@page{margin:2cm}"
    "body{font:12pt/1.5 'Noto Sans','Liberation Sans',Arial,sans-serif;color:#000;background:#fff;"
    "max-width:48em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6em;line-height:1.25}h2{font-size:1.3em;margin-top:2em;border-bottom:2px solid}"
    "dt{font-weight:bold;margin-top:.5em}dd{margin:0 0 0 1em;overflow-wrap:anywhere;"
    "white-space:pre-line}ol{margin:0;padding-left:1.5em}";

typedef struct page {
    const Intake__CallDefinition *definition; /* of the application that is written; may be NULL */
    const char *locale;
    bool english;
    wl_buffer_t *out;
} page_t;

static void write_message (const page_t *page, const ProtobufCMessage *message);

/* ---- names ---- */

static void
write_name (const page_t *page, const char *name)
{
    const char *words = person_words (name, page->english);

    wl_buffer_html (page->out, words != NULL ? words : name);
}

/* ---- values ---- */

static void
write_number (const page_t *page, const char *name, int64_t number)
{
    char money[WL_AMOUNT_TEXT];
    size_t length = strlen (name);

    if (length > 7 && strcmp (name + length - 7, "_grosze") == 0) {
        wl_money_format (number, page->locale, money);
        wl_buffer_html (page->out, money);
        return;
    }
    wl_buffer_printf (page->out, "%lld", (long long) number);
}

static void
write_moment (const page_t *page, const Google__Protobuf__Timestamp *moment)
{
    char text[64];

    wl_time_format_people (wl_timestamp_time (moment), page->locale, text);
    wl_buffer_html (page->out, text);
}

/* What people wrote is Polish, whatever the page's language. */
static void
write_text (const page_t *page, const char *text)
{
    wl_buffer_text (page->out, page->english ? "<span lang=\"pl\">" : "");
    wl_buffer_html (page->out, text);
    wl_buffer_text (page->out, page->english ? "</span>" : "");
}

static void
write_value (const page_t *page, const ProtobufCFieldDescriptor *field, const void *value)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        write_text (page, *(const char *const *) value);
        break;
    case PROTOBUF_C_TYPE_ENUM: {
        const ProtobufCEnumValue *named =
            protobuf_c_enum_descriptor_get_value (field->descriptor, *(const int *) value);
        write_name (page, named != NULL ? named->name : "");
        break;
    }
    case PROTOBUF_C_TYPE_BOOL:
        wl_buffer_text (page->out, page->english ? "yes" : "tak");
        break;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_INT32:
        write_number (page, field->name, *(const uint32_t *) value);
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        write_number (page, field->name, *(const int64_t *) value);
        break;
    case PROTOBUF_C_TYPE_MESSAGE:
        if (wl_field_is_timestamp (field))
            write_moment (page, *(const Google__Protobuf__Timestamp *const *) value);
        else
            write_message (page, *(const ProtobufCMessage *const *) value);
        break;
    default:
        break;
    }
}

static bool
is_set (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    const void *slot = wl_field_slot (message, field);

    if (wl_field_is_repeated (field))
        return wl_field_count (message, field) > 0;
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return !wl_text_empty (*(const char *const *) slot);
    case PROTOBUF_C_TYPE_MESSAGE:
        return *(const void *const *) slot != NULL;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        return *(const int64_t *) slot != 0;
    case PROTOBUF_C_TYPE_BYTES:
        return false;
    default:
        return *(const int *) slot != 0;
    }
}

/* ---- answers: the question in its own words ---- */

static void
write_choices (const page_t *page, const Wlacznik__FormField *field, const Wlacznik__Answer *answer)
{
    for (size_t i = 0; i < answer->n_choices; i++) {
        const Wlacznik__LocalText *label = NULL;
        for (size_t c = 0; field != NULL && c < field->n_choices; c++)
            if (strcmp (field->choices[c]->key, answer->choices[i]) == 0)
                label = field->choices[c]->label;
        wl_buffer_text (page->out, i > 0 ? "; " : "");
        if (label != NULL)
            page_write_local (page->out, label, page->english);
        else
            wl_buffer_html (page->out, answer->choices[i]);
    }
}

static bool
is_money (const Wlacznik__FormField *field)
{
    return field != NULL && (field->kind == WLACZNIK__FIELD_KIND__MONEY ||
                             field->kind == WLACZNIK__FIELD_KIND__BUDGET);
}

static void
write_answer (const page_t *page, const Wlacznik__Answer *answer)
{
    const Wlacznik__FormField *field = form_field_of_call (page->definition, answer->field);
    Wlacznik__Answer rest = *answer;

    wl_buffer_text (page->out, "<dt>");
    if (field != NULL)
        page_write_local (page->out, field->label, page->english);
    else
        wl_buffer_html (page->out, answer->field);
    wl_buffer_text (page->out, "</dt><dd>");
    if (!wl_text_empty (answer->text))
        write_text (page, answer->text);
    write_choices (page, field, answer);
    if (answer->number != 0)
        write_number (page, is_money (field) ? "amount_grosze" : "number", answer->number);
    rest.field = rest.text = NULL;
    rest.number = 0;
    rest.n_choices = 0;
    if (rest.n_rows + rest.n_budget + rest.n_people + rest.n_attachments > 0)
        write_message (page, &rest.base);
    wl_buffer_text (page->out, "</dd>");
}

static void
write_answers (const page_t *page, const Wlacznik__Answers *answers)
{
    wl_buffer_text (page->out, "<dl>");
    for (size_t i = 0; i < answers->n_list; i++)
        write_answer (page, answers->list[i]);
    wl_buffer_text (page->out, "</dl>");
}

/* ---- messages ---- */

static void
write_list (const page_t *page, const ProtobufCMessage *message,
            const ProtobufCFieldDescriptor *field)
{
    wl_buffer_text (page->out, "<ol>");
    for (size_t i = 0; i < wl_field_count (message, field); i++) {
        wl_buffer_text (page->out, "<li>");
        write_value (page, field, wl_field_item (message, field, i));
        wl_buffer_text (page->out, "</li>");
    }
    wl_buffer_text (page->out, "</ol>");
}

static void
write_field (const page_t *page, const ProtobufCMessage *message,
             const ProtobufCFieldDescriptor *field)
{
    wl_buffer_text (page->out, "<dt>");
    write_name (page, field->name);
    wl_buffer_text (page->out, "</dt><dd>");
    if (wl_field_is_repeated (field))
        write_list (page, message, field);
    else
        write_value (page, field, wl_field_slot (message, field));
    wl_buffer_text (page->out, "</dd>");
}

/* As deep as the contract's types go, which refer to none of those above them. */
static void
write_message (const page_t *page, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;

    if (type == &wlacznik__answers__descriptor) {
        write_answers (page, (const Wlacznik__Answers *) (const void *) message);
        return;
    }
    wl_buffer_text (page->out, "<dl>");
    for (unsigned i = 0; i < type->n_fields; i++)
        if (is_set (message, &type->fields[i]))
            write_field (page, message, &type->fields[i]);
    wl_buffer_text (page->out, "</dl>");
}

/* ---- the page ---- */

static void
write_head (const page_t *page)
{
    const char *title =
        page->english ? "Everything that is kept about you" : "Wszystko, co o Tobie przechowujemy";

    wl_buffer_printf (page->out,
                      "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
                      "<style>%s</style></head><body><main><h1>%s</h1>",
                      page->locale, title, style, title);
    wl_buffer_text (page->out,
                    page->english
                        ? "<p>From the service that keeps calls and applications. Your account and "
                          "your letters are shown in the pages about your account.</p>"
                        : "<p>Z usługi, która prowadzi nabory i wnioski. Konto i wiadomości "
                          "pokazują strony Twojego konta.</p>");
}

static void
write_heading (const page_t *page, const char *text)
{
    wl_buffer_text (page->out, "<h2>");
    wl_buffer_html (page->out, text);
    wl_buffer_text (page->out, "</h2>");
}

void
person_page_write (const Intake__PersonData *data, const Intake__CallDefinition *const *definitions,
                   const char *locale, wl_buffer_t *out)
{
    page_t page = { NULL, locale, wl_text_equal (locale, "en"), out };
    Intake__PersonData rest = *data;

    write_head (&page);
    for (size_t i = 0; i < data->n_applications; i++) {
        const Intake__ApplicationData *one = data->applications[i];
        page.definition = definitions[i];
        write_heading (&page, !wl_text_empty (one->title) ? one->title
                              : page.english              ? "Application without a title"
                                                          : "Wniosek bez tytułu");
        write_message (&page, &one->base);
    }
    page.definition = NULL;
    rest.n_applications = 0;
    rest.next_cursor = NULL;
    write_heading (&page, page.english ? "Your account here" : "Twoje konto w tej usłudze");
    write_message (&page, &rest.base);
    if (!wl_text_empty (data->next_cursor)) {
        wl_buffer_printf (out, "<p><a href=\"/v1/me/data/page?language=%s&amp;cursor=", locale);
        wl_buffer_html (out, data->next_cursor);
        wl_buffer_text (out, page.english ? "\">Further applications</a></p>"
                                          : "\">Dalsze wnioski</a></p>");
    }
    wl_buffer_text (out, "</main></body></html>");
}
