#include "arena_fixture.h"
#include "message/message.h"
#include "oai.h"

#define SITE "https://katalog.example:8443"
#define ID   "01890a5d-ac96-774b-bcce-b302099a8057"

/* What is asked and the failure that it earns; NULL: none. */
static const struct {
    const char *arguments, *code;
} cases[] = {
    /* verbs */
    { "", "badVerb" },
    { "verb=", "badVerb" },
    { "verb=Nope", "badVerb" },
    { "verb=identify", "badVerb" },
    { "verb=Identify", NULL },
    { "verb=Identify&verb=Identify", "badArgument" },
    { "metadataPrefix=oai_dc", "badVerb" },
    /* Identify takes nothing */
    { "verb=Identify&identifier=x", "badArgument" },
    { "verb=Identify&x=y", "badArgument" },
    /* ListMetadataFormats */
    { "verb=ListMetadataFormats", NULL },
    { "verb=ListMetadataFormats&identifier=oai:katalog.example:" ID, NULL },
    { "verb=ListMetadataFormats&metadataPrefix=oai_dc", "badArgument" },
    /* ListSets */
    { "verb=ListSets", NULL },
    { "verb=ListSets&resumptionToken=x", "badResumptionToken" },
    { "verb=ListSets&metadataPrefix=oai_dc", "badArgument" },
    /* ListIdentifiers, ListRecords */
    { "verb=ListIdentifiers", "badArgument" },
    { "verb=ListRecords", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc", NULL },
    { "verb=ListRecords&metadataPrefix=datacite&set=theme:a", NULL },
    { "verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat" },
    { "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&identifier=x", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01", NULL },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01", NULL },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00Z", NULL },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00.5Z", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00%2B01:00", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&until=", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument" },
    { "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z",
      "badArgument" },
    /* the token stands alone */
    { "verb=ListRecords&resumptionToken=nonsense", "badResumptionToken" },
    { "verb=ListRecords&resumptionToken=", "badResumptionToken" },
    { "verb=ListRecords&resumptionToken=0,,,0,0,5," ID ",50,99", NULL },
    { "verb=ListRecords&resumptionToken=0,,,0,0,5," ID ",50,99&metadataPrefix=oai_dc",
      "badArgument" },
    /* GetRecord */
    { "verb=GetRecord&metadataPrefix=oai_dc", "badArgument" },
    { "verb=GetRecord&identifier=oai:katalog.example:" ID, "badArgument" },
    { "verb=GetRecord&identifier=oai:katalog.example:" ID "&metadataPrefix=oai_dc", NULL },
    { "verb=GetRecord&identifier=x&metadataPrefix=oai_dc&from=2026-01-01", "badArgument" },
    { "verb=GetRecord&identifier=x&metadataPrefix=oai_dc&resumptionToken=x", "badArgument" },
    /* how arguments are written */
    { "verb=List%52ecords&metadata%50refix=oai%5fdc", NULL },
    { "&verb=Identify&", NULL },
    { "verb", "badArgument" },
    { "verb=Identify&x=%", "badArgument" },
    { "verb=Identify&x=%0", "badArgument" },
    { "verb=Identify&x=%00", "badArgument" },
    { "verb=Identify&x=%ff", "badArgument" },
};

static void
every_case_of_the_protocol (void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        oai_failure_t failure = { "", "" };
        oai_request_t request;
        bool good = oai_request_read (arena, SITE, cases[i].arguments, &request, &failure);

        if (good != (cases[i].code == NULL) || (!good && strcmp (failure.code, cases[i].code) != 0))
            fail_msg ("%s: %s", cases[i].arguments, good ? "taken" : failure.code);
        /* Bad verbs and arguments are not told back. */
        if (!good && strncmp (failure.code, "badResumption", 13) != 0 &&
            strncmp (failure.code, "cannot", 6) != 0)
            assert_int_equal (request.argument_count, 0);
    }
}

static void
many_arguments_are_refused (void **context)
{
    char text[400] = "verb=Identify";
    oai_failure_t failure;
    oai_request_t request;

    (void) context;
    for (int i = 0; i < 30; i++)
        sprintf (text + strlen (text), "&a%d=1", i);
    assert_false (oai_request_read (arena, SITE, text, &request, &failure));
}

static void
ranges_include_their_ends (void **context)
{
    oai_failure_t failure;
    oai_request_t request;

    (void) context;
    assert_true (oai_request_read (arena, SITE,
                                   "verb=ListRecords&metadataPrefix=oai_dc"
                                   "&from=1970-01-02&until=1970-01-02",
                                   &request, &failure));
    assert_int_equal (request.selection.from, WL_DAY);
    assert_int_equal (request.selection.before, 2 * WL_DAY);
    assert_true (oai_request_read (arena, SITE,
                                   "verb=ListRecords&metadataPrefix=oai_dc"
                                   "&until=1970-01-01T00:00:07Z",
                                   &request, &failure));
    assert_int_equal (request.selection.before, 8 * WL_SECOND);
}

static void
identifiers_are_ours_or_none (void **context)
{
    static const char *const foreign[] = { "oai:other.example:" ID, "oai:katalog.example:7", ID,
                                           "oai:katalog.example:" ID "x", "" };
    oai_failure_t failure;
    oai_request_t request;

    (void) context;
    for (size_t i = 0; i < COUNT (foreign); i++) {
        assert_true (oai_request_read (arena, SITE,
                                       wl_text_printf (arena,
                                                       "verb=GetRecord&metadataPrefix=oai_dc"
                                                       "&identifier=%s",
                                                       foreign[i]),
                                       &request, &failure));
        assert_true (request.has_identifier);
        assert_null (request.entry_id);
    }
}

static void
a_token_says_what_is_left (void **context)
{
    char theme[] = "zdrowie", id[] = ID;
    oai_selection_t selection = { .format = OAI_DATACITE,
                                  .theme = theme,
                                  .from = 5,
                                  .before = 7,
                                  .after_time = 6,
                                  .after_id = id,
                                  .given = 50,
                                  .total = 120 };
    oai_selection_t read;

    (void) context;
    assert_true (oai_token_read (arena, oai_token_write (arena, &selection), &read));
    assert_int_equal (read.format, OAI_DATACITE);
    assert_string_equal (read.theme, "zdrowie");
    assert_null (read.region);
    assert_int_equal (read.from, 5);
    assert_int_equal (read.before, 7);
    assert_int_equal (read.after_time, 6);
    assert_string_equal (read.after_id, ID);
    assert_int_equal (read.given, 50);
    assert_int_equal (read.total, 120);
}

static void
other_tokens_are_refused (void **context)
{
    static const char *const bad[] = {
        "",
        ",,,,,,,,",
        "0,,,0,0,5," ID ",50",
        "0,,,0,0,5," ID ",50,99,1",
        "2,,,0,0,5," ID ",50,99",
        "-1,,,0,0,5," ID ",50,99",
        "0,,,0,0,5,7,50,99",
        "0,,,x,0,5," ID ",50,99",
        "0,,,0,0,99999999999999999999," ID ",50,99",
    };
    oai_selection_t read;

    (void) context;
    for (size_t i = 0; i < COUNT (bad); i++)
        assert_false (oai_token_read (arena, bad[i], &read));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_case_of_the_protocol),
        cmocka_unit_test (many_arguments_are_refused),
        cmocka_unit_test (ranges_include_their_ends),
        cmocka_unit_test (identifiers_are_ours_or_none),
        cmocka_unit_test (a_token_says_what_is_left),
        cmocka_unit_test (other_tokens_are_refused),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
