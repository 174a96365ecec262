#include "attachment_submission.h"

#include "store_attachments.h"

static size_t
count_files (const Wlacznik__Answers *answers)
{
    size_t count = 0;

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        count += answers->list[i]->n_attachments;
    return count;
}

static const char *const *
list_files (wl_request_t *req, const Wlacznik__Answers *answers, size_t count)
{
    const char **ids = wl_arena_array (wl_arena (req), count, sizeof *ids);
    size_t used = 0;

    for (size_t i = 0; i < answers->n_list; i++)
        for (size_t j = 0; j < answers->list[i]->n_attachments; j++)
            ids[used++] = answers->list[i]->attachments[j];
    return ids;
}

static bool
is_ready (const store_ready_t *ready, size_t count, const char *id, const char *field)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (ready[i].id, id) && wl_text_equal (ready[i].field, field))
            return true;
    return false;
}

static void
check_answer (wl_request_t *req, const Wlacznik__Answer *answer, const store_ready_t *ready,
              size_t count, const wl_problems_t *problems)
{
    for (size_t i = 0; i < answer->n_attachments; i++) {
        if (is_ready (ready, count, answer->attachments[i], answer->field))
            continue;
        wl_problem_add (
            problems, wl_text_printf (wl_arena (req), "answers.%s", answer->field),
            "file-not-ready",
            "Plik nie jest jeszcze przesłany i sprawdzony albo go odrzucono. Poczekaj "
            "chwilę albo dodaj go ponownie.",
            "A file is not uploaded and checked yet, or it was refused. Wait a moment or "
            "add it again.");
        return;
    }
}

wl_status
attachments_take (wl_request_t *req, const char *application_id, const Wlacznik__Answers *answers,
                  const wl_problems_t *problems)
{
    size_t count = count_files (answers), ready_count, before = wl_problem_count (problems);
    const char *const *ids;
    store_ready_t *ready;

    if (count == 0)
        return WL_OK;
    ids = list_files (req, answers, count);
    WL_TRY (store_attachments_ready (req, application_id, ids, count, &ready, &ready_count));
    for (size_t i = 0; i < answers->n_list; i++)
        check_answer (req, answers->list[i], ready, ready_count, problems);
    store_attachments_submit (req, application_id, ids, count);
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}
