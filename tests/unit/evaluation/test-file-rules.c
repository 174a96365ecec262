/* Which files answers name, and what of a name an assessor may see. */
#include "support.h"

#include "file_rules.h"

static Wlacznik__Answers *
two_answers (void)
{
    static char one[] = "f1", two[] = "f2", three[] = "f3";
    static char *first[] = { one }, *second[] = { two, three };
    static Wlacznik__Answer text, left, right, *list[] = { &text, &left, &right };
    static Wlacznik__Answers answers;

    wlacznik__answer__init (&text);
    wlacznik__answer__init (&left);
    wlacznik__answer__init (&right);
    wlacznik__answers__init (&answers);
    left.attachments = first;
    left.n_attachments = 1;
    right.attachments = second;
    right.n_attachments = 2;
    answers.list = list;
    answers.n_list = 3;
    return &answers;
}

static void
files_are_counted_over_all_answers (void **state)
{
    size_t place = 0;
    (void) state;

    assert_true (file_any_named (two_answers ()));
    assert_true (file_is_named (two_answers (), "f3", &place));
    assert_int_equal (place, 3);
    assert_false (file_is_named (two_answers (), "f4", &place));
    assert_false (file_any_named (NULL));
    assert_false (file_is_named (NULL, "f1", &place));
}

static void
of_a_name_only_the_extension_is_shown (void **state)
{
    (void) state;

    assert_string_equal (file_hidden_name (arena, 2, "Zofia Żak.pdf"), "plik-2.pdf");
    assert_string_equal (file_hidden_name (arena, 1, "budżet.Zofii.XLSX"), "plik-1.XLSX");
    assert_string_equal (file_hidden_name (arena, 1, "Zofia Żak"), "plik-1");
    assert_string_equal (file_hidden_name (arena, 1, "plan.Zofia-Z"), "plik-1");
    assert_string_equal (file_hidden_name (arena, 1, "plan.ZofiaZakZGminy"), "plik-1");
    assert_string_equal (file_hidden_name (arena, 1, "plan."), "plik-1");
}

static void
names_are_hidden_where_anything_is (void **state)
{
    Wlacznik__FormField open, closed, *fields[] = { &open, &closed };
    Wlacznik__FormSection section, *sections[] = { &section };
    Wlacznik__Form form;
    (void) state;

    wlacznik__form_field__init (&open);
    wlacznik__form_field__init (&closed);
    wlacznik__form_section__init (&section);
    wlacznik__form__init (&form);
    section.fields = fields;
    section.n_fields = 2;
    form.sections = sections;
    form.n_sections = 1;
    assert_false (file_names_hidden (NULL));
    assert_false (file_names_hidden (&form));
    closed.hidden_from_assessors = 1;
    assert_true (file_names_hidden (&form));
}

static void
only_named_files_are_kept (void **state)
{
    static char one[] = "f1", three[] = "f3", other[] = "f9", name[] = "Zofia.pdf";
    Evaluation__ApplicationFile a, b, c, *list[] = { &a, &b, &c };
    Evaluation__ApplicationFiles files;
    (void) state;

    for (int hidden = 0; hidden <= 1; hidden++) {
        evaluation__application_file__init (&a);
        evaluation__application_file__init (&b);
        evaluation__application_file__init (&c);
        evaluation__application_files__init (&files);
        a.id = other;
        b.id = three;
        c.id = one;
        a.name = b.name = c.name = name;
        files.files = list;
        files.n_files = 3;
        file_keep_named (arena, two_answers (), hidden == 1, &files);
        /* The second is missing, and the third keeps its number. */
        assert_int_equal (files.n_files, 2);
        assert_string_equal (files.files[0]->id, "f1");
        assert_string_equal (files.files[0]->name, hidden ? "plik-1.pdf" : "Zofia.pdf");
        assert_string_equal (files.files[1]->id, "f3");
        assert_string_equal (files.files[1]->name, hidden ? "plik-3.pdf" : "Zofia.pdf");
    }
    file_keep_named (arena, NULL, false, &files);
    assert_int_equal (files.n_files, 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (files_are_counted_over_all_answers),
        cmocka_unit_test (of_a_name_only_the_extension_is_shown),
        cmocka_unit_test (names_are_hidden_where_anything_is),
        cmocka_unit_test (only_named_files_are_kept),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
