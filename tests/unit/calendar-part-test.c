/* SPDX-License-Identifier: MIT
 *
 * What a calendar in a message asks for, and that one which asks for nothing costs its sender no
 * receipt.
 */
#include "pipeline-harness.h"

#include "inkom/parse.h"

#define TRACE                                                                                      \
    "Return-Path: <anna.ek@example.org>\nFrom: anna.ek@example.org\n"                              \
    "To: inkorg@exempelkommun.example\nSubject: Gatlampan lyser inte\nMIME-Version: 1.0\n"
#define MIXED                                                                                      \
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n"  \
    "\nGatubelysningen på Storgatan är trasig.\n--b\nContent-Type: "
#define FILE "\nContent-Disposition: attachment; filename=tid.ics\n"
#define ICS  "BEGIN:VCALENDAR\nVERSION:2.0\n"
#define END  "BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n--b--\n"

static const struct {
    const char *text, *method; /* NULL = asks for nothing */
} calendars[] = {
    /* by the type */
    {MIXED "text/calendar; method=REQUEST\n\n" ICS END, "REQUEST"},
    {MIXED "TEXT/Calendar; Method=reply\n\n" ICS END, "REPLY"},
    {MIXED "text/calendar; charset=utf-8;\n METHOD=\"CANCEL\"\n\n" ICS END, "CANCEL"},
    {MIXED "text/calendar; method=REQUEST" FILE "\n" ICS END, "REQUEST"},
    {MIXED "text/calendar; method=DECLINECOUNTER\n\n" ICS "METHOD:PUBLISH\n" END, "DECLINECOUNTER"},
    {"Content-Type: text/calendar; method=REPLY\n\n" ICS, "REPLY"},
    {MIXED "multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nJa\n--c\n"
           "Content-Type: text/calendar; method=COUNTER\n\n" ICS "--c--\n--b--\n",
     "COUNTER"},
    {MIXED "text/calendar\n\n" ICS "\n--b\nContent-Type: text/calendar; method=REPLY\n\n" ICS END,
     "REPLY"},
    /* by the calendar itself */
    {MIXED "text/calendar\n\n" ICS "METHOD:REQUEST\n" END, "REQUEST"},
    {MIXED "text/calendar\n\n" ICS "method:Reply\n" END, "REPLY"},
    {MIXED "text/calendar\n\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" END, "CANCEL"},
    {MIXED "text/calendar\nContent-Transfer-Encoding: base64\n\n"
           "QkVHSU46VkNBTEVOREFSCk1FVEhPRDpSRVBMWQo=\n--b--\n",
     "REPLY"},
    /* asks for nothing */
    {MIXED "text/calendar\n\n" ICS END, NULL},
    {MIXED "text/calendar" FILE "\n" ICS END, NULL},
    {MIXED "text/calendar; name=inbjudan.ics" FILE "\n" ICS "METHOD:REQUEST\n" END, NULL},
    {MIXED "text/calendar; method=PUBLISH\n\n" ICS END, NULL},
    {MIXED "text/calendar\n\n" ICS "METHOD:PUBLISH\n" END, NULL},
    {MIXED "text/calendar; method=\"\"\n\n" ICS END, NULL},
    {MIXED "text/calendar; method=-\n\n" ICS END, NULL},
    {MIXED "text/calendar; method=\"x/y\"\n\n" ICS END, NULL},
    {MIXED "text/calendar\n\n" ICS "METHODS:REQUEST\nX-METHOD:REQUEST\n METHOD:REQUEST\n" END,
     NULL},
    {MIXED "application/ics; method=REQUEST" FILE "\n" ICS "METHOD:REQUEST\n" END, NULL},
    {MIXED "text/plain; method=REQUEST\n\n" ICS "METHOD:REQUEST\n" END, NULL},
    {"Content-Type: text/plain; charset=utf-8\n\nMETHOD:REQUEST\n", NULL},
};

static void
test_method(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(calendars); i++) {
        const InkLimits limits = INK_LIMITS_DEFAULT;
        g_autoptr(GError) error = NULL;
        g_autofree char *text = g_strconcat(TRACE, calendars[i].text, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, &error);
        g_assert_no_error(error);
        g_test_message("%s", calendars[i].text);
        g_assert_cmpstr(message->calendar_method, ==, calendars[i].method);
    }
}

/* A person who writes to us is answered, whatever she has attached. */
static void
test_receipt(PipelineFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(calendars); i++) {
        g_autofree char *text = g_strconcat(TRACE, calendars[i].text, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        const InkEnvelope envelope = {.mailbox = "inkorg",
                                      .unit = "KS",
                                      .uidvalidity = 1,
                                      .uid = "1",
                                      .stored_at = ink_clock_now(fixture->clock),
                                      .stored_by = "INTERNALDATE",
                                      .bytes = bytes,
                                      .size = (gint64)strlen(text)};
        g_autoptr(InkVerdict) verdict = pipeline_decide(fixture, &envelope);
        g_test_message("%s", calendars[i].text);
        g_assert_cmpint(verdict->decision->reply.send, ==, calendars[i].method == NULL);
        if (calendars[i].method == NULL)
            g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/calendar-part/method", test_method);
    g_test_add("/calendar-part/receipt", PipelineFixture, NULL, pipeline_set_up, test_receipt,
               pipeline_tear_down);
    return g_test_run();
}
