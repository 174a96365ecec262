/* Polish identifiers, by domain.md 5.5. A valid checksum does not mean that the number is given to
 * anyone. All are text, because leading zeros count. Pure functions; NULL is invalid.
 */
#pragma once

#include "base/status.h"

WL_MUST_CHECK bool wl_nip_valid (const char *text);   /* 10 digits */
WL_MUST_CHECK bool wl_regon_valid (const char *text); /* 9 or 14 digits */
WL_MUST_CHECK bool wl_krs_valid (const char *text);   /* 10 digits, no check digit */
WL_MUST_CHECK bool wl_pesel_valid (const char *text); /* 11 digits, checksum and birth date */
/* A TERYT/TERC code of 2 (voivodeship), 4 (county), 6 or 7 (commune, with kind) digits. */
WL_MUST_CHECK bool wl_teryt_valid (const char *text);
/* A practical reading of RFC 5321/6531: one '@', no space or control, parts within their limits,
 * a dot in the domain. Whether it exists, only a message tells. */
WL_MUST_CHECK bool wl_email_valid (const char *text);
/* A partner region: a two-digit TERYT voivodeship, or a lower-case name of 2..8 letters, digits and
 * hyphens for a partner that is not a voivodeship. "pl" is the programme as a whole. */
WL_MUST_CHECK bool wl_region_valid (const char *text);
