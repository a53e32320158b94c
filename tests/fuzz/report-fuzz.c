/* SPDX-License-Identifier: MIT
 *
 * Delivery reports and other machines' answers: what is read in one is safe to show and to store.
 */
#include "fuzz.h"

#include "inkom/parse.h"
#include "inkom/report.h"

static InkReportReader *reader;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    ink_parse_init();
    reader = ink_report_reader_new();
    return 0;
}

static void
check_optional(const char *text)
{
    if (text != NULL)
        fuzz_assert_text(text);
}

static void
check_recipient(const InkReportRecipient *recipient)
{
    check_optional(recipient->recipient);
    check_optional(recipient->original);
    check_optional(recipient->status);
    check_optional(recipient->diagnostic);
    g_assert_true(recipient->diagnostic == NULL || strpbrk(recipient->diagnostic, "\r\n") == NULL);
    g_assert_true(recipient->recipient == NULL || strpbrk(recipient->recipient, "\r\n <>") == NULL);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, NULL);
    if (message == NULL)
        return 0;
    g_autoptr(InkReport) report = ink_report_read(reader, message);
    fuzz_assert_text(ink_report_kind_get_swedish(report->kind));
    for (guint i = 0; i < report->recipients->len; i++)
        check_recipient(report->recipients->pdata[i]);
    for (char **id = report->message_ids; id != NULL && *id != NULL; id++)
        fuzz_assert_text(*id);
    check_optional(report->envelope_id);
    check_optional(report->detail);
    check_optional(report->text);
    ink_report_get_worst(report);
    return 0;
}
