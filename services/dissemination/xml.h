/* XML 1.0 into a buffer. Whatever a text holds, the document stays well-formed. */
#pragma once

#include "base/text.h"

void xml_begin (wl_buffer_t *out); /* the declaration */
/* `text` escaped, for content and for attributes in double quotes; characters that XML 1.0 does not
 * know (section 2.2) become U+FFFD. `text` is UTF-8; NULL is "". */
void xml_text (wl_buffer_t *out, const char *text);
/* <name>text</name>; nothing when the text is empty. `name` may carry attributes. */
void xml_element (wl_buffer_t *out, const char *name, const char *text);
