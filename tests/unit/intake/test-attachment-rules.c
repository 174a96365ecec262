#include "support.h"

#include "attachment_rules.h"

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static char pdf[] = "application/pdf", png[] = "image/png";
static char *const pdf_and_png[] = { pdf, png };
static const attachment_limits_t house = { 0 };
static const attachment_limits_t two = {
    .types = pdf_and_png, .type_count = 2, .max_bytes = 1000, .max_count = 2
};

typedef struct begin_case {
    const char *what;
    const attachment_limits_t *limits;
    attachment_holdings_t holdings;
    const char *name;
    uint64_t size;
    const char *path, *code; /* NULL: good */
} begin_case_t;

static const begin_case_t begins[] = {
    { "a PDF", &house, { 0 }, "Budżet testu.PDF", 5000, NULL, NULL },
    { "of the most that the house allows", &house, { 0 }, "film.mp4", 250000000, NULL, NULL },
    { "a byte more", &house, { 0 }, "film.mp4", 250000001, "size", "too-large" },
    { "the most that the form allows", &two, { 0 }, "a.png", 1000, NULL, NULL },
    { "a byte more than the form allows", &two, { 0 }, "a.png", 1001, "size", "too-large" },
    { "so large that it wraps", &house, { 0 }, "a.pdf", UINT64_MAX, "size", "too-large" },
    { "not asked for", &two, { 0 }, "a.docx", 10, "name", "type-not-allowed" },
    { "a page", &house, { 0 }, "a.html", 10, "name", "type-not-allowed" },
    { "a picture that runs", &house, { 0 }, "a.svg", 10, "name", "type-not-allowed" },
    { "a program behind a PDF", &house, { 0 }, "a.pdf.exe", 10, "name", "type-not-allowed" },
    { "two extensions in one", &house, { 0 }, "a.jpg jpeg", 10, "name", "type-not-allowed" },
    { "no extension", &house, { 0 }, "umowa", 10, "name", "type-not-allowed" },
    { "an empty extension", &house, { 0 }, "umowa.", 10, "name", "type-not-allowed" },
    { "a second of two", &two, { .of_field = 1, .of_application = 1 }, "a.pdf", 10, NULL, NULL },
    { "a third of two",
      &two,
      { .of_field = 2, .of_application = 2 },
      "a.pdf",
      10,
      "field",
      "too-many" },
    { "a second where nobody said how many",
      &house,
      { .of_field = 1 },
      "a.pdf",
      10,
      "field",
      "too-many" },
    { "the sixty-first", &two, { .of_application = 60 }, "a.pdf", 10, "field", "too-many" },
    { "the last byte of a gigabyte", &house, { .bytes = 999999999 }, "a.pdf", 1, NULL, NULL },
    { "one more", &house, { .bytes = 999999999 }, "a.pdf", 2, "size", "no-room" },
};

static void
beginnings (void **state)
{
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (begins); i++) {
        const begin_case_t *c = &begins[i];
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        assert_int_equal (
            attachment_check_begin (c->limits, &c->holdings, c->name, c->size, &self->problems),
            c->path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
        expect_problem (self, c->what, c->path, c->code);
    }
}

static void
parts (void **state)
{
    enum { K = 1024 };
    static const struct {
        uint64_t size, received, offset, length;
        attachment_part_t wanted;
    } cases[] = {
        { 100 * K, 0, 0, 64 * K, ATTACHMENT_PART_TAKEN },
        { 100 * K, 64 * K, 64 * K, 36 * K, ATTACHMENT_PART_TAKEN },
        { 100 * K, 0, 0, 100 * K, ATTACHMENT_PART_TAKEN },
        { 100 * K, 0, 0, 64 * K - 1, ATTACHMENT_PART_SMALL },
        { 10, 0, 0, 10, ATTACHMENT_PART_TAKEN },
        { 10, 0, 0, 9, ATTACHMENT_PART_SMALL },
        { 10, 0, 0, 11, ATTACHMENT_PART_BEYOND },
        { 100 * K, 64 * K, 0, 64 * K, ATTACHMENT_PART_ELSEWHERE },
        { 100 * K, 64 * K, 64 * K + 1, 10, ATTACHMENT_PART_ELSEWHERE },
        { 100 * K, 64 * K, UINT64_MAX, 10, ATTACHMENT_PART_ELSEWHERE },
        { 100 * K, 64 * K, 64 * K, 36 * K + 1, ATTACHMENT_PART_BEYOND },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_int_equal (attachment_judge_part (cases[i].size, cases[i].received, cases[i].offset,
                                                 cases[i].length),
                          cases[i].wanted);
}

static void
judged_by_content (void **state)
{
    static const struct {
        const attachment_limits_t *limits;
        const char *name, *detected, *refusal, *type;
    } cases[] = {
        { &house, "a.pdf", "application/pdf", NULL, "application/pdf" },
        { &house, "ZDJĘCIE.JPEG", "image/jpeg", NULL, "image/jpeg" },
        { &house, "umowa.docx", DOCX, NULL, DOCX },
        { &house, "dane.csv", "text/csv", NULL, "text/csv; charset=utf-8" },
        { &house, "dane.csv", "text/plain", NULL, "text/csv; charset=utf-8" },
        { &house, "czytaj.txt", "text/plain", NULL, "text/plain; charset=utf-8" },
        { &house, "a.pdf", "text/html", "type-not-allowed", NULL },
        { &house, "a.pdf", "application/x-pie-executable", "type-not-allowed", NULL },
        { &house, "a.docx", "application/zip", "type-not-allowed", NULL },
        { &house, "a.pdf", "image/png", "name-not-of-its-type", NULL },
        { &house, "a.txt", "application/pdf", "name-not-of-its-type", NULL },
        { &two, "a.jpg", "image/jpeg", "type-not-allowed", NULL },
        { &two, "a.png", "image/png", NULL, "image/png" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const char *type = NULL;
        const char *refusal =
            attachment_refusal (cases[i].limits, cases[i].name, cases[i].detected, &type);
        if (!wl_text_equal (refusal, cases[i].refusal))
            fail_msg ("%s as %s: %s", cases[i].name, cases[i].detected, refusal);
        if (refusal == NULL)
            assert_string_equal (type, cases[i].type);
    }
}

static void
names_to_save_under (void **state)
{
    fixture_t *self = *state;
    static const char *const cases[][2] = {
        { "Budżet testu.pdf", "Budzet-testu.pdf" },
        { "zażółć GĘŚLĄ jaźń.odt", "zazolc-GESLA-jazn.odt" },
        { "../../etc/passwd.txt", "plik..-..-etc-passwd.txt" },
        { "a\";b.pdf", "a--b.pdf" },
        { "😀.png", "-.png" },
        { ".pdf", "plik.pdf" },
        { "bez", "bez" },
    };
    char *name = wl_arena_alloc (self->arena, 201);

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_string_equal (attachment_file_name (self->arena, cases[i][0]), cases[i][1]);
    memset (name, 'a', 196);
    memcpy (name + 196, ".pdf", 5);
    char *cut = attachment_file_name (self->arena, name);
    assert_true (strlen (cut) <= ATTACHMENT_NAME_MOST);
    assert_string_equal (cut + strlen (cut) - 4, ".pdf");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (beginnings, set_up, tear_down),
        cmocka_unit_test_setup_teardown (parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown (judged_by_content, set_up, tear_down),
        cmocka_unit_test_setup_teardown (names_to_save_under, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
