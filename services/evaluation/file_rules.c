#include "file_rules.h"

#include <string.h>

#include "base/text.h"

enum { EXTENSION_MOST = 8 }; /* longer than any type that intake takes */

bool
file_any_named (const Wlacznik__Answers *answers)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        if (answers->list[i]->n_attachments > 0)
            return true;
    return false;
}

bool
file_is_named (const Wlacznik__Answers *answers, const char *file_id, size_t *ret_place)
{
    size_t place = 0;

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        for (size_t j = 0; j < answers->list[i]->n_attachments; j++) {
            place++;
            if (!wl_text_equal (answers->list[i]->attachments[j], file_id))
                continue;
            *ret_place = place;
            return true;
        }
    return false;
}

bool
file_names_hidden (const Wlacznik__Form *form)
{
    for (size_t i = 0; form != NULL && i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++)
            if (form->sections[i]->fields[j]->hidden_from_assessors)
                return true;
    return false;
}

/* With its dot; "" where what follows the last dot is no extension. */
static const char *
extension_of (const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *dot = strrchr (name, '.');
    size_t length = dot == NULL ? 0 : strlen (dot + 1);

    if (length == 0 || length > EXTENSION_MOST || strspn (dot + 1, letters) < length)
        return "";
    return dot;
}

char *
file_hidden_name (wl_arena_t *arena, size_t place, const char *name)
{
    return wl_text_printf (arena, "plik-%zu%s", place, extension_of (name));
}

static Evaluation__ApplicationFile *
find_file (const Evaluation__ApplicationFiles *files, const char *id)
{
    for (size_t i = 0; i < files->n_files; i++)
        if (wl_text_equal (files->files[i]->id, id))
            return files->files[i];
    return NULL;
}

void
file_keep_named (wl_arena_t *arena, const Wlacznik__Answers *answers, bool hidden,
                 Evaluation__ApplicationFiles *files)
{
    Evaluation__ApplicationFile **kept = wl_arena_array (arena, files->n_files, sizeof *kept);
    size_t count = 0, place = 0;

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        for (size_t j = 0; j < answers->list[i]->n_attachments; j++) {
            Evaluation__ApplicationFile *file = find_file (files, answers->list[i]->attachments[j]);
            place++;
            if (file == NULL || count == files->n_files)
                continue; /* erased meanwhile */
            if (hidden)
                file->name = file_hidden_name (arena, place, file->name);
            kept[count++] = file;
        }
    files->files = kept;
    files->n_files = count;
}
