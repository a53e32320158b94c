/* SPDX-License-Identifier: MIT
 *
 * Who is obeyed: the whole matrix of what is proved and what is ordered, who counts as an officer,
 * and the letters that are never obeyed.
 */
#include "harness.h"

#include "inkom/officer.h"
#include "inkom/parse.h"

#include <string.h>

#define NOW 1774627200 /* Fri, 27 Mar 2026 16:00:00 +0000 */

/* Low, middle and high for each signed address: own, none, late, another's, forged. r = run,
 * c = confirm, - = refuse. */
static const struct {
    InkProvedBy by;
    InkIdentity identity;
    const char *judgements;
} matrix[] = {
    {INK_PROVED_BY_AUTHENTICATION, INK_IDENTITY_PROVED, "rrc cc- cc- --- ---"},
    {INK_PROVED_BY_AUTHENTICATION, INK_IDENTITY_UNTESTED, "c-- --- --- --- ---"},
    {INK_PROVED_BY_AUTHENTICATION, INK_IDENTITY_UNPROVED, "c-- --- --- --- ---"},
    {INK_PROVED_BY_AUTHENTICATION, INK_IDENTITY_STRANGER, "--- --- --- --- ---"},
    {INK_PROVED_BY_CONFIRMATION, INK_IDENTITY_PROVED, "rrc cc- cc- --- ---"},
    {INK_PROVED_BY_CONFIRMATION, INK_IDENTITY_UNTESTED, "cc- cc- cc- --- ---"},
    {INK_PROVED_BY_CONFIRMATION, INK_IDENTITY_UNPROVED, "c-- --- --- --- ---"},
    {INK_PROVED_BY_CONFIRMATION, INK_IDENTITY_STRANGER, "--- --- --- --- ---"},
};

static void
test_matrix(void)
{
    static const char letters[] = {
        [INK_OBEDIENCE_RUN] = 'r', [INK_OBEDIENCE_CONFIRM] = 'c', [INK_OBEDIENCE_REFUSE] = '-'};
    for (gsize i = 0; i < G_N_ELEMENTS(matrix); i++)
        for (int capability = INK_CAPABILITY_OWN; capability <= INK_CAPABILITY_FORGED; capability++)
            for (int class = INK_CLASS_LOW; class <= INK_CLASS_HIGH; class ++) {
                char wanted = matrix[i].judgements[capability * 4 + class];
                InkObedience found =
                    ink_officer_judge(matrix[i].by, matrix[i].identity, (InkCapability)capability,
                                      (InkOrderClass) class);
                g_assert_cmpint(letters[found], ==, wanted);
            }
}

static InkMessage *
parse(const char *headers)
{
    g_autofree char *text = g_strconcat(headers, "\nHej!\n", NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *crlf = g_strjoinv("\r\n", lines);
    g_autoptr(GBytes) bytes = g_bytes_new(crlf, strlen(crlf));
    g_autoptr(GError) error = NULL;
    InkMessage *message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return message;
}

#define KARIN "From: Karin Berg <karin@exempelkommun.example>\n"
static const struct {
    gboolean is_officer;
    const char *headers;
} authors[] = {
    {TRUE, KARIN},
    {TRUE, "From: karin@exempelkommun.example\n"},
    {TRUE, "From: Anna <KARIN@ExempelKommun.EXAMPLE>\n"},
    {TRUE, "From: registrator@exempelkommun.example\n"},
    {FALSE, ""},
    {FALSE, "From: \"karin@exempelkommun.example\" <x@example.net>\n"},
    {FALSE, "From: Karin Berg <karin@exempelkommun.example.example.net>\n"},
    {FALSE, "From: karin@exempelkommun.example, x@example.net\n"},
    {FALSE, "From: x@example.net, karin@exempelkommun.example\n"},
    {FALSE, "From: Alla: karin@exempelkommun.example;\n"},
    {FALSE, KARIN KARIN},
    {FALSE, KARIN "From: x@example.net\n"},
    {FALSE, "From: \xe2\x84\xaa"
            "arin@exempelkommun.example\n"},                    /* Kelvin */
    {FALSE, "From: kar\xc4\xb1n@exempelkommun.example\n"},      /* ı */
    {FALSE, "From: k\xd0\xb0rin@exempelkommun.example\n"},      /* Cyrillic а */
    {FALSE, "From: karin@exempelkommun.example\xe2\x80\x8b\n"}, /* invisible */
    {FALSE, "From: karin+x@exempelkommun.example\n"},
    {FALSE, "Sender: karin@exempelkommun.example\nFrom: x@example.net\n"},
    {FALSE, "Reply-To: karin@exempelkommun.example\nFrom: x@example.net\n"},
};

static InkConfig *
make_config(void)
{
    InkConfig *config = g_new0(InkConfig, 1);
    InkOfficer *officer = g_new0(InkOfficer, 1);
    officer->name = g_strdup("Karin Berg");
    officer->address = g_strdup("karin@exempelkommun.example");
    config->officers = g_ptr_array_new();
    g_ptr_array_add(config->officers, officer);
    config->registrar = g_strdup("registrator@exempelkommun.example");
    return config;
}

static void
free_config(InkConfig *config)
{
    InkOfficer *officer = config->officers->pdata[0];
    g_free(officer->name);
    g_free(officer->address);
    g_free(officer);
    g_ptr_array_unref(config->officers);
    g_free(config->registrar);
    g_free(config);
}

static void
test_authors(void)
{
    InkConfig *config = make_config();
    for (gsize i = 0; i < G_N_ELEMENTS(authors); i++) {
        g_autoptr(InkMessage) message = parse(authors[i].headers);
        g_test_message("%s", authors[i].headers);
        g_assert_cmpint(ink_officer_find_author(message, config) != NULL, ==,
                        authors[i].is_officer);
        g_assert_cmpint(ink_officer_find_identity(message, config, INK_AUTHOR_PROVED), ==,
                        authors[i].is_officer ? INK_IDENTITY_PROVED : INK_IDENTITY_STRANGER);
    }
    free_config(config);
}

#define GOOD                                                                                       \
    KARIN "To: inkorg@exempelkommun.example\nMessage-ID: <a@b.example>\nSubject: x\n"              \
          "Date: Fri, 27 Mar 2026 15:59:00 +0000\n"
#define UNDATED KARIN "Message-ID: <a@b.example>\n"

static const struct {
    const char *hindrance; /* a word of it; NULL = none */
    const char *headers;
} letters[] = {
    {NULL, GOOD},
    {NULL, GOOD "Auto-Submitted: no\n"},
    {NULL, GOOD "Auto-Submitted: (x) No (y); a=b\n"},
    {NULL, GOOD "X-Auto-Response-Suppress: All\n"}, /* Exchange has it on people's letters too */
    {NULL, GOOD "Precedence: first-class\n"},
    {NULL, UNDATED "Date: Thu, 26 Mar 2026 16:00:00 +0000\n"},
    {NULL, UNDATED "Date: Sat, 28 Mar 2026 16:00:00 +0000\n"},
    {"automatiskt", GOOD "Auto-Submitted: auto-replied\n"},
    {"automatiskt", GOOD "auto-submitted: auto-generated (vacation)\n"},
    {"automatiskt", GOOD "Auto-Submitted: no\nAuto-Submitted: auto-replied\n"},
    {"automatiskt", GOOD "Auto-Submitted: yes\n"},
    {"automatiskt", GOOD "Auto-Submitted:\n"},
    {"automatiskt", GOOD "Auto-Submitted: (no) auto-replied\n"},
    {"e-postlista", GOOD "List-Id: <alla.exempelkommun.example>\n"},
    {"e-postlista", GOOD "list-unsubscribe: <mailto:x@example.net>\n"},
    {"massutskick", GOOD "Precedence: bulk\n"},
    {"massutskick", GOOD "Precedence: List\n"},
    {"massutskick", GOOD "Precedence: first-class\nPrecedence: junk\n"},
    {"rapport", GOOD "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n"},
    {"rapport", "Return-Path: <>\n" GOOD},
    {"omdirigerat", "Resent-From: x@example.net\n" GOOD},
    {"omdirigerat", GOOD "resent-to: x@example.net\n"},
    {"två gånger", GOOD "Subject: y\n"},
    {"två gånger", GOOD "To: x@example.net\n"},
    {"två gånger", GOOD KARIN},
    {"två gånger", GOOD "message-id: <c@d.example>\n"},
    {"två gånger", GOOD "Date: Fri, 27 Mar 2026 15:59:00 +0000\n"},
    {"två gånger", GOOD "Reply-To: a@example.net\nReply-To: b@example.net\n"},
    {"två gånger", GOOD "Content-Type: text/plain\nContent-Type: text/plain\n"},
    {"Message-ID", KARIN "Date: Fri, 27 Mar 2026 15:59:00 +0000\n"},
    {"dygn", UNDATED},
    {"dygn", UNDATED "Date: i går\n"},
    {"dygn", UNDATED "Date: Thu, 26 Mar 2026 15:59:59 +0000\n"},
    {"dygn", UNDATED "Date: Sat, 28 Mar 2026 16:00:01 +0000\n"},
    {"dygn", UNDATED "Date: Thu, 27 Mar 2025 16:00:00 +0000\n"},
};

static void
assert_hindrance(const char *headers, const InkLetterFacts *facts, const char *wanted)
{
    g_autoptr(InkMessage) message = parse(headers);
    g_autofree char *found = ink_officer_find_hindrance(message, facts);
    g_test_message("%s: %s", headers, found != NULL ? found : "nothing");
    if (wanted == NULL)
        g_assert_null(found);
    else
        g_assert_nonnull(strstr(found != NULL ? found : "", wanted));
}

static void
test_letters(void)
{
    const InkLetterFacts facts = {.came_in = NOW, .signed_addresses = 1};
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        assert_hindrance(letters[i].headers, &facts, letters[i].hindrance);
    const InkLetterFacts seen = {.came_in = NOW, .has_borrowed_id = TRUE};
    assert_hindrance(GOOD, &seen, "förut");
    const InkLetterFacts many = {.came_in = NOW, .signed_addresses = 2};
    assert_hindrance(GOOD, &many, "flera");
}

/* What no letter of ours may answer is a machine's or a list's; the rest is told why not. */
static void
test_unanswerable(void)
{
    static const struct {
        gboolean is_it;
        const char *headers;
    } cases[] = {
        {FALSE, GOOD},
        {FALSE, GOOD GOOD},
        {FALSE, UNDATED},
        {TRUE, GOOD "Auto-Submitted: auto-replied\n"},
        {TRUE, GOOD "List-Unsubscribe: <mailto:x@example.net>\n"},
        {TRUE, GOOD "Precedence: bulk\n"},
        {TRUE, GOOD "Resent-To: x@example.net\n"},
        {TRUE, "Return-Path: <>\n" GOOD},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(InkMessage) message = parse(cases[i].headers);
        g_test_message("%s", cases[i].headers);
        g_assert_cmpint(ink_officer_is_unanswerable(message), ==, cases[i].is_it);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/identity/matrix", test_matrix);
    g_test_add_func("/identity/authors", test_authors);
    g_test_add_func("/identity/letters", test_letters);
    g_test_add_func("/identity/unanswerable", test_unanswerable);
    return g_test_run();
}
