/* SPDX-License-Identifier: MIT
 *
 * A letter that an officer passes on as an attachment: what its own header says of it holds, as if
 * it had come by itself. Only what a mail server of ours would say is not believed there.
 */
#include "pipeline-harness.h"

#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define HEAD                                                                                       \
    "Authentication-Results: mx.exempelkommun.example; dmarc=pass "                                \
    "header.from=exempelkommun.example\n"                                                          \
    "Received: from a by mx.exempelkommun.example with ESMTP; Fri, 27 Mar 2026 10:00:00 +0100\n"   \
    "Return-Path: <eva.lind@exempelkommun.example>\n"                                              \
    "From: Eva Lind <eva.lind@exempelkommun.example>\nTo: inkorg@exempelkommun.example\n"          \
    "Subject: VB: Dalig skolskjuts\nMessage-ID: <eva@exempelkommun.example>\n"                     \
    "Date: Fri, 27 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\n"                                   \
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nFor "           \
    "registrering.\n--b\nContent-Type: message/rfc822\n\n"
#define MATS                                                                                       \
    "From: Mats Lund <mats.lund@example.com>\nTo: eva.lind@exempelkommun.example\n"                \
    "Date: Thu, 26 Mar 2026 21:40:00 +0100\nMessage-ID: <mats@example.com>\n"
#define SUBJECT "Subject: Dalig skolskjuts\n"
#define TAIL    "\nSkolskjutsen kommer for sent varje morgon. Det ar inte acceptabelt.\n--b--\n"

/* What stands in the attached header, the reason that must come of it, and what becomes of it. */
typedef struct {
    const char *name, *headers, *row;
    InkDisposition disposition;
} Mark;

static const Mark marks[] = {
    {"return-path-empty", "Return-Path: <>\n" SUBJECT, "2", INK_DISPOSITION_AUTOMATIC},
    {"return-path-bad", "Return-Path: ?\n" SUBJECT, "3", INK_DISPOSITION_NEW},
    {"report", "Content-Type: multipart/report; report-type=delivery-status; boundary=c\n" SUBJECT,
     "4", INK_DISPOSITION_BOUNCE},
    {"auto-replied", "Auto-Submitted: auto-replied\n" SUBJECT, "8a", INK_DISPOSITION_AUTOMATIC},
    {"auto-generated", "Auto-Submitted: auto-generated\n" SUBJECT, "8b", INK_DISPOSITION_NEW},
    {"suppress", "X-Auto-Response-Suppress: All\n" SUBJECT, "9a", INK_DISPOSITION_NEW},
    {"precedence", "Precedence: bulk\n" SUBJECT, "10", INK_DISPOSITION_NEW},
    {"list", "List-Id: <nyheter.example.com>\n" SUBJECT, "11", INK_DISPOSITION_NEW},
    {"feedback-id", "Feedback-ID: x\n" SUBJECT, "12", INK_DISPOSITION_NEW},
    {"autoreply", "X-Autoreply: yes\n" SUBJECT, "13", INK_DISPOSITION_NEW},
    {"bounces", "Return-Path: <bounces+17@example.com>\n" SUBJECT, "14", INK_DISPOSITION_NEW},
    {"other-path", "Return-Path: <mats@example.net>\n" SUBJECT, "19", INK_DISPOSITION_NEW},
};

static InkVerdict *
take_in(Fixture *fixture, const char *headers)
{
    g_autofree char *text = g_strconcat(HEAD, headers, MATS, TAIL, NULL);
    InkVerdict *verdict = pipeline_take_in(fixture, text);
    g_assert_cmpstr(verdict->origin->sender, ==, "mats.lund@example.com");
    return verdict;
}

static GPtrArray *
list_letters(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    return letters;
}

static void
test_mark(Fixture *fixture, gconstpointer data)
{
    const Mark *mark = data;
    g_autoptr(InkVerdict) verdict = take_in(fixture, mark->headers);
    g_autofree char *reason = g_strdup_printf("besvaras inte (%s): ", mark->row);
    gboolean is_told = FALSE;
    for (guint i = 0; i < verdict->decision->reasons->len; i++)
        is_told |= g_str_has_prefix(verdict->decision->reasons->pdata[i], reason);
    g_assert_true(is_told);
    g_assert_cmpint(verdict->decision->disposition, ==, mark->disposition);
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    g_assert_cmpuint(letters->len, ==, 0);
    /* A person is told, whatever became of it. */
    g_assert_cmpuint(verdict->decision->notes->len, >, 0);
}

/* headers that take nobody's receipt away. */
static void
test_answered(Fixture *fixture, gconstpointer data)
{
    fixture->config->authserv_id = g_strdup("mx.exempelkommun.example");
    g_autoptr(InkVerdict) verdict = take_in(fixture, data);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    g_assert_cmpuint(letters->len, ==, 1);
    g_assert_cmpstr(((const InkOutboxRow *)letters->pdata[0])->to, ==, "mats.lund@example.com");
}

/* Nor do they give one: anybody can write what our server would have said. */
static void
test_forged_results(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->authserv_id = g_strdup("mx.exempelkommun.example");
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, "Return-Path: <mats@example.net>\n"
                         "Authentication-Results: mx.exempelkommun.example; dmarc=pass "
                         "header.from=example.com; dkim=pass header.d=example.com\n" SUBJECT);
    g_assert_false(verdict->decision->reply.send);
    g_assert_true(verdict->decision->reply.is_owed);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autofree char *path = g_strdup_printf("/attached/mark/%s", marks[i].name);
        g_test_add(path, Fixture, &marks[i], pipeline_set_up, test_mark, pipeline_tear_down);
    }
#define ADD(path, data, function)                                                                  \
    g_test_add("/attached/" path, Fixture, data, pipeline_set_up, function, pipeline_tear_down)
    ADD("plain", SUBJECT, test_answered);
    ADD("own-path", "Return-Path: <mats.lund@example.com>\n" SUBJECT, test_answered);
    ADD("auto-submitted-no", "Auto-Submitted: no\n" SUBJECT, test_answered);
    ADD("results", "Authentication-Results: mx.exempelkommun.example; dmarc=fail\n" SUBJECT,
        test_answered);
    ADD("forged-results", NULL, test_forged_results);
#undef ADD
    return g_test_run();
}
