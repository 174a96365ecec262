/* What programmes are to reach, and how far they are. */
#include "dissemination.handlers.h"
#include "indicator_progress.h"
#include "indicator_rules.h"
#include "open_data.h"
#include "store_indicators.h"

/* ---- reading ---- */

/* Facts of the programme that the last indicator was of: a list has one programme after another. */
typedef struct known_facts {
    const char *programme_id;
    indicator_fact_t *list;
    size_t count;
} known_facts_t;

static wl_status
judge (wl_request_t *req, known_facts_t *facts, Dissemination__Indicator *indicator)
{
    wl_date_t today = wl_warsaw_date (wl_now (req));
    indicator_value_t *values;
    size_t count;

    if (indicator->text->measure == DISSEMINATION__INDICATOR_MEASURE__MEASURE_ENTERED) {
        WL_TRY (store_indicator_values (req, indicator->id, &count, &values));
        indicator_take_values (wl_arena (req), today, values, count, indicator);
        return WL_OK;
    }
    if (!wl_text_equal (facts->programme_id, indicator->programme_id)) {
        WL_TRY (store_indicator_facts (req, indicator->programme_id, &facts->count, &facts->list));
        facts->programme_id = indicator->programme_id;
    }
    indicator_count (wl_arena (req), today, facts->list, facts->count, indicator);
    return WL_OK;
}

static wl_status
judge_one (wl_request_t *req, Dissemination__Indicator *indicator)
{
    known_facts_t facts = { "", NULL, 0 };

    return judge (req, &facts, indicator);
}

static wl_status
list (wl_request_t *req, const char *programme_id, bool only_public,
      Dissemination__ListIndicatorsResponse *out)
{
    known_facts_t facts = { "", NULL, 0 };

    WL_TRY (store_indicators (req, programme_id, only_public, out));
    for (size_t i = 0; i < out->n_indicators; i++)
        WL_TRY (judge (req, &facts, out->indicators[i]));
    return WL_OK;
}

wl_status
dissemination_list_indicators (wl_request_t *req, const Dissemination__ListIndicatorsRequest *in,
                               Dissemination__ListIndicatorsResponse *out)
{
    return list (req, in->programme_id, false, out);
}

wl_status
dissemination_list_public_indicators (wl_request_t *req,
                                      const Dissemination__ListPublicIndicatorsRequest *in,
                                      Dissemination__ListIndicatorsResponse *out)
{
    return list (req, in->programme_id, true, out);
}

wl_status
dissemination_export_indicator_table (wl_request_t *req,
                                      const Dissemination__ListPublicIndicatorsRequest *in,
                                      Wlacznik__Document *out)
{
    Dissemination__ListIndicatorsResponse found = DISSEMINATION__LIST_INDICATORS_RESPONSE__INIT;
    wl_buffer_t table;

    WL_TRY (list (req, in->programme_id, true, &found));
    wl_buffer_init (&table, wl_arena (req));
    open_data_write_indicators (found.indicators, found.n_indicators, &table);
    out->content = wl_message_bytes (&table);
    out->file_name = wl_text_copy (wl_arena (req), "indicators.csv");
    return WL_OK;
}

wl_status
dissemination_get_indicator_history (wl_request_t *req,
                                     const Dissemination__GetIndicatorHistoryRequest *in,
                                     Dissemination__IndicatorHistory *out)
{
    return store_indicator_history (req, in->indicator_id, out);
}

/* ---- changing ---- */

wl_status
dissemination_add_indicator (wl_request_t *req, const Dissemination__AddIndicatorRequest *in,
                             Dissemination__Indicator *out)
{
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    wl_status status;

    WL_TRY (indicator_check (in->text, wl_locale (req), wl_request_error (req)));
    out->id = wl_uuid_text (wl_arena (req), id);
    out->programme_id = in->programme_id;
    out->text = in->text;
    out->version = 1;
    out->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    status = store_insert_indicator (req, out);
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "too-many-indicators",
                        "Program ma już 60 wskaźników. Wycofaj któryś, zanim dodasz następny.",
                        "The programme has 60 indicators already. Withdraw one before you add "
                        "another.");
    WL_TRY (status);
    return judge_one (req, out);
}

wl_status
dissemination_update_indicator (wl_request_t *req, const Dissemination__UpdateIndicatorRequest *in,
                                Dissemination__Indicator *out)
{
    WL_TRY (indicator_check (in->text, wl_locale (req), wl_request_error (req)));
    WL_TRY (store_lock_indicator (req, in->indicator_id, out));
    if (out->version != in->version)
        return WL_ABORTED;
    if ((out->text->measure == DISSEMINATION__INDICATOR_MEASURE__MEASURE_ENTERED) !=
        (in->text->measure == DISSEMINATION__INDICATOR_MEASURE__MEASURE_ENTERED))
        return wl_fail_field (
            req, "text.measure", "counted-or-entered",
            "Wskaźnik liczony nie może stać się wpisywanym ani odwrotnie. Wycofaj go i dodaj nowy.",
            "A counted indicator cannot become an entered one, nor the other way round. Withdraw "
            "it and add a new one.");
    out->text = in->text;
    WL_TRY (store_write_indicator (req, out, in->withdrawn, in->reason));
    return judge_one (req, out);
}

wl_status
dissemination_record_indicator_value (wl_request_t *req,
                                      const Dissemination__RecordIndicatorValueRequest *in,
                                      Dissemination__Indicator *out)
{
    wl_date_t day, today = wl_warsaw_date (wl_now (req));
    wl_status status;

    WL_TRY (store_lock_indicator (req, in->indicator_id, out));
    if (out->text->measure != DISSEMINATION__INDICATOR_MEASURE__MEASURE_ENTERED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "indicator-is-counted",
                        "Ten wskaźnik liczy się sam z tego, co jest w systemie.",
                        "This indicator is counted out of what is in the system.");
    if (!wl_date_parse (in->on, &day) || wl_date_to_days (day) > wl_date_to_days (today))
        return wl_fail_field (req, "on", "in-the-future",
                              "Podaj dzień, który już minął, albo dzisiejszy.",
                              "Give a day that is past, or today.");
    status = store_add_record (req, in);
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "too-many-records",
                        "Ten wskaźnik ma już 1000 wpisów. Wycofaj go i dodaj nowy.",
                        "This indicator has 1000 records already. Withdraw it and add a new one.");
    WL_TRY (status);
    return judge_one (req, out);
}
