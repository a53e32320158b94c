/* SPDX-License-Identifier: MIT
 *
 * The title of a case (ärendemening): what the matter is, in a line that may be published.
 */
#pragma once

#include "inkom/message.h"
#include "inkom/pattern.h"

typedef struct InkTitler InkTitler; /* holds the patterns that titles need */

InkTitler *ink_titler_new(void);
void ink_titler_free(InkTitler *titler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTitler, ink_titler_free)

/* From subject, text or attachments, when no rule has a title. Never empty, never a worthless word
 * alone; personal identity numbers, telephone numbers and names are left out. */
char *ink_title_make(const InkTitler *titler, InkPatternScratch *scratch,
                     const InkMessage *message);

/* The text without reply prefixes, tags, numbers of cases, personal identity numbers and telephone
 * numbers, on one line, cut. "" when nothing is left. */
char *ink_title_clean(const InkTitler *titler, InkPatternScratch *scratch, const char *text);
/* The value of a field, for a title: as above, but shorter and with prefixes and numbers left. */
char *ink_title_clean_field(const InkTitler *titler, InkPatternScratch *scratch, const char *text);
/* The title without the numbers of houses that the message says somebody lives in. */
char *ink_title_hide_homes(const InkTitler *titler, InkPatternScratch *scratch,
                           const InkMessage *message, const char *title);
/* TRUE for "Synpunkt", "Hej!!", "…": what says nothing of the matter. */
gboolean ink_title_is_worthless(const InkTitler *titler, InkPatternScratch *scratch,
                                const char *title);
