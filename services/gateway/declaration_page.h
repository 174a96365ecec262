/* The accessibility declaration (act of 4 April 2019 on the digital accessibility of public bodies'
 * sites, art. 10) with the identifiers that the ministry's technical conditions give its parts
 * ("a11y-podmiot"), by which monitoring reads it. What only the operator knows stands in the
 * configuration. Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/gateway.pb-c.h"

void declaration_page_write (const Gateway__Operator *facts, const char *locale, wl_buffer_t *out);
