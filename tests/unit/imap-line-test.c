/* SPDX-License-Identifier: MIT
 *
 * Which lines of an IMAP server are let through to libetpan.
 */
#include "../../src/net/imap-line-private.h"
#include "harness.h"

#include <string.h>

static const char *const WHOLE[] = {
    "",
    "* OK [CAPABILITY IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN] Dovecot (Debian) ready.",
    "* OK [CAPABILITY IMAP4rev1 ] klart",
    "* PREAUTH välkommen",
    "* BYE [UNAVAILABLE] stängt",
    "* BYE",
    "* CAPABILITY IMAP4rev1 I18NLEVEL=1 ENABLE X-REALLY-SPECIAL AUTH=XOAUTH2",
    "* capability imap4rev1 ",
    "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Inkom Ärende)",
    "* FLAGS ()",
    "* OK [PERMANENTFLAGS (\\Answered $Inkom \\*)] Flags permitted.",
    "* OK [PERMANENTFLAGS ()] Read-only mailbox.",
    "* 4294967295 EXISTS",
    "* 0 RECENT",
    "* 1 expunge",
    "* OK [UNSEEN 1] First unseen.",
    "* OK [UIDVALIDITY 1774602900] UIDs valid",
    "* OK [UIDNEXT 14] Predicted next UID",
    "* OK [HIGHESTMODSEQ 922337203685477580] Highest",
    "* OK [NOMODSEQ] none",
    "* OK [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] Ok",
    "* OK [CLOSED] Previous mailbox closed.",
    "* OK [COPYUID 1774602900 1:3,5,7 10:14] Moved UIDs.",
    "* OK [ALERT] disken är full",
    "* OK Still here (0.001 + 0.000 secs). {not a literal} [nor a code]",
    "* OK BODY[] {5}",
    "* SEARCH",
    "* SEARCH 1 2 4294967295",
    "* SEARCH 1 ",
    "* LIST () \"/\" Behandlat",
    "* LIST (\\HasNoChildren \\Archive) \".\" \"&AMQ-renden/klara &- svar\"",
    "* LIST (\\Noselect) \"\\\\\" Klart",
    "* list () NIL INBOX",
    "1 OK [READ-WRITE] Select completed (0.001 + 0.000 secs).",
    "1 OK [READ-WRITE]",
    "1 OK  klart",
    "27 NO [TRYCREATE] Mailbox doesn't exist: Klart",
    "27 BAD Error in IMAP command",
    "27 ok",
    "+",
    "+ ",
    "+ idling",
    "* 1 FETCH (UID 11 RFC822.SIZE 4294967295)",
    "* 1 FETCH (FLAGS (\\Seen $Inkom))",
    "* 1 FETCH (UID 11 FLAGS () MODSEQ (65402))",
    "* 2 FETCH (UID 12 INTERNALDATE \"27-Mar-2026 10:15:00 +0100\" BODY[] NIL)",
    "* 2 FETCH (UID 12 BODY[] \"kort \\\"text\\\" \\\\ \")",
    "* 2 FETCH (UID 12 BODY[HEADER]<0> \"\")",
};

static const char *const BAD[] = {
    "hej",
    "* ",
    "*",
    " * OK klart",
    "* HEJ klart",
    "220 mx.example ESMTP",
    "* OKklart",
    "* OK [ALERT]",
    "* OK [ALERT] ",
    "* OK  [ALERT]\t",
    "1 NO [alert]",
    "* OK [PARSE]  ",
    "* OK [",
    "* OK []",
    "* OK [ALERT",
    "* OK [CAPABILITY] x",
    "* OK  [PERMANENTFLAGS (\\\x02)] x",
    "* OK [PERMANENTFLAGS] x",
    "* OK [PERMANENTFLAGS (] x",
    "* OK [PERMANENTFLAGS ((a))] x",
    "* OK [PERMANENTFLAGS \"a\"] x",
    "* OK [BADCHARSET (a)] x",
    "* OK [BADCHARSET] x",
    "* LIST",
    "* LIST ()",
    "* LIST () \"/\"",
    "* LIST () \"/\" ",
    "* LIST () \"\" Klart",
    "* LIST () \"//\" Klart",
    "* LIST () \"\\\" Klart",
    "* LIST () \"/",
    "* LIST () \"",
    "* LIST () / Klart",
    "* LIST \"/\" Klart",
    "* LIST () \"/\" {5}",
    "* LIST () \"/\" Klart (CHILDINFO)",
    "* LIST ((a)) \"/\" Klart",
    "* OK [UIDNEXT] x",
    "* OK [UIDNEXT x] x",
    "* OK [UIDVALIDITY 4294967296] x",
    "* OK [COPYUID 1 1: 2] x",
    "* OK [COPYUID 1 , 2] x",
    "* OK [COPYUID 1] x",
    "* OK [HIGHESTMODSEQ 99999999999999999999] x",
    "* OK a\rb",
    "* CAPABILITY",
    "* CAPABILITY (a)",
    "* FLAGS",
    "* FLAGS (a",
    "* FLAGS ((a))",
    "* FLAGS ({1}",
    "* FLAGS (a) x",
    "* 1 EXISTSX",
    "* 4294967296 EXISTS",
    "* 1 HEJ",
    "* SEARCH x",
    "* SEARCH 4294967296",
    "* SEARCH 1 (MODSEQ 5)",
    "* ESEARCH (TAG \"5\") UID ALL 11:13",
    "* LIST (\\Noselect) \"/\" {5}",
    "* STATUS INBOX (MESSAGES 1)",
    "* NAMESPACE ((\"\" \"/\")) NIL NIL",
    "* VANISHED 1:3",
    "* 1 FETCH ()",
    "* 1 FETCH (UID)",
    "* 1 FETCH (UID 11",
    "* 1 FETCH (UID 11))",
    "* 1 FETCH (UID 11) ",
    "* 1 FETCH (EMAILID (M1))",
    "* 1 FETCH (ENVELOPE (NIL))",
    "* 1 FETCH (BODYSTRUCTURE ((((",
    "* 1 FETCH (BODY ((((",
    "* 1 FETCH (FLAGS ((a) b))",
    "* 1 FETCH (RFC822 {5}",
    "* 1 FETCH (XBODY[] {5}",
    "* 1 FETCH (BODY[TEXT] {5}",
    "* 1 FETCH (BODY[] {-5}",
    "* 1 FETCH (BODY[] {}",
    "* 1 FETCH (BODY[] {5+}",
    "* 1 FETCH (BODY[] {5} ",
    "* 1 FETCH (BODY[] {5}abc",
    "* 1 FETCH (BODY[] {1}{1}",
    "* 1 FETCH (BODY[] {00000000005}",
    "* 1 FETCH (BODY[] {99999999999999}",
    "* 1 FETCH (BODY[] {18446744073709551617}",
    "* 1 FETCH (X \"\\\" BODY[] {5}",
    "* 1 FETCH (BODY[] \"öppen",
    "* 1 FETCH (BODY[] \"a\\b\")",
    "* x FETCH (BODY[] {5}",
    "A OK klart",
};

static void
test_whole(void)
{
    gint64 literal = -1;

    for (gsize i = 0; i < G_N_ELEMENTS(WHOLE); i++)
        if (ink_imap_line_check(WHOLE[i], strlen(WHOLE[i]), FALSE, &literal) != INK_IMAP_LINE_WHOLE)
            g_error("\"%s\" is stopped", WHOLE[i]);
    g_assert_cmpint(literal, ==, -1);
}

static void
test_bad(void)
{
    static const char NUL[] = "* OK a\0b";
    gint64 literal = -1;

    for (gsize i = 0; i < G_N_ELEMENTS(BAD); i++)
        if (ink_imap_line_check(BAD[i], strlen(BAD[i]), FALSE, &literal) != INK_IMAP_LINE_BAD)
            g_error("\"%s\" is let through", BAD[i]);
    g_assert_cmpint(ink_imap_line_check(NUL, sizeof NUL - 1, FALSE, &literal), ==,
                    INK_IMAP_LINE_BAD);
    g_assert_cmpint(literal, ==, -1);
}

static const struct {
    const char *line;
    gboolean is_continued;
    InkImapLine answer;
    gint64 literal;
} LITERALS[] = {
    {"* 1 FETCH (BODY[] {5}", FALSE, INK_IMAP_LINE_LITERAL, 5},
    {"* 1 fetch (uid 11 INTERNALDATE \"27-Mar-2026 10:15:00 +0100\" body[] {4294967295}", FALSE,
     INK_IMAP_LINE_LITERAL, 4294967295},
    {"* 1 FETCH (BODY[HEADER]<0> {0}", FALSE, INK_IMAP_LINE_LITERAL, 0},
    {")", TRUE, INK_IMAP_LINE_WHOLE, -1},
    {" UID 11 FLAGS ())", TRUE, INK_IMAP_LINE_WHOLE, -1},
    {" UID 11 BODY[] {7}", TRUE, INK_IMAP_LINE_LITERAL, 7},
    {"", TRUE, INK_IMAP_LINE_BAD, -1},
    {"))", TRUE, INK_IMAP_LINE_BAD, -1},
    {"UID 11)", TRUE, INK_IMAP_LINE_BAD, -1},
    {"* 1 EXISTS", TRUE, INK_IMAP_LINE_BAD, -1},
    {" ENVELOPE ((", TRUE, INK_IMAP_LINE_BAD, -1},
    {")", FALSE, INK_IMAP_LINE_BAD, -1},
};

static void
test_literals(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(LITERALS); i++) {
        const char *line = LITERALS[i].line;
        gint64 literal = -1;

        g_test_message("%s", line);
        g_assert_cmpint(ink_imap_line_check(line, strlen(line), LITERALS[i].is_continued, &literal),
                        ==, LITERALS[i].answer);
        g_assert_cmpint(literal, ==, LITERALS[i].literal);
    }
}

/* A good line cut anywhere is never read beyond its end. */
static void
test_cut(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(WHOLE); i++)
        for (gsize size = 1; size < strlen(WHOLE[i]); size++) {
            g_autofree char *part = g_memdup2(WHOLE[i], size); /* no NUL after it */
            gint64 literal;
            (void)ink_imap_line_check(part, size, FALSE, &literal);
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/imap-line/whole", test_whole);
    g_test_add_func("/imap-line/bad", test_bad);
    g_test_add_func("/imap-line/literals", test_literals);
    g_test_add_func("/imap-line/cut", test_cut);
    return g_test_run();
}
