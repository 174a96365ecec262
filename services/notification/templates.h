/* Every letter, in plain language: what happened, what it means, what to do next, one link. Only
 * template.h's functions read these. Each ends with an entry without a name.
 */
#pragma once

#include "template.h"

#define SIGNED_PL "\n\nZespół programu\n{{url}}"
#define SIGNED_EN "\n\nThe programme's team\n{{url}}"

extern const template_text_t TEMPLATES_ACCOUNT[];
extern const template_text_t TEMPLATES_APPLICATION[];
extern const template_text_t TEMPLATES_RESULTS[];
extern const template_text_t TEMPLATES_GRANTS[];
extern const template_text_t TEMPLATES_STAFF[];
extern const template_text_t TEMPLATES_NEWS[];
