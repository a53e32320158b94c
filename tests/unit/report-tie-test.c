/* SPDX-License-Identifier: MIT
 *
 * From a report to the letter it is about: by bounce address, by Message-ID, by what only stands in
 * the text; and how sure that is.
 */
#include "parse-harness.h"

#include "inkom/report.h"

#define TO      "anna.ek@example.org"
#define OURS    "inkom.k3n5pq2r7tuvwxya.mzxw6ytboi2gk3tfonsxo5lqoi@exempelkommun.example"
#define BOUNCES "studs+7qk@exempelkommun.example"

typedef struct {
    gboolean has_addresses, has_left, is_broken;
} Register;

static gboolean
give_letter(const Register *self, gboolean is_found, gint64 id, InkReportLetter **out_letter,
            GError **error)
{
    if (self->is_broken) {
        g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, "trasigt");
        return FALSE;
    }
    if (!is_found)
        return TRUE;
    *out_letter = g_new0(InkReportLetter, 1);
    (*out_letter)->id = id;
    (*out_letter)->case_id = id + 10;
    (*out_letter)->to = g_strdup(TO);
    (*out_letter)->has_left = self->has_left;
    return TRUE;
}

static gboolean
find_by_address(gpointer data, const char *address, InkReportLetter **out_letter, GError **error)
{
    return give_letter(data, g_str_equal(address, BOUNCES), 1, out_letter, error);
}

static gboolean
find_by_id(gpointer data, const char *message_id, InkReportLetter **out_letter, GError **error)
{
    return give_letter(data, g_str_equal(message_id, OURS), 2, out_letter, error);
}

static gboolean
find_by_number(gpointer data G_GNUC_UNUSED, const char *text, const GPtrArray *recipients,
               gint64 *out_case_id, GError **error G_GNUC_UNUSED)
{
    *out_case_id = recipients->len > 0 && strstr(text, "KS 2026/0412") != NULL ? 99 : 0;
    return TRUE;
}

#define REPORT(to, fields, returned)                                                               \
    "Return-Path: <>\nDelivered-To: " to "\nFrom: MAILER-DAEMON@example.net\n"                     \
    "Subject: Undelivered\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=b;"         \
    " report-type=delivery-status\n\n--b\n\nHej\n--b\nContent-Type: message/delivery-status\n\n"   \
    "Reporting-MTA: dns; x\n\n" fields "\n--b\nContent-Type: text/rfc822-headers\n\n" returned     \
    "\n--b--\n"
#define INBOX          "inkorg@exempelkommun.example"
#define FAILED(to)     "Final-Recipient: rfc822; " to "\nAction: failed\nStatus: 5.1.1\n"
#define RETURNED(id)   "Message-ID: <" id ">\n"
#define ORIGINAL(a, b) "Original-Recipient: rfc822; " a "\n" FAILED(b)
#define CAPITALS       "INKOM.K3N5PQ2R7TUVWXYA.MZXW6YTBOI2GK3TFONSXO5LQOI@EXEMPELKOMMUN.EXAMPLE"
#define PROSE(text)    "Return-Path: <>\nFrom: postmaster@example.net\nSubject: x\n\n" text

static const struct {
    const char *text;
    InkTieKind kind;
    gint64 letter, case_id;
} cases[] = {
    {REPORT(BOUNCES, FAILED(TO), ""), INK_TIE_SURE, 1, 11},
    {REPORT(BOUNCES, FAILED(TO), RETURNED(OURS)), INK_TIE_SURE, 1, 11},
    {REPORT(BOUNCES, FAILED("bo@example.org"), ""), INK_TIE_OTHER, 1, 11},
    {REPORT(INBOX, FAILED(TO), RETURNED(OURS)), INK_TIE_SURE, 2, 12},
    {REPORT(INBOX, FAILED("Anna.Ek@EXAMPLE.org"), RETURNED(OURS)), INK_TIE_SURE, 2, 12},
    {REPORT(INBOX, FAILED(TO), RETURNED(CAPITALS)), INK_TIE_SURE, 2, 12},
    {REPORT(INBOX, ORIGINAL(TO, "a@example.net"), RETURNED(OURS)), INK_TIE_SURE, 2, 12},
    {REPORT(INBOX, FAILED("a@example.net"), RETURNED(OURS)), INK_TIE_OTHER, 2, 12},
    {REPORT(INBOX, FAILED(TO), RETURNED("x@example.org")), INK_TIE_NONE, 0, 0},
    {REPORT(INBOX, FAILED(TO), "Subject: KS 2026/0412\n"), INK_TIE_GUESS, 0, 99},
    {REPORT(INBOX, "Status: x\n", "Subject: KS 2026/0412\n"), INK_TIE_NONE, 0, 0},
    {PROSE("could not be delivered to " TO ": 550 no " OURS), INK_TIE_GUESS, 2, 12},
    {PROSE("could not be delivered to " TO ": KS 2026/0412"), INK_TIE_GUESS, 0, 99},
    {"Return-Path: <>\nFrom: " TO "\nSubject: Autosvar: x\nIn-Reply-To: <" OURS ">\n\nHej",
     INK_TIE_SURE, 2, 12},
    {"Return-Path: <>\nFrom: " TO "\nSubject: Autosvar: KS 2026/0412\n\nHej", INK_TIE_NONE, 0, 0},
};

static InkReportTie *
tie_text(const Register *self, const char *text, GError **error)
{
    const InkLetterIndex index = {self->has_addresses ? find_by_address : NULL, find_by_id,
                                  find_by_number, (gpointer)self};
    g_autoptr(InkReportReader) reader = ink_report_reader_new();
    g_autoptr(InkMessage) message = parse_text(text);
    g_autoptr(InkReport) report = ink_report_read(reader, message);
    InkReportTie *tie = ink_report_tie(report, &index, error);
    if (tie != NULL)
        tie->about = NULL; /* it lies in the report, which goes now */
    return tie;
}

static void
test_cases(void)
{
    const Register here = {.has_addresses = TRUE, .has_left = TRUE};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkReportTie) tie = tie_text(&here, cases[i].text, &error);
        g_assert_no_error(error);
        g_test_message("case %d:\n%s", (int)i, cases[i].text);
        g_assert_cmpint(tie->kind, ==, cases[i].kind);
        g_assert_cmpint(tie->letter != NULL ? tie->letter->id : 0, ==, cases[i].letter);
        g_assert_cmpint(tie->case_id, ==, cases[i].case_id);
        g_assert_cmpint(tie->evidence != NULL, ==, tie->kind != INK_TIE_NONE);
    }
}

/* Where letters have no bounce addresses of their own, the rest still works. */
static void
test_without_addresses(void)
{
    const Register here = {.has_left = TRUE};
    g_autoptr(InkReportTie) none = tie_text(&here, REPORT(BOUNCES, FAILED(TO), ""), NULL);
    g_assert_cmpint(none->kind, ==, INK_TIE_NONE);
    g_autoptr(InkReportTie) by_id =
        tie_text(&here, REPORT(BOUNCES, FAILED(TO), RETURNED(OURS)), NULL);
    g_assert_cmpint(by_id->kind, ==, INK_TIE_SURE);
}

static void
test_not_left(void)
{
    const Register here = {.has_addresses = TRUE};
    g_autoptr(InkReportTie) tie = tie_text(&here, REPORT(BOUNCES, FAILED(TO), ""), NULL);
    g_assert_cmpint(tie->kind, ==, INK_TIE_OTHER);
}

static void
test_broken(void)
{
    const Register here = {.has_addresses = TRUE, .is_broken = TRUE};
    g_autoptr(GError) error = NULL;
    g_assert_null(tie_text(&here, REPORT(BOUNCES, FAILED(TO), ""), &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/report-tie/cases", test_cases);
    g_test_add_func("/report-tie/without-addresses", test_without_addresses);
    g_test_add_func("/report-tie/not-left", test_not_left);
    g_test_add_func("/report-tie/broken", test_broken);
    return g_test_run();
}
