/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/pattern.h"
#include "inkom/report.h"

/* So many, at most, are looked up for one report: a letter of ours has one of each. */
#define INK_REPORT_IDS_MAX        20
#define INK_REPORT_RECIPIENTS_MAX 50

/* --- fields (field.c) -------------------------------------------------------------------------*/

/* Fields in groups, an empty line between them. text: unfolded. */
GPtrArray *ink_fields_parse(const char *text); /* GPtrArray of InkHeader */
/* The first field of that name in the group, or NULL. */
const char *ink_fields_find(const GPtrArray *group, const char *name);
/* "rfc822; <Anna@example.org>" -> "anna@example.org"; NULL if it is no address. */
char *ink_fields_read_address(const char *value);
/* "<a@b>" -> "a@b"; NULL if there is none. */
char *ink_fields_read_id(const char *value);

/* --- recipients (recipient.c) -----------------------------------------------------------------*/

InkReportRecipient *ink_report_recipient_new(InkReportKind kind);
void ink_report_recipient_free(InkReportRecipient *recipient);

typedef struct InkStatusReader InkStatusReader;
InkStatusReader *ink_status_reader_new(void);
void ink_status_reader_free(InkStatusReader *reader);
/* "5.1.1" from an enhanced status code, an SMTP code or known words; NULL if there is none. */
char *ink_status_read(InkStatusReader *reader, InkPatternScratch *scratch, const char *text);

/* --- reports by the book (standard.c) ---------------------------------------------------------*/

/* FALSE: it is none of that kind, and nothing is changed. */
gboolean ink_report_read_delivery_status(InkReport *report, const InkMessage *message,
                                         InkStatusReader *status, InkPatternScratch *scratch);
gboolean ink_report_read_disposition(InkReport *report, const InkMessage *message);
gboolean ink_report_read_feedback(InkReport *report, const InkMessage *message);
gboolean ink_report_read_calendar(InkReport *report, const InkMessage *message);

/* --- the text (report.c) ----------------------------------------------------------------------*/

/* Subject and text, normalised, as much of it as is looked at. */
char *ink_report_join_text(const InkMessage *message);

/* --- reports in prose (prose.c) ---------------------------------------------------------------*/

typedef struct InkProseReader InkProseReader;
InkProseReader *ink_prose_reader_new(void);
void ink_prose_reader_free(InkProseReader *reader);
gboolean ink_report_read_prose(InkReport *report, const InkMessage *message, InkProseReader *prose,
                               InkStatusReader *status, InkPatternScratch *scratch);
/* Where the returned message begins in the text, NULL if it does not; and where the notice ends. */
const char *ink_prose_find_returned(InkProseReader *prose, InkPatternScratch *scratch,
                                    const char *text, gsize *out_notice_size);
/* An automatic reply, by its header or its subject. */
gboolean ink_report_read_away(InkReport *report, const InkMessage *message, InkProseReader *prose,
                              InkPatternScratch *scratch);

/* --- patterns that stand in the source (patterns.c) -------------------------------------------*/

/* Made like ink_own_id_new() makes them; whether one is ours, the register knows. */
#define INK_OWN_ID_PATTERN "inkom\\.[a-z2-7]{16}\\.[a-z2-7]{26}@[a-z0-9.-]*[a-z0-9]"

/* The program ends if it is wrong: a test compiles them all. */
InkPattern *ink_pattern_of_source(const char *text);
gboolean ink_pattern_is_in(const InkPattern *pattern, InkPatternScratch *scratch, const char *text,
                           InkSpan *out_span);
/* The named group of the last match, new; NULL if it took no part. */
char *ink_pattern_dup_group(const InkPattern *pattern, const InkPatternScratch *scratch,
                            const char *text, const char *name);
