#include "check.h"

#include "base/identifiers.h"

typedef struct vector {
    const char *text;
    bool valid;
    const char *what;
} vector_t;

static void
check (bool (*valid) (const char *), const vector_t *vectors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const vector_t *vector = &vectors[i];
        if (valid (vector->text) != vector->valid)
            fail_msg ("\"%s\" (%s) should be %s", vector->text ? vector->text : "NULL",
                      vector->what, vector->valid ? "valid" : "invalid");
    }
}

/* `text` is valid; with any one digit changed it must not be. True of checks modulo 11. */
static void
check_every_digit_counts (bool (*valid) (const char *), const char *text)
{
    char copy[16];

    strcpy (copy, text);
    for (size_t i = 0; copy[i] != '\0'; i++) {
        for (char c = '0'; c <= '9'; c++) {
            copy[i] = c;
            assert_int_equal (valid (copy), c == text[i]);
        }
        copy[i] = text[i];
    }
}

static void
nip (void **state)
{
    static const vector_t vectors[] = {
        { "6281955388", true, "domain.md 5.5" },
        { "7270021895", true, "domain.md 5.5" },
        { "8567346215", true, "domain.md 5.5" },
        { "7251012180", true, "domain.md 5.5" },
        { "6281955389", false, "wrong check digit" },
        { "628195538", false, "short" },
        { "62819553880", false, "long" },
        { "628-195-53-88", false, "dashes" },
        { "PL6281955388", false, "prefix" },
        { "628195538x", false, "letter" },
        { " 6281955388", false, "space" },
        { "628195538٨", false, "Arabic digit" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_nip_valid, vectors, COUNT (vectors));
    check_every_digit_counts (wl_nip_valid, "6281955388");
}

static void
a_nip_with_rest_ten_has_no_check_digit (void **state)
{
    char text[] = "1002000000"; /* 1 * 6 + 2 * 2 = 10 */
    (void) state;

    for (char c = '0'; c <= '9'; c++) {
        text[9] = c;
        assert_false (wl_nip_valid (text));
    }
}

static void
regon (void **state)
{
    static const vector_t vectors[] = {
        { "357098940", true, "domain.md 5.5" },
        { "000001583", true, "domain.md 5.5, leading zeros" },
        { "015627782", true, "domain.md 5.5, leading zero" },
        { "357098941", false, "wrong check digit" },
        { "123456785", true, "9 digits" },
        { "12345678512347", true, "14 digits" },
        { "12345678512348", false, "14 digits, wrong last" },
        { "12345678612347", false, "14 digits, wrong ninth" },
        { "1234567851", false, "10 digits" },
        { "1234567851234", false, "13 digits" },
        { "123456785123470", false, "15 digits" },
        { "12345678", false, "8 digits" },
        { "12345678x", false, "letter" },
        { "123456785 ", false, "space" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_regon_valid, vectors, COUNT (vectors));
}

static void
a_regon_with_rest_ten_ends_with_zero (void **state)
{
    (void) state;
    assert_true (wl_regon_valid ("101000000")); /* 1 * 8 + 1 * 2 = 10 */
    assert_false (wl_regon_valid ("101000001"));
}

static void
krs (void **state)
{
    static const vector_t vectors[] = {
        { "0000125522", true, "domain.md 5.5" },
        { "9999999999", true, "any digits" },
        { "125522", false, "leading zeros lost" },
        { "00001255220", false, "long" },
        { "000012552a", false, "letter" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_krs_valid, vectors, COUNT (vectors));
}

/* Gives the PESEL that starts with ten digits its check digit, by the book: weights 1 3 7 9. */
static const char *
pesel (const char *ten)
{
    static char text[12];
    static const int weights[] = { 1, 3, 7, 9 };
    int sum = 0;

    for (int i = 0; i < 10; i++)
        sum += (ten[i] - '0') * weights[i % 4];
    snprintf (text, sizeof text, "%s%d", ten, (10 - sum % 10) % 10);
    return text;
}

static void
pesel_checksum (void **state)
{
    static const vector_t vectors[] = {
        { "44051401359", true, "domain.md 5.5" },
        { "02270803624", true, "domain.md 5.5, born in 2002" },
        { "44051401358", false, "wrong check digit" },
        { "4405140135", false, "short" },
        { "440514013590", false, "long" },
        { "4405140135o", false, "letter" },
        { "00000000000", false, "no date" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_pesel_valid, vectors, COUNT (vectors));
    check_every_digit_counts (wl_pesel_valid, "44051401359");
}

static void
pesel_birth_date (void **state)
{
    static const struct {
        const char *ten;
        bool valid;
    } cases[] = {
        { "0001010000", true },  /* 1900-01-01 */
        { "9912310000", true },  /* 1999-12-31 */
        { "0081010000", true },  /* 1800-01-01 */
        { "9992310000", true },  /* 1899-12-31 */
        { "0021010000", true },  /* 2000-01-01 */
        { "0041010000", true },  /* 2100-01-01 */
        { "9972310000", true },  /* 2299-12-31 */
        { "0002290000", false }, /* 1900 was no leap year */
        { "0022290000", true },  /* 2000 was */
        { "0042290000", false }, /* 2100 will be none */
        { "0082290000", false }, /* 1800 was none */
        { "0422290000", true },  /* 2004 was */
        { "0322290000", false }, /* 2003 was not */
        { "4404310000", false }, /* 31 April */
        { "4400010000", false }, /* month 0 */
        { "4413010000", false }, /* month 13 */
        { "4420010000", false }, /* month 0 of the 2000s */
        { "4433010000", false }, /* month 13 of the 2000s */
        { "4493010000", false }, /* month 13 of the 1800s */
        { "4499010000", false }, /* month 19 of the 1800s */
        { "4405000000", false }, /* day 0 */
        { "4405320000", false }, /* day 32 */
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++)
        if (wl_pesel_valid (pesel (cases[i].ten)) != cases[i].valid)
            fail_msg ("%s should be %s", cases[i].ten, cases[i].valid ? "valid" : "invalid");
}

static void
teryt (void **state)
{
    static const vector_t vectors[] = {
        { "30", true, "Wielkopolskie" },
        { "32", true, "Zachodniopomorskie, the last" },
        { "02", true, "Dolnośląskie, the first" },
        { "00", false, "no voivodeship" },
        { "31", false, "odd" },
        { "34", false, "past the last" },
        { "2", false, "zero lost" },
        { "3064", true, "Poznań, a city county" },
        { "3001", true, "first county" },
        { "3099", true, "last city county" },
        { "3000", false, "county 00" },
        { "306", false, "three digits" },
        { "320101", true, "commune without kind" },
        { "320100", false, "commune 00" },
        { "320001", false, "county 00" },
        { "30640", false, "five digits" },
        { "3201011", true, "Białogard, town" },
        { "3201022", true, "Białogard, rural" },
        { "3201033", true, "Karlino, mixed" },
        { "3201034", true, "town in a mixed commune" },
        { "3201035", true, "country in a mixed commune" },
        { "1465028", true, "district of Warsaw" },
        { "0264029", true, "delegation" },
        { "3201010", false, "kind 0" },
        { "3201016", false, "kind 6" },
        { "3201017", false, "kind 7" },
        { "3301011", false, "odd voivodeship" },
        { "32010111", false, "eight digits" },
        { "32010a1", false, "letter" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_teryt_valid, vectors, COUNT (vectors));
}

#define TEN        "aaaaaaaaaa"
#define SIXTY      TEN TEN TEN TEN TEN TEN
#define LABEL_63   SIXTY "aaa"
#define DOMAIN_189 LABEL_63 "." LABEL_63 "." SIXTY "a"

static void
email (void **state)
{
    static const vector_t vectors[] = {
        { "anna@example.org", true, "plain" },
        { "a@b.pl", true, "short" },
        { "anna.kowalska+wlacznik@mail.example.org", true, "dots and plus" },
        { "o'brien_{x}!#$%&*-/=?^`|~@example.org", true, "all that RFC 5322 allows" },
        { "zażółć@gęślą.pl", true, "RFC 6531" },
        { "用户@例子.广告", true, "RFC 6531" },
        { "a@1.2", true, "digits" },
        { SIXTY "aaaa@b.pl", true, "local part of 64" },
        { SIXTY "aaaaa@b.pl", false, "local part of 65" },
        { "a@" LABEL_63 ".pl", true, "label of 63" },
        { "a@" LABEL_63 "a.pl", false, "label of 64" },
        { SIXTY "aaa@" DOMAIN_189, true, "253 bytes" },
        { SIXTY "aaaa@" DOMAIN_189, true, "254 bytes" },
        { SIXTY "aaaa@" DOMAIN_189 "a", false, "255 bytes" },
        { "a@localhost", false, "no dot" },
        { "anna", false, "no at" },
        { "@example.org", false, "no local part" },
        { "anna@", false, "no domain" },
        { "anna@@example.org", false, "two at" },
        { "anna@x@example.org", false, "two at" },
        { "anna@.org", false, "empty label" },
        { "anna@example.", false, "dot at the end" },
        { "anna@example..org", false, "two dots" },
        { ".anna@example.org", false, "dot first" },
        { "anna.@example.org", false, "dot last" },
        { "an..na@example.org", false, "two dots" },
        { "anna@-example.org", false, "hyphen first" },
        { "anna@example-.org", false, "hyphen last" },
        { "anna@exam_ple.org", false, "underscore in the domain" },
        { "an na@example.org", false, "space" },
        { "anna @example.org", false, "space" },
        { " anna@example.org", false, "space first" },
        { "anna@example.org ", false, "space last" },
        { "anna@example.org\n", false, "line feed" },
        { "anna@example.org\r\nBcc: all@example.org", false, "header injection" },
        { "an\tna@example.org", false, "tab" },
        { "an\x7fna@example.org", false, "delete" },
        { "an\xc2\x85na@example.org", false, "C1 control" },
        { "an\xc2\xa0na@example.org", false, "no-break space" },
        { "anna\xe2\x80\x8b@example.org", false, "zero-width space" },
        { "\xe2\x80\xae"
          "anna@example.org",
          false, "right-to-left override" },
        { "anna@example.org\xe2\x81\xa0", false, "word joiner" },
        { "\xef\xbb\xbf"
          "anna@example.org",
          false, "byte order mark" },
        { "an\xc2\xadna@example.org", false, "soft hyphen" },
        { "anna\xe3\x80\x80@example.org", false, "ideographic space" },
        { "an\xffna@example.org", false, "not UTF-8" },
        { "<anna@example.org>", false, "angle brackets" },
        { "a,b@example.org", false, "comma" },
        { "a@example.org,b@example.org", false, "two addresses" },
        { "\"anna\"@example.org", false, "quoted" },
        { "anna@[127.0.0.1]", false, "address literal" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_email_valid, vectors, COUNT (vectors));
}

static void
region (void **state)
{
    static const vector_t vectors[] = {
        { "30", true, "voivodeship" },
        { "32", true, "voivodeship" },
        { "02", true, "voivodeship" },
        { "pl", true, "the programme" },
        { "gdynia", true, "a city" },
        { "a1", true, "letter and digit" },
        { "ab-cd-12", true, "8 characters" },
        { "13", false, "odd" },
        { "00", false, "none" },
        { "34", false, "past the last" },
        { "3", false, "one digit" },
        { "p", false, "one letter" },
        { "300", false, "starts with a digit" },
        { "3a", false, "starts with a digit" },
        { "-ab", false, "starts with a hyphen" },
        { "abcdefghi", false, "9 characters" },
        { "PL", false, "upper case" },
        { "łódź", false, "not ASCII" },
        { "a b", false, "space" },
        { "a.b", false, "dot" },
        { "ab\n", false, "line feed" },
        { "", false, "empty" },
        { NULL, false, "NULL" },
    };
    (void) state;
    check (wl_region_valid, vectors, COUNT (vectors));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (nip),
        cmocka_unit_test (a_nip_with_rest_ten_has_no_check_digit),
        cmocka_unit_test (regon),
        cmocka_unit_test (a_regon_with_rest_ten_ends_with_zero),
        cmocka_unit_test (krs),
        cmocka_unit_test (pesel_checksum),
        cmocka_unit_test (pesel_birth_date),
        cmocka_unit_test (teryt),
        cmocka_unit_test (email),
        cmocka_unit_test (region),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
