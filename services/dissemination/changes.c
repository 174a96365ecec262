#include "changes.h"

#include <string.h>

#include "message/message.h"

/* Cells of the table of common words; 2 bytes each. */
enum { CELLS_MAX = 200000 };

typedef struct piece {
    const char *start;
    size_t length;
} piece_t;

typedef struct pieces {
    piece_t *list;
    size_t count;
} pieces_t;

/* A text as words, each with the space behind it, so that joined again they are the text. */
static pieces_t
cut (wl_arena_t *arena, const char *text)
{
    pieces_t self = { wl_arena_array (arena, strlen (text) + 1, sizeof *self.list), 0 };

    while (*text != '\0') {
        size_t word = strcspn (text, " \n\t");
        size_t length = word + strspn (text + word, " \n\t");

        self.list[self.count++] = (piece_t){ text, length };
        text += length;
    }
    return self;
}

static bool
same (piece_t a, piece_t b)
{
    return a.length == b.length && memcmp (a.start, b.start, a.length) == 0;
}

/* ---- parts ---- */

typedef struct parts {
    wl_arena_t *arena;
    Dissemination__ChangePart **list;
    size_t count;
} parts_t;

/* Pieces of one kind that follow each other become one part. */
static void
add (parts_t *self, Dissemination__ChangeKind kind, const piece_t *pieces, size_t count)
{
    Dissemination__ChangePart *part;
    size_t length;

    if (count == 0)
        return;
    length = (size_t) (pieces[count - 1].start + pieces[count - 1].length - pieces[0].start);
    part = wl_arena_alloc (self->arena, sizeof *part);
    dissemination__change_part__init (part);
    part->kind = kind;
    part->text = wl_text_copy_length (self->arena, pieces[0].start, length);
    self->list[self->count++] = part;
}

static const Dissemination__ChangeKind KEPT = DISSEMINATION__CHANGE_KIND__KEPT;
static const Dissemination__ChangeKind REMOVED = DISSEMINATION__CHANGE_KIND__REMOVED;
static const Dissemination__ChangeKind ADDED = DISSEMINATION__CHANGE_KIND__ADDED;

/* How many words the rests of both texts have in common, for each pair of rests: the longest common
 * subsequence (Wagner and Fischer), row by row from the end. */
static uint16_t *
common_words (wl_arena_t *arena, pieces_t a, pieces_t b)
{
    size_t width = b.count + 1;
    uint16_t *table = wl_arena_array (arena, (a.count + 1) * width, sizeof *table);

    for (size_t i = a.count; i-- > 0;)
        for (size_t j = b.count; j-- > 0;) {
            uint16_t down = table[(i + 1) * width + j], right = table[i * width + j + 1];

            table[i * width + j] = same (a.list[i], b.list[j])
                                       ? (uint16_t) (table[(i + 1) * width + j + 1] + 1)
                                       : (down > right ? down : right);
        }
    return table;
}

/* Walks both texts along their common words. */
static void
walk (parts_t *parts, pieces_t a, pieces_t b, const uint16_t *table)
{
    size_t width = b.count + 1, i = 0, j = 0;

    while (i < a.count || j < b.count) {
        size_t from_b = j;

        while (i < a.count && j < b.count && same (a.list[i], b.list[j]))
            i++, j++;
        add (parts, KEPT, b.list + from_b, j - from_b);
        size_t from_a = i;
        while (i < a.count && !(j < b.count && same (a.list[i], b.list[j])) &&
               (j == b.count || table[(i + 1) * width + j] >= table[i * width + j + 1]))
            i++;
        add (parts, REMOVED, a.list + from_a, i - from_a);
        from_b = j;
        while (j < b.count && !(i < a.count && same (a.list[i], b.list[j])) &&
               (i == a.count || table[i * width + j + 1] > table[(i + 1) * width + j]))
            j++;
        add (parts, ADDED, b.list + from_b, j - from_b);
    }
}

static void
compare_texts (wl_arena_t *arena, const char *before, const char *after,
               Dissemination__FieldChange *ret)
{
    pieces_t a = cut (arena, before), b = cut (arena, after);
    parts_t parts = { arena, NULL, 0 };
    size_t head = 0, tail = 0;

    while (head < a.count && head < b.count && same (a.list[head], b.list[head]))
        head++;
    while (tail < a.count - head && tail < b.count - head &&
           same (a.list[a.count - 1 - tail], b.list[b.count - 1 - tail]))
        tail++;
    pieces_t inner_a = { a.list + head, a.count - head - tail };
    pieces_t inner_b = { b.list + head, b.count - head - tail };

    parts.list = wl_arena_array (arena, a.count + b.count + 3, sizeof *parts.list);
    add (&parts, KEPT, b.list, head);
    if ((inner_a.count + 1) * (inner_b.count + 1) <= CELLS_MAX) {
        walk (&parts, inner_a, inner_b, common_words (arena, inner_a, inner_b));
    } else {
        add (&parts, REMOVED, inner_a.list, inner_a.count);
        add (&parts, ADDED, inner_b.list, inner_b.count);
    }
    add (&parts, KEPT, b.list + b.count - tail, tail);
    ret->parts = parts.list;
    ret->n_parts = parts.count;
}

/* ---- fields ---- */

/* A field as a text: lists a line each, numbers as digits. Materials are told by title and address.
 */
static char *
text_of (wl_arena_t *arena, const Dissemination__EntryText *entry,
         const ProtobufCFieldDescriptor *field)
{
    const uint8_t *base = (const uint8_t *) entry;
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    if (field->label != PROTOBUF_C_LABEL_REPEATED) {
        if (field->type == PROTOBUF_C_TYPE_STRING)
            wl_buffer_text (&out, *(char *const *) (const void *) (base + field->offset));
        else if (field->type == PROTOBUF_C_TYPE_ENUM)
            wl_buffer_text (&out,
                            wl_enum_name (field->descriptor,
                                          *(const int *) (const void *) (base + field->offset)));
        else
            wl_buffer_printf (&out, "%lld",
                              (long long) *(const int64_t *) (const void *) (base + field->offset));
        return out.data;
    }
    size_t count = *(const size_t *) (const void *) (base + field->quantifier_offset);
    void *const *list = *(void *const *const *) (const void *) (base + field->offset);
    for (size_t i = 0; i < count; i++) {
        if (field->type == PROTOBUF_C_TYPE_STRING) {
            wl_buffer_printf (&out, "%s\n", (const char *) list[i]);
        } else {
            const Dissemination__Material *material = list[i];
            wl_buffer_printf (&out, "%s %s\n", material->title, material->url);
        }
    }
    return out.data;
}

void
changes_write (wl_arena_t *arena, const Dissemination__EntryText *before,
               const Dissemination__EntryText *after, Dissemination__CompareVersionsResponse *ret)
{
    const ProtobufCMessageDescriptor *type = &dissemination__entry_text__descriptor;

    ret->fields = wl_arena_array (arena, type->n_fields, sizeof *ret->fields);
    for (unsigned i = 0; i < type->n_fields; i++) {
        char *old_text = text_of (arena, before, &type->fields[i]);
        char *new_text = text_of (arena, after, &type->fields[i]);
        Dissemination__FieldChange *change;

        if (strcmp (old_text, new_text) == 0)
            continue;
        change = wl_arena_alloc (arena, sizeof *change);
        dissemination__field_change__init (change);
        change->field =
            wl_text_printf (arena, "text.%s", wl_text_lower_camel (arena, type->fields[i].name));
        compare_texts (arena, old_text, new_text, change);
        ret->fields[ret->n_fields++] = change;
    }
}
