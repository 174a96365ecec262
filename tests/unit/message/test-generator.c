#include "check.h"

#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs the real protoc and the real wl-contract on small contracts in a folder of its own. */

typedef struct workshop {
    char folder[64];
    char complaints[8192];
} workshop_t;

static int
setup (void **state)
{
    workshop_t *self = calloc (1, sizeof *self);

    assert_non_null (self);
    strcpy (self->folder, "/tmp/wl-contract-XXXXXX");
    *state = self;
    return mkdtemp (self->folder) != NULL ? 0 : -1;
}

static int
run (const char *command)
{
    int status = system (command);

    return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static int
teardown (void **state)
{
    workshop_t *self = *state;
    char command[128];

    snprintf (command, sizeof command, "rm -r '%s'", self->folder);
    (void) run (command);
    free (self);
    return 0;
}

static void
read_text (const workshop_t *self, const char *name, char *ret, size_t size)
{
    char path[128];
    FILE *file;

    snprintf (path, sizeof path, "%s/%s", self->folder, name);
    file = fopen (path, "r");
    assert_non_null (file);
    ret[fread (ret, 1, size - 1, file)] = '\0';
    fclose (file);
}

/* Gives wl-contract's exit status for a contract of one file, case.proto; its complaints are kept.
 */
static int
generate (workshop_t *self, const char *source)
{
    char path[128], command[1024];
    FILE *file;

    snprintf (path, sizeof path, "%s/case.proto", self->folder);
    file = fopen (path, "w");
    assert_non_null (file);
    fputs (source, file);
    fclose (file);

    snprintf (command, sizeof command,
              "'%s' '-I%s' '-I%s' '-I%s' --include_imports --include_source_info -o '%s/case.pb' "
              "case.proto 2> '%s/warnings'",
              PROTOC, self->folder, PROTO_FOLDER, PROTOBUF_INCLUDE, self->folder, self->folder);
    assert_int_equal (run (command), 0);
    snprintf (command, sizeof command, "'%s' '%s/case.pb' '%s' 1.0 2> '%s/complaints'", WL_CONTRACT,
              self->folder, self->folder, self->folder);
    return run (command);
}

#define HEAD                                   \
    "syntax = \"proto3\"; package testcase;\n" \
    "import \"wlacznik/options.proto\"; import \"google/protobuf/timestamp.proto\";\n"

#define SERVICE(rpcs) "service Case {\n" rpcs "}\n"

#define RPC(name, request, http, access)            \
    "rpc " name "(" request ") returns (Empty) {\n" \
    "option (wlacznik.http) = {" http "}; option (wlacznik.access) = {" access "}; }\n"

#define EMPTY "message Empty {}\nmessage Sub { string a = 1; }\n"

static const struct {
    const char *source, *complaint;
} refusals[] = {
    /* who */
    { HEAD SERVICE ("rpc A(Empty) returns (Empty) {}\n") EMPTY,
      "case.proto:4: rpc A has no access: say who may call it\n" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\"", "own: \"thing\"")) EMPTY,
      "case.proto:4: rpc A has no access" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\"", "peers: \"intake\"")) EMPTY,
      "rpc A has an HTTP path but no role may call it" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\"", "roles: [ROLE_UNSPECIFIED]")) EMPTY,
      "ROLE_UNSPECIFIED is no role" },
    /* how */
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\" put: \"/a\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A has more than one HTTP verb" },
    { HEAD SERVICE (RPC ("A", "Empty", "success: 201", "roles: [PUBLIC]")) EMPTY,
      "its http option names no verb" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a/{b}\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A: {b} is not a field of testcase.Empty" },
    { HEAD SERVICE (RPC ("A", "In", "get: \"/a/{b}\"", "roles: [PUBLIC]")) EMPTY
      "message In { repeated string b = 1; }",
      "rpc A: {b} must be a single plain field" },
    { HEAD SERVICE (RPC ("A", "In", "post: \"/a/{b}\"", "roles: [PUBLIC]")) EMPTY
      "message In { Sub b = 1; }",
      "rpc A: {b} must be a single plain field" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a/{a}/{a}\"", "roles: [PUBLIC]")) EMPTY,
      "{a} stands twice in its path" },
    { HEAD SERVICE (RPC ("A", "In", "get: \"/a\"", "roles: [PUBLIC]")) EMPTY
      "message In {\n Sub b = 1;\n}",
      "rpc A: b is a message and cannot stand in a query string" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"a\"", "roles: [PUBLIC]")) EMPTY,
      "\"a\" is not a path" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a/\"", "roles: [PUBLIC]")) EMPTY,
      "\"/a/\" is not a path" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/x{a}\"", "roles: [PUBLIC]")) EMPTY,
      "\"/x{a}\" is not a path" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\"", "roles: [PUBLIC]")
                        RPC ("B", "Empty", "get: \"/a\"", "roles: [PUBLIC]")) EMPTY,
      "case.proto:6: rpc B has the verb and path of testcase.A\n" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a/{a}/b\"", "roles: [PUBLIC]")
                        RPC ("B", "In", "get: \"/a/{long_name}/b\"", "roles: [PUBLIC]")) EMPTY
      "message In { string long_name = 1; }",
      "rpc B has the verb and path of testcase.A" },
    { HEAD SERVICE ("rpc A(Empty) returns (Empty) { option (wlacznik.http) = { get: \"/a\" };\n"
                    "option (wlacznik.access) = { roles: [PUBLIC] };\n"
                    "option (wlacznik.effect) = COMMAND; }\n") EMPTY,
      "rpc A is a COMMAND; GET must change nothing" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\" success: 302", "roles: [PUBLIC]")) EMPTY,
      "rpc A: 302 is no status of success" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\" cache_seconds: 5", "roles: [SIGNED_IN]")) EMPTY,
      "rpc A: only what is PUBLIC may be cached" },
    { HEAD SERVICE ("rpc A(stream Empty) returns (Empty) {\n"
                    "option (wlacznik.access) = { peers: \"a\" }; }\n") EMPTY,
      "the bus has no streaming rpcs" },
    { HEAD SERVICE (RPC ("Register", "Empty", "post: \"/a\"", "roles: [PUBLIC]")) EMPTY,
      "rpc Register: its name is a keyword in C" },
    { HEAD SERVICE ("rpc A(google.protobuf.Timestamp) returns (wlacznik.Http) {\n"
                    "option (wlacznik.access) = { peers: \"a\" }; }\n") EMPTY,
      "rpc A: its messages must be of this contract" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\"", "roles: [PUBLIC]")) EMPTY "service Second {}",
      "package testcase has a service already" },
    /* documents and forms */
    { HEAD "import \"wlacznik/document.proto\";\n" SERVICE (
          "rpc A(Empty) returns (wlacznik.Document) { option (wlacznik.http) = { get: \"/a\" };\n"
          "option (wlacznik.access) = { roles: [PUBLIC] }; }\n") EMPTY,
      "rpc A returns a document: say which types it produces" },
    { HEAD SERVICE (RPC ("A", "Empty", "get: \"/a\" produces: \"text/csv\"", "roles: [PUBLIC]"))
          EMPTY,
      "rpc A: only what returns wlacznik.Document produces types" },
    { HEAD "import \"wlacznik/document.proto\";\n" SERVICE (
          "rpc A(Empty) returns (wlacznik.Document) {\n"
          "option (wlacznik.http) = { get: \"/a\" produces: \"text/csv\\r\\nX: y\" };\n"
          "option (wlacznik.access) = { roles: [PUBLIC] }; }\n") EMPTY,
      "is not a media type" },
    { HEAD "import \"wlacznik/document.proto\";\n" SERVICE (
          "rpc A(Empty) returns (wlacznik.Document) {\n"
          "option (wlacznik.http) = { get: \"/a\" produces_as: \"testcase.A\" };\n"
          "option (wlacznik.access) = { roles: [PUBLIC] }; }\n") EMPTY,
      "rpc A: its produces_as \"testcase.A\" must name an rpc with types of its own" },
    { HEAD "import \"wlacznik/document.proto\";\n" SERVICE (
          "rpc A(Empty) returns (wlacznik.Document) {\n"
          "option (wlacznik.http) = { get: \"/a\" produces: \"text/csv\" produces_as: "
          "\"nowhere.B\" };\n"
          "option (wlacznik.access) = { roles: [PUBLIC] }; }\n") EMPTY,
      "rpc A: its produces_as \"nowhere.B\" must name an rpc with types of its own" },
    { HEAD SERVICE (RPC ("A", "Sub", "put: \"/a\" form: \"a\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A: only GET and POST take a form" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a/{a}\" form: \"a\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A: its form \"a\" must be a single string" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" form: \"b\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A: its form \"b\" must be a single string" },
    { HEAD SERVICE (RPC ("A", "In", "get: \"/a\" form: \"a\"", "roles: [PUBLIC]")) EMPTY
      "message In { string a = 1; string b = 2; }",
      "rpc A: beside its form stands only what its path names" },
    /* bytes and pieces */
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" bytes: \"a\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A: only POST, PUT and PATCH take bytes" },
    { HEAD SERVICE (RPC ("A", "Sub", "put: \"/a\" bytes: \"a\"", "roles: [PUBLIC]")) EMPTY,
      "rpc A: \"a\" must be a single field of bytes" },
    { HEAD SERVICE (RPC ("A", "In", "post: \"/a\" bytes: \"a\" form: \"b\"", "roles: [PUBLIC]"))
          EMPTY "message In { bytes a = 1; string b = 2; }",
      "rpc A takes a form or bytes, not both" },
    { HEAD SERVICE (RPC ("A", "In", "put: \"/a\" bytes: \"a\"", "roles: [PUBLIC]")) EMPTY
      "message In { bytes a = 1; Empty b = 2; }",
      "rpc A: b is a message and cannot stand in a query string" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" pieces: true", "roles: [PUBLIC]")) EMPTY,
      "rpc A: only a document of GET comes in pieces" },
    { HEAD "import \"wlacznik/document.proto\";\n" SERVICE (
          "rpc A(In) returns (wlacznik.Document) {\n"
          "option (wlacznik.http) = { get: \"/a\" produces: \"text/csv\" pieces: true };\n"
          "option (wlacznik.access) = { roles: [PUBLIC] }; }\n") EMPTY
      "message In { int64 offset = 1; }",
      "rpc A comes in pieces: it needs a uint64 offset" },
    /* targets */
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" target: \"nope\"", "roles: [SIGNED_IN]")) EMPTY,
      "rpc A: its target \"nope\" must be a string of its path" },
    /* live documents */
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" live: true", "roles: [SIGNED_IN]")) EMPTY,
      "rpc A: only a document of GET can be live" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" live: true", "roles: [PUBLIC]")) EMPTY,
      "rpc A is live, so it needs somebody who is signed in" },
    { HEAD SERVICE (RPC ("A", "In", "get: \"/a\" live: true", "roles: [SIGNED_IN]")) EMPTY
      "message In { repeated string last_event_id = 1; }",
      "rpc A is live: it needs a string last_event_id" },
    { HEAD SERVICE (RPC ("A", "Sub", "get: \"/a\" live: true pieces: true", "roles: [PUBLIC]"))
          EMPTY,
      "rpc A comes in pieces or is live, not both" },
    /* messages */
    { HEAD "message Loop { Loop again = 1; }",
      "case.proto:3: testcase.Loop is recursive: testcase.Loop.again holds it again" },
    { HEAD "message A { repeated B b = 1; }\nmessage B { oneof o { C c = 1; } }\n"
           "message C { A a = 1; }",
      "testcase.A is recursive: testcase.C.a holds it again" },
    { HEAD "message M { map<string, string> pairs = 1; }", "pairs: protobuf-c has no maps" },
    { HEAD "message M {\n\n wlacznik.Http http = 1;\n}",
      "case.proto:5: http: wlacznik.Http is not of this contract" },
    { HEAD "enum E { ZERO = 0; }", "case.proto:3: enum testcase.E must begin with a value" },
    { HEAD "message M { enum E { option allow_alias = true; A = 0; E_UNSPECIFIED = 0; } }",
      "enum testcase.M.E must begin with a value ..._UNSPECIFIED = 0" },
    { "syntax = \"proto2\"; package testcase; message M {}", "case.proto: must be proto3" },
    /* events */
    { HEAD "message E { option (wlacznik.event) = { aggregate: \"a\" };\n"
           "string name = 1 [(wlacznik.field) = { personal: true }]; }",
      "case.proto:4: the event testcase.E may not hold testcase.E.name" },
    { HEAD "message E { option (wlacznik.event) = { aggregate: \"a\" }; Mid mid = 1; }\n"
           "message Mid { repeated Deep deep = 1; }\n"
           "message Deep { string name = 1 [(wlacznik.field).personal = true]; }",
      "case.proto:5: the event testcase.E may not hold testcase.Deep.name" },
    { HEAD "message E { option (wlacznik.event) = { aggregate: \"a\" };\n"
           "string token = 1 [(wlacznik.field) = { secret: true }]; }",
      "the event testcase.E may not hold testcase.E.token" },
    /* rules that nobody would keep */
    { HEAD "message M { int32 n = 1 [(wlacznik.field) = { format: UUID }]; }",
      "n: only a string has a format" },
    { HEAD "message M { int32 n = 1 [(wlacznik.field) = { max_length: 3 }]; }",
      "n: only a string or bytes have a length" },
    { HEAD "message M { string s = 1 [(wlacznik.field) = { max: 3 }]; }",
      "s: only an integer has a range" },
    { HEAD "message M { string s = 1 [(wlacznik.field) = { max_items: 3 }]; }",
      "s: only a repeated field has items" },
    { HEAD "message M { int32 n = 1 [(wlacznik.field) = { min: 3 max: 2 }]; }",
      "n: min is above max" },
    { HEAD "message M { string s = 1 [(wlacznik.field) = { min_length: 3 max_length: 2 }]; }",
      "s: min_length is above max_length" },
};

static void
what_the_contract_forbids_is_refused (void **state)
{
    workshop_t *self = *state;

    for (size_t i = 0; i < COUNT (refusals); i++) {
        int status = generate (self, refusals[i].source);
        char path[128];

        read_text (self, "complaints", self->complaints, sizeof self->complaints);
        if (status != 1 || strstr (self->complaints, refusals[i].complaint) == NULL)
            fail_msg ("%s\nexpected \"%s\", exit 1; got exit %d and\n%s", refusals[i].source,
                      refusals[i].complaint, status, self->complaints);
        /* Nothing half-made is left for a build to find. */
        snprintf (path, sizeof path, "%s/contract.c", self->folder);
        assert_int_not_equal (access (path, F_OK), 0);
    }
}

static void
every_fault_is_told_at_once (void **state)
{
    workshop_t *self = *state;

    assert_int_equal (generate (self, HEAD SERVICE ("rpc A(Empty) returns (Empty) {}\n"
                                                    "rpc B(Empty) returns (Empty) {}\n") EMPTY),
                      1);
    read_text (self, "complaints", self->complaints, sizeof self->complaints);
    assert_non_null (strstr (self->complaints, "case.proto:4: rpc A"));
    assert_non_null (strstr (self->complaints, "case.proto:5: rpc B"));
}

static const char good[] =
    HEAD SERVICE (RPC ("Go", "In", "post: \"/a/{id}\"", "roles: [PUBLIC]")
                      RPC ("Stay", "Empty", "get: \"/a\"", "roles: [PUBLIC]")) EMPTY
    "message In { string id = 1; google.protobuf.Timestamp at = 2; repeated Sub subs = 3; }\n"
    "enum Kind { KIND_UNSPECIFIED = 0; ONE = 1; }\n"
    "message E { option (wlacznik.event) = { aggregate: \"a\" }; Kind kind = 1; }\n";

static void
the_same_contract_gives_the_same_bytes (void **state)
{
    static const char *const names[] = { "contract.c", "openapi.json", "testcase.contract.h",
                                         "testcase.handlers.h", "testcase.handlers.c" };
    static char first[COUNT (names)][65536], second[65536];
    workshop_t *self = *state;

    assert_int_equal (generate (self, good), 0);
    for (size_t i = 0; i < COUNT (names); i++)
        read_text (self, names[i], first[i], sizeof first[i]);
    assert_int_equal (generate (self, good), 0);
    for (size_t i = 0; i < COUNT (names); i++) {
        read_text (self, names[i], second, sizeof second);
        assert_true (strlen (second) > 100);
        assert_string_equal (first[i], second);
    }
}

/* Options may be set whole or member by member; protoc writes the latter in pieces. */
static void
options_in_pieces_are_joined (void **state)
{
    static char table[65536];
    workshop_t *self = *state;

    assert_int_equal (generate (self,
                                HEAD SERVICE ("rpc A(Empty) returns (Empty) {\n"
                                              "option (wlacznik.http).put = \"/a\";\n"
                                              "option (wlacznik.http).success = 204;\n"
                                              "option (wlacznik.access).roles = EDITOR;\n"
                                              "option (wlacznik.access).roles = CARER; }\n") EMPTY
                                "message M { string s = 1 [(wlacznik.field).required = true,\n"
                                "(wlacznik.field).max_length = 7]; }"),
                      0);
    read_text (self, "contract.c", table, sizeof table);
    assert_non_null (strstr (table, ".path = \"/a\""));
    assert_non_null (strstr (table, ".success = 204"));
    assert_non_null (strstr (table, ".roles = 0x60"));
    assert_non_null (strstr (table, ".required = true, .max_length = 7"));
}

static void
what_is_no_descriptor_set_is_refused (void **state)
{
    workshop_t *self = *state;
    char command[512];

    snprintf (command, sizeof command, "'%s' '%s' '%s' 1.0 2> /dev/null", WL_CONTRACT, WL_CONTRACT,
              self->folder);
    assert_int_equal (run (command), 1);
    snprintf (command, sizeof command, "'%s' /nowhere '%s' 1.0 2> /dev/null", WL_CONTRACT,
              self->folder);
    assert_int_equal (run (command), 1);
    snprintf (command, sizeof command, "'%s' 2> /dev/null", WL_CONTRACT);
    assert_int_equal (run (command), 2);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (what_the_contract_forbids_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown (every_fault_is_told_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown (the_same_contract_gives_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown (options_in_pieces_are_joined, setup, teardown),
        cmocka_unit_test_setup_teardown (what_is_no_descriptor_set_is_refused, setup, teardown),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
