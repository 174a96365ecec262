/* Every letter, in plain language: what happened, what it means, what to do next, one link. Only
 * template.h's functions read these. Each ends with an entry without a name.
 */
#pragma once

#include "template.h"

#define SIGNED_PL "\n\nZespół programu\n{{url}}"
#define SIGNED_EN "\n\nThe programme's team\n{{url}}"

/* The one link, where it leads to the same place in many letters. */
#define TO_APPLICATION_PL "\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL
#define TO_APPLICATION_EN \
    "\n\n→ See the application: {{url}}/applications/{{application}}" SIGNED_EN
#define TO_CARDS_PL   "\n\n→ Otwórz swoje karty: {{url}}/cards" SIGNED_PL
#define TO_CARDS_EN   "\n\n→ Open your cards: {{url}}/cards" SIGNED_EN
#define TO_DOSSIER_PL "\n\n→ Otwórz zgłoszenie: {{url}}/office/dossiers/{{application}}" SIGNED_PL
#define TO_DOSSIER_EN \
    "\n\n→ Open the application: {{url}}/office/dossiers/{{application}}" SIGNED_EN

extern const template_text_t TEMPLATES_ACCOUNT[];
extern const template_text_t TEMPLATES_APPLICATION[];
extern const template_text_t TEMPLATES_RESULTS[];
extern const template_text_t TEMPLATES_GRANTS[];
extern const template_text_t TEMPLATES_STAFF[];
extern const template_text_t TEMPLATES_NEWS[];
