/* Who may apply, and which persons stand behind an application (domain.md 1, 2.5, 4.8 case 1).
 * Pure.
 */
#pragma once

#include <stdint.h>

#include "base/problems.h"
#include "wlacznik/intake.pb-c.h"

/* What a call says about applicants. */
typedef struct applicant_limits {
    uint32_t types;      /* a mask of 1 << wlacznik.ApplicantType */
    uint32_t per_person; /* submitted applications that one person may stand behind; 0: any */
} applicant_limits_t;

typedef enum applicant_completeness {
    APPLICANT_DRAFT,    /* what is there must fit; a group may still look for its second member */
    APPLICANT_COMPLETE, /* everything that a submission needs */
} applicant_completeness_t;

/* Problems are named under "applicant". WL_OK or WL_INVALID_ARGUMENT. The formats of NIP, KRS and
 * e-mail addresses are the contract's and were checked with the message. */
WL_MUST_CHECK wl_status applicant_check (const Wlacznik__Applicant *applicant,
                                         const applicant_limits_t *limits,
                                         applicant_completeness_t completeness,
                                         const wl_problems_t *problems);

uint32_t applicant_types_mask (const Wlacznik__ApplicantType *types, size_t count);

/* Who writes with the applicant, where a call counts them: the account, and the address that the
 * invitation went to. */
typedef struct applicant_coauthor {
    const char *user_id, *email;
} applicant_coauthor_t;

enum {
    APPLICANT_COAUTHORS_MAX = 40,
    APPLICANT_PERSONS_MAX = 21, /* the members that a contract allows, and the account */
    APPLICANT_COUNTED_MAX = APPLICANT_PERSONS_MAX + 2 * APPLICANT_COAUTHORS_MAX,
};

/* The keys under which the limit of a call counts this applicant, ascending and without duplicates,
 * so that locks taken in their order never wait in a circle.
 *
 * A person or an informal group is counted under the e-mail address of each member, in any case of
 * its letters, and under the account that writes; an organisation under its NIP, else its KRS, else
 * its name, and not under the people who speak for it: they may work for several. Keys are hashes
 * that differ from call to call, so the table of them names nobody. Returns their number. */
size_t applicant_persons (const char *call_id, const char *user_id,
                          const Wlacznik__Applicant *applicant, int64_t ret[APPLICANT_PERSONS_MAX]);

/* The same with the co-authors of a person or a group; of an organisation they speak for it. At
 * most APPLICANT_COAUTHORS_MAX of them. */
size_t
applicant_counted (const char *call_id, const char *user_id, const Wlacznik__Applicant *applicant,
                   const applicant_coauthor_t *coauthors, size_t coauthor_count,
                   int64_t ret[APPLICANT_COUNTED_MAX]);
