/* SPDX-License-Identifier: MIT
 *
 * Reports as mail systems write them: the .eml files of tests/unit/reports, and beside each,
 * as .expected, what is read from it. Addresses and names are invented, the forms are real ones.
 */
#include "parse-harness.h"

#include "inkom/report.h"

#include <time.h>

/* Of processor time, whatever else the machine does; what is not linear takes far more. */
#define SECONDS_MAX 20
#define AT_LEAST    40

static const char *const kinds[] = {"none", "delivered", "delayed",  "unclear", "failed",
                                    "read", "complaint", "calendar", "away"};

static void
append_list(GString *out, const char *name, char *const *values)
{
    for (; *values != NULL; values++)
        g_string_append_printf(out, "%s: %s\n", name, *values);
}

static char *
format(const InkReport *report)
{
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "kind: %s\n", kinds[report->kind]);
    if (report->format != NULL)
        g_string_append_printf(out, "format: %s\n", report->format);
    for (guint i = 0; i < report->recipients->len; i++) {
        const InkReportRecipient *recipient = report->recipients->pdata[i];
        g_string_append_printf(out, "recipient: %s %s%s %s", recipient->recipient,
                               kinds[recipient->kind], recipient->is_permanent ? " for good" : "",
                               recipient->status != NULL ? recipient->status : "-");
        if (recipient->original != NULL)
            g_string_append_printf(out, " original %s", recipient->original);
        if (recipient->diagnostic != NULL)
            g_string_append_printf(out, "\n  %s", recipient->diagnostic);
        g_string_append_c(out, '\n');
    }
    append_list(out, "id", report->message_ids);
    append_list(out, "mentioned", report->mentioned_ids);
    if (report->envelope_id != NULL)
        g_string_append_printf(out, "envelope: %s\n", report->envelope_id);
    if (report->detail != NULL)
        g_string_append_printf(out, "detail: %s\n", report->detail);
    return g_string_free(out, FALSE);
}

static InkReport *
read_bytes(const char *data, gsize size)
{
    g_autoptr(InkReportReader) reader = ink_report_reader_new();
    g_autoptr(InkMessage) message = parse_bytes(data, size);
    return ink_report_read(reader, message);
}

static void
test_file(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    const char *path = data;
    g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".eml"));
    g_autofree char *expected_path = g_strconcat(stem, ".expected", NULL);
    g_autofree char *bytes = NULL, *expected = NULL;
    gsize size;
    g_file_get_contents(path, &bytes, &size, &error);
    g_assert_no_error(error);
    g_file_get_contents(expected_path, &expected, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(InkReport) report = read_bytes(bytes, size);
    g_autofree char *got = format(report);
    g_assert_cmpstr(got, ==, expected);
}

/* The same bytes, cut off anywhere: something is read, and nothing goes wrong. */
static void
test_cut(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize size;
    g_file_get_contents(data, &bytes, &size, &error);
    g_assert_no_error(error);
    g_autoptr(InkReportReader) reader = ink_report_reader_new();
    for (gsize cut = 64; cut < size; cut += 97) {
        g_autoptr(InkMessage) message = parse_bytes(bytes, cut);
        g_autoptr(InkReport) report = ink_report_read(reader, message);
        g_assert_nonnull(report->recipients);
    }
}

static void
test_words(void)
{
    for (InkReportKind kind = INK_REPORT_NONE; kind <= INK_REPORT_AWAY; kind++)
        g_assert_cmpstr(ink_report_kind_get_swedish(kind), !=, "");
}

/* A notice that is long and full of what the patterns look for takes no long time. */
static void
test_long(void)
{
    GString *text = g_string_new("Return-Path: <>\nFrom: MAILER-DAEMON@example.org\n\n"
                                 "could not be delivered to one or more recipients\n");
    for (int i = 0; i < 20000; i++)
        g_string_append_printf(text, "<a%d@example.org> 5.1 ---- did not reach 550-\n", i);
    clock_t start = clock();
    g_autoptr(InkReport) report = read_bytes(text->str, text->len);
    g_assert_cmpint(report->kind, ==, INK_REPORT_FAILED);
    g_assert_cmpuint(report->recipients->len, <=, 50);
    g_assert_cmpint((clock() - start) / CLOCKS_PER_SEC, <, SECONDS_MAX);
    g_string_free(text, TRUE);
}

#define OWN_ID "inkom.k3n5pq2r7tuvwxya.mzxw6ytboi2gk3tfonsxo5lqoi@exempelkommun.example"

/* References of a megabyte: the newest that are like ours are kept, and it takes no long time. */
static void
test_references(void)
{
    g_autoptr(GString) text = g_string_new("From: anna@example.org\nSubject: Autosvar: borta\n"
                                           "In-Reply-To: <x@example.org> <" OWN_ID ">\n"
                                           "References:");
    for (int i = 0; i < 95000; i++)
        g_string_append_printf(text, "\n <%x@a>", i + 4096);
    for (int i = 0; i < 50; i++)
        g_string_append_printf(text, "\n <inkom.k3n5pq2r7tuvwx%c%c.%.26s@a.example>", 'a' + i % 26,
                               'a' + i / 26, &OWN_ID[23]);
    g_string_append(text, "\n <inkom.x@a.example> <x." OWN_ID ">\n\nHej\n");
    clock_t start = clock();
    g_autoptr(InkReport) report = read_bytes(text->str, text->len);
    g_assert_cmpint((clock() - start) / CLOCKS_PER_SEC, <, SECONDS_MAX);
    g_assert_cmpint(report->kind, ==, INK_REPORT_AWAY);
    g_assert_cmpuint(g_strv_length(report->message_ids), ==, 20);
    g_assert_cmpstr(report->message_ids[0], ==, OWN_ID);
    g_assert_true(g_str_has_prefix(report->message_ids[1], "inkom.k3n5pq2r7tuvwxxb."));
}

/* Recipients without end: whoever is asked about each of them would be asked ten thousand times. */
static void
test_recipients(void)
{
    g_autoptr(GString) text =
        g_string_new("From: mailer-daemon@example.net\nMIME-Version: 1.0\n"
                     "Content-Type: multipart/report; boundary=b; report-type=delivery-status\n\n"
                     "--b\n\nHej\n");
    for (int part = 0; part < 10; part++) {
        g_string_append(text,
                        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n");
        for (int i = 0; i < 600; i++)
            g_string_append_printf(text, "\nFinal-Recipient: rfc822;a%d@b\nAction: failed\n", i);
    }
    g_string_append(text, "--b--\n");
    g_autoptr(InkReport) report = read_bytes(text->str, text->len);
    g_assert_cmpint(report->kind, ==, INK_REPORT_FAILED);
    g_assert_cmpuint(report->recipients->len, ==, 50);
}

/* Comments may stand anywhere, and other words about the token: all that ask read it alike. */
static void
test_automatic(void)
{
    static const struct {
        const char *field;
        InkReportKind kind;
    } cases[] = {
        {"Auto-Submitted: auto-replied", INK_REPORT_AWAY},
        {"Auto-Submitted: (semester) auto-replied", INK_REPORT_AWAY},
        {"auto-submitted: AUTO-Replied(x); owner-email=a", INK_REPORT_AWAY},
        {"Auto-Submitted: no\nAuto-Submitted:\n (x (y)) auto-replied vacation", INK_REPORT_AWAY},
        {"Precedence: (x) Auto_Reply", INK_REPORT_AWAY},
        {"Auto-Submitted: auto-generated (auto-replied)", INK_REPORT_NONE},
        {"Auto-Submitted: no; x=auto-replied", INK_REPORT_NONE},
        {"Auto-Submitted: auto-repliedx", INK_REPORT_NONE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf(
            "From: anna@example.org\nSubject: Ditt brev\n%s\n\nHej\n", cases[i].field);
        g_test_message("%s", cases[i].field);
        g_autoptr(InkReport) report = read_bytes(text, strlen(text));
        g_assert_cmpint(report->kind, ==, cases[i].kind);
    }
}

/* Collections of real mail, where there are some: every message is read, and those that call
 * themselves delivery reports say what happened to whom. */
static void
read_folder(InkReportReader *reader, const char *folder, guint *reports)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            read_folder(reader, path, reports);
            continue;
        }
        const InkLimits limits = INK_LIMITS_DEFAULT;
        char *data;
        gsize size;
        g_assert_true(g_file_get_contents(path, &data, &size, NULL));
        g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, NULL);
        if (message == NULL)
            continue;
        g_autoptr(InkReport) report = ink_report_read(reader, message);
        if (g_strcmp0(message->report_type, "delivery-status") == 0) {
            g_test_message("%s: %s", path, kinds[report->kind]);
            g_assert_true(ink_report_is_delivery(report));
            g_assert_cmpuint(report->recipients->len, >, 0);
            (*reports)++;
        }
    }
}

static void
test_corpus(void)
{
    const char *given = g_getenv("INK_CORPUS");
    g_autofree char *folder = given != NULL ? g_strdup(given) : test_path("../shared/corpus");
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        g_test_skip("INK_CORPUS is not set: no collection of real mail");
        return;
    }
    guint reports = 0;
    g_autoptr(InkReportReader) reader = ink_report_reader_new();
    read_folder(reader, folder, &reports);
    g_test_message("%u delivery reports", reports);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_autofree char *folder = test_path("tests/unit/reports");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        if (g_str_has_suffix(name, ".eml")) {
            char *path = g_build_filename(folder, name, NULL);
            g_autofree char *test = g_strconcat("/report/", name, NULL);
            g_autofree char *cut = g_strconcat("/report/cut/", name, NULL);
            g_ptr_array_add(files, path);
            g_test_add_data_func(test, path, test_file);
            g_test_add_data_func(cut, path, test_cut);
        }
    g_assert_cmpuint(files->len, >=, AT_LEAST);
    g_test_add_func("/report/words", test_words);
    g_test_add_func("/report/long", test_long);
    g_test_add_func("/report/references", test_references);
    g_test_add_func("/report/recipients", test_recipients);
    g_test_add_func("/report/automatic", test_automatic);
    g_test_add_func("/report/corpus", test_corpus);
    return g_test_run();
}
