/* SPDX-License-Identifier: MIT
 *
 * What officers order by mail through the whole pipeline: what is done, what waits, what can be
 * taken back, what is asked about, and the letters that are not obeyed.
 */
#include "orders-harness.h"

#include "inkom/address-keys.h"
#include "inkom/journal.h"

#define MINUTE_S 60
#define HOUR_S   3600
#define DAY_S    (24 * HOUR_S)

/* A letter from Karin to the address that was given to her. */
static void
post_own(Fixture *fixture, const char *body, InkOrderFate fate)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    post_as(fixture, (Mail){.from = KARIN, .to = to, .body = body}, INK_DISPOSITION_COMMAND, fate);
}

static char *
join_journal(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows =
        ink_store_list_journal(fixture->base.store, fixture->case_id, &error);
    g_assert_no_error(error);
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++) {
        const InkJournalRow *row = rows->pdata[i];
        g_string_append_printf(all, "%s: %s -> %s\n", row->what,
                               row->before != NULL ? row->before : "",
                               row->after != NULL ? row->after : "");
    }
    return g_string_free(all, FALSE);
}

static void
assert_journal(Fixture *fixture, const char *words)
{
    g_autofree char *journal = join_journal(fixture);
    if (strstr(journal, words) == NULL)
        g_test_message("%s", journal);
    g_assert_nonnull(strstr(journal, words));
}

static guint
count_records(Fixture *fixture, InkDirection direction)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records =
        ink_store_list_records(fixture->base.store, fixture->case_id, &error);
    g_assert_no_error(error);
    guint count = 0;
    for (guint i = 0; i < records->len; i++)
        count += ((InkRecord *)records->pdata[i])->direction == direction ? 1 : 0;
    return count;
}

/* --- done at once -----------------------------------------------------------------------------*/

static void
test_low(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture,
             "Åtgärd: lampan är bytt\nTyp: klagomal\nSekretess: 26 kap. 1 § OSL\nRutinmässig\n"
             "Avvakta, väntar på entreprenören",
             INK_FATE_RUN);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpstr(cas->measure, ==, "lampan är bytt");
    g_assert_cmpstr(cas->type, ==, "klagomål");
    g_assert_cmpstr(cas->secrecy, ==, "26:1");
    g_assert_cmpstr(cas->importance, ==, "rutinmässig");
    g_assert_cmpstr(cas->held, ==, "väntar på entreprenören");
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
    g_assert_cmpuint(count_records(fixture, INK_DIRECTION_INTERNAL), ==, 1);
    assert_not_noted(fixture);
    assert_journal(fixture, "order med e-post från " KARIN ": \"Typ\"");
    assert_journal(fixture, "styrkt avsändare (DKIM godkänner avsändaren), handläggarens egen");
    assert_journal(fixture, "order utförd");
    /* It is secret now: the letter names what was done, and not what was written. */
    assert_says(fixture, "order-done", "- anteckna åtgärden\n");
    g_autoptr(InkMessage) letter = get_letter(fixture, "order-done");
    g_assert_null(strstr(letter->text, "lampan"));
    g_assert_null(strstr(letter->text, "26:1"));
}

static void
test_interim(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "delsvar", INK_FATE_RUN);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpint(cas->interim_at, ==, ink_clock_now(fixture->base.clock));
}

static void
test_capitals(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    g_autofree char *capitals = g_ascii_strup(to, -1);
    post_as(fixture, (Mail){.from = KARIN, .to = capitals, .body = "AV VIKT!"},
            INK_DISPOSITION_COMMAND, INK_FATE_RUN);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpstr(cas->importance, ==, "av vikt");
}

/* --- the minutes ------------------------------------------------------------------------------*/

static void
test_close(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "Kan avslutas", INK_FATE_RUN);
    assert_status(fixture, INK_CASE_OPEN);
    assert_says(fixture, "order-waiting", "fredag 27 mars 2026 kl. 18.05");
    go_to(fixture, 5 * MINUTE_S);
    work(fixture);
    assert_status(fixture, INK_CASE_OPEN);
    go_to(fixture, 1);
    work(fixture);
    assert_status(fixture, INK_CASE_CLOSED);
    work(fixture);
    go_to(fixture, -HOUR_S);
    work(fixture);
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
    assert_journal(fixture, "ingen har ångrat den");
}

static void
test_not_while_mail_waits(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const InkWatch nobody = {0};
    g_autoptr(GError) error = NULL;
    post_own(fixture, "Kan avslutas", INK_FATE_RUN);
    go_to(fixture, HOUR_S);
    ink_job_clockwork(fixture->base.pipeline, FALSE, &nobody, &error);
    g_assert_no_error(error);
    assert_status(fixture, INK_CASE_OPEN);
}

static void
undo_from(Fixture *fixture, const char *kind, Author author)
{
    post_own(fixture, "Kan avslutas", INK_FATE_RUN);
    g_autofree char *to = kind != NULL ? get_reply_to(fixture, kind) : g_strdup(INBOX);
    post_as(fixture, (Mail){.from = KARIN, .to = to, .author = author, .body = "Ångra"},
            INK_DISPOSITION_COMMAND, INK_FATE_UNDO);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
    assert_says(fixture, "order-undone", "- avsluta ärendet");
    go_to(fixture, HOUR_S);
    work(fixture);
    assert_status(fixture, INK_CASE_OPEN);
    assert_journal(fixture, "order ångrad: - avsluta ärendet -> ångrad av " KARIN);
    assert_not_noted(fixture);
}

/* Proved, or with our letter in hand. */
static void
test_undo(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    undo_from(fixture, "order-waiting", AUTHOR_PROVED);
}

static void
test_undo_to_inbox(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    undo_from(fixture, NULL, AUTHOR_PROVED);
}

static void
test_undo_untested(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    undo_from(fixture, "order-waiting", AUTHOR_UNTESTED);
}

static void
test_undo_too_late(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "Kan avslutas", INK_FATE_RUN);
    go_to(fixture, 6 * MINUTE_S);
    work(fixture);
    post_own(fixture, "ångra", INK_FATE_UNDO);
    assert_status(fixture, INK_CASE_CLOSED);
    assert_says(fixture, "order-refused", "det finns inget som väntar");
}

/* Somebody else can stop it only if he keeps the register. */
static void
test_undo_by_others(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "Kan avslutas", INK_FATE_RUN);
    post_as(fixture, (Mail){.from = PER, .to = INBOX, .body = "ångra"}, INK_DISPOSITION_COMMAND,
            INK_FATE_REFUSE);
    g_assert_cmpuint(count_pending(fixture), ==, 1);
    post_as(fixture, (Mail){.from = REGISTRAR, .to = INBOX, .body = "ångra"},
            INK_DISPOSITION_COMMAND, INK_FATE_UNDO);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
}

/* What has come in meanwhile the officer has not seen. */
static void
test_new_letter_meanwhile(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "Kan avslutas", INK_FATE_RUN);
    go_to(fixture, 3 * MINUTE_S);
    g_autoptr(InkVerdict) later =
        post(fixture, (Mail){.from = ANNA,
                             .to = INBOX,
                             .author = AUTHOR_UNTESTED,
                             .body = "Lampan på Storgatan är släckt igen."});
    g_assert_cmpint(later->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    go_to(fixture, 3 * MINUTE_S);
    work(fixture);
    assert_status(fixture, INK_CASE_OPEN);
    assert_says(fixture, "order-refused", "ny handling i ärendet sedan du skrev");
    assert_noted(fixture, "ny handling");
    assert_journal(fixture, "order nekad");
}

/* --- other things that move a case ------------------------------------------------------------*/

static void
wait_out(Fixture *fixture)
{
    g_assert_cmpuint(count_pending(fixture), ==, 1);
    go_to(fixture, 6 * MINUTE_S);
    work(fixture);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
}

static void
test_return(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "Fel handläggare, gata ligger på Per.", INK_FATE_RUN);
    wait_out(fixture);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_null(cas->officer);
    assert_says(fixture, "returned", "gata ligger på Per");
}

static void
test_forward(Fixture *fixture, gconstpointer data)
{
    post_own(fixture, data, INK_FATE_RUN);
    wait_out(fixture);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpstr(cas->officer, ==, PER);
    g_assert_cmpuint(count_letters(fixture, "assignment"), ==, 2);
    g_assert_cmpuint(count_letters(fixture, "reassigned"), ==, 1);
}

/* The registrar names an officer in an answer to the letter that says that there is none. */
static void
test_registrar_assigns(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    happen(fixture, INK_EVENT_RETURN, NULL);
    g_autofree char *to = get_reply_to(fixture, "returned");
    post_as(fixture, (Mail){.from = REGISTRAR, .to = to, .body = "tilldela Per Strom"},
            INK_DISPOSITION_COMMAND, INK_FATE_RUN);
    wait_out(fixture);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpstr(cas->officer, ==, PER);
}

static void
test_move(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "Nämnd: barn- och utbildningsnämnden", INK_FATE_RUN);
    wait_out(fixture);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpstr(cas->unit, ==, "BUN");
}

/* The answer counts when it was sent, and the order in it when the officer has confirmed it. */
static void
test_with_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *own = get_reply_to(fixture, "assignment");
    post_as(fixture,
            (Mail){.from = KARIN,
                   .to = ANNA,
                   .cc = own,
                   .body = "Hej Anna! Lampan är bytt.\n\nTill diariet: kan avslutas"},
            INK_DISPOSITION_ANSWER, INK_FATE_RUN);
    assert_status(fixture, INK_CASE_ANSWERED);
    g_assert_cmpuint(count_records(fixture, INK_DIRECTION_OUT), ==, 1);
    wait_out(fixture);
    assert_status(fixture, INK_CASE_CLOSED);
}

/* C14: the routine closes what is answered, and the order has nothing left to do. */
static void
test_with_closing_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ((InkUnit *)fixture->base.config->units->pdata[1])->routine->closes_when_answered = TRUE;
    post_as(fixture,
            (Mail){.from = KARIN,
                   .to = ANNA,
                   .cc = INBOX,
                   .body = "Hej Anna! Lampan är bytt.\n\nTill diariet: kan avslutas"},
            INK_DISPOSITION_ANSWER, INK_FATE_CONFIRM);
    assert_status(fixture, INK_CASE_CLOSED);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
    g_assert_cmpuint(count_letters(fixture, "order-done"), ==, 1);
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
}

/* --- refused whole ----------------------------------------------------------------------------*/

static void
assert_untouched(Fixture *fixture)
{
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_null(cas->importance);
    g_assert_null(cas->measure);
    g_assert_null(cas->held);
    g_assert_cmpstr(cas->officer, ==, KARIN);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
}

/* Life's table says no to the last of them, and then to all; the officer hears at once. */
static void
test_closed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    happen(fixture, INK_EVENT_CLOSE, NULL);
    post_own(fixture, "Av vikt\nKan avslutas", INK_FATE_RUN);
    assert_status(fixture, INK_CASE_CLOSED);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_null(cas->importance);
    assert_says(fixture, "order-refused", "avslutat");
    assert_noted(fixture, "är inte utförd");
    g_autofree char *journal = join_journal(fixture);
    g_assert_null(strstr(journal, "av vikt"));
}

static void
test_chef_only(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ((InkUnit *)fixture->base.config->units->pdata[1])->routine->is_chef_only = TRUE;
    post_own(fixture, "Åtgärd: ringt\nSkicka vidare till Per Ström", INK_FATE_RUN);
    assert_untouched(fixture);
    assert_says(fixture, "order-refused", "alltid en chef");
}

static void
test_relay(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_own(fixture, "SVAR:\nHej Anna! Lampan är bytt.", INK_FATE_RUN);
    assert_untouched(fixture);
    assert_says(fixture, "order-refused", "skickar inkorgen inga svar vidare");
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    for (guint i = 0; i < letters->len; i++)
        g_assert_cmpstr(((InkOutboxRow *)letters->pdata[i])->to, !=, ANNA);
}

/* Where the routine sends answers on, they wait as all that leaves the house. */
static void
test_relayed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ((InkUnit *)fixture->base.config->units->pdata[1])->routine->may_relay = TRUE;
    post_own(fixture, "SVAR:\nHej Anna! Lampan är bytt.", INK_FATE_RUN);
    g_assert_cmpuint(count_letters(fixture, "relay"), ==, 0);
    assert_says(fixture, "order-waiting", "- sända ditt svar till den som har skrivit");
    post_own(fixture, "Ångra", INK_FATE_UNDO);
    go_to(fixture, 6 * MINUTE_S);
    work(fixture);
    g_assert_cmpuint(count_letters(fixture, "relay"), ==, 0);
    post_own(fixture, "Åtgärd: lampan är bytt\nKan avslutas\nSVAR:\nHej Anna! Lampan är bytt.",
             INK_FATE_RUN);
    wait_out(fixture);
    work(fixture);
    g_assert_cmpuint(count_letters(fixture, "relay"), ==, 1);
    assert_says(fixture, "relay", "Hej Anna! Lampan är bytt.");
    g_assert_cmpuint(count_records(fixture, INK_DIRECTION_OUT), ==, 1);
    assert_status(fixture, INK_CASE_CLOSED);
}

/* --- asked about ------------------------------------------------------------------------------*/

typedef struct {
    const char *body, *says;
} Doubt;

static const Doubt doubts[] = {
    {"Kan nog avslutas", "\"Kan nog avslutas\" går inte att tyda"},
    {"Kan avslutas?", "är en fråga"},
    {"Kan avslutas\nAvvakta", "säger emot varandra"},
    {"Av vikt\nSkicka vidare till Nils Nilsson", "\"Nils Nilsson\" är ingen handläggare"},
    {"Typ: gnäll", "\"gnäll\" är ingen ärendetyp"},
    {"Nämnd: ZZ", "\"ZZ\" är ingen nämnd"},
    {"Sekretess: ja", "\"ja\" är ingen paragraf"},
    {"TN 2026/0999 kan avslutas", "nämner ett annat ärende: TN 2026/0999"},
    {"Ångra\nAv vikt", "står tillsammans med något annat"},
};

static void
test_doubt(Fixture *fixture, gconstpointer data)
{
    const Doubt *doubt = data;
    post_own(fixture, doubt->body, INK_FATE_ASK);
    assert_untouched(fixture);
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
    assert_not_noted(fixture);
    assert_says(fixture, "order-question", doubt->says);
}

/* Nobody who may be anybody is written to. */
static void
test_doubt_of_unproved(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    post_as(fixture,
            (Mail){.from = KARIN, .to = to, .author = AUTHOR_UNTESTED, .body = "Kan nog avslutas"},
            INK_DISPOSITION_ATTACH, INK_FATE_ASK);
    g_assert_cmpuint(count_order_letters(fixture), ==, 0);
    assert_noted(fixture, "går inte att tyda");
}

/* A machine that answers our questions gets tired before we do. */
static void
test_endless(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (int i = 0; i < 15; i++)
        post_own(fixture, "Kan nog avslutas", INK_FATE_ASK);
    g_assert_cmpuint(count_letters(fixture, "order-question"), ==, 10);
    go_to(fixture, DAY_S + 1);
    post_own(fixture, "Kan nog avslutas", INK_FATE_ASK);
    g_assert_cmpuint(count_letters(fixture, "order-question"), ==, 11);
}

/* --- not obeyed -------------------------------------------------------------------------------*/

static void
refuse(Fixture *fixture, Mail mail, InkDisposition disposition, const char *why)
{
    guint before = count_order_letters(fixture);
    mail.body = mail.body != NULL ? mail.body : "Av vikt\nKan avslutas";
    post_as(fixture, mail, disposition, INK_FATE_REFUSE);
    assert_untouched(fixture);
    assert_noted(fixture, why);
    g_assert_cmpuint(count_letters(fixture, "order-confirm"), ==, 0);
    gboolean is_told = mail.author == AUTHOR_PROVED && mail.headers == NULL;
    g_assert_cmpuint(count_order_letters(fixture), ==, before + (is_told ? 1 : 0));
}

static void
test_colleague(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    refuse(fixture, (Mail){.from = PER, .to = INBOX}, INK_DISPOSITION_COMMAND,
           "en annan handläggare: Karin Berg");
    assert_says(fixture, "order-refused", "en annan handläggare: Karin Berg");
}

/* Karin's address in a letter that was copied to Per. */
static void
test_others_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    happen(fixture, INK_EVENT_ASSIGN, PER);
    post_as(fixture, (Mail){.from = PER, .to = to, .body = "Kan avslutas"}, INK_DISPOSITION_COMMAND,
            INK_FATE_REFUSE);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
    assert_says(fixture, "order-refused", "någon annans");
}

static void
test_citizens_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkAddressKey) key = ink_store_get_signing_key(fixture->base.store, &error);
    g_autofree char *to =
        ink_signed_address_new(key, INBOX, '+', INK_PURPOSE_REPLY, fixture->case_id, ANNA,
                               ink_clock_today(fixture->base.clock) + 10);
    refuse(fixture, (Mail){.from = KARIN, .to = to}, INK_DISPOSITION_COMMAND, "någon annans");
}

/* An officer's address makes nobody a party: a citizen who has it is a stranger with it. */
static void
test_stranger_with_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    g_autoptr(InkVerdict) verdict = post(
        fixture, (Mail){.from = ANNA, .to = to, .author = AUTHOR_UNTESTED, .body = "Kan avslutas"});
    g_assert_cmpint(verdict->command.fate, ==, INK_FATE_NONE);
    g_assert_true(g_strv_contains((const char *const *)verdict->decision->flags, "ny avsändare"));
    g_assert_false(verdict->is_sender_known);
    assert_untouched(fixture);
}

static void
test_two_addresses(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *first = get_reply_to(fixture, "assignment");
    begin_case(fixture, 413, KARIN);
    g_autofree char *second = get_reply_to(fixture, "assignment");
    refuse(fixture, (Mail){.from = KARIN, .to = second, .cc = first}, INK_DISPOSITION_COMMAND,
           "flera signerade adresser");
}

/* The address says one case, and the subject another. */
static void
test_other_subject(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    begin_case(fixture, 413, KARIN);
    post_as(fixture,
            (Mail){.from = KARIN, .to = to, .body = "Kan avslutas", .subject = "TN 2026/0413"},
            INK_DISPOSITION_COMMAND, INK_FATE_ASK);
    assert_untouched(fixture);
    assert_says(fixture, "order-question", "nämner ett annat ärende");
}

static void
test_machine(Fixture *fixture, gconstpointer headers)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    refuse(fixture, (Mail){.from = KARIN, .to = to, .headers = headers}, INK_DISPOSITION_COMMAND,
           "görs inte");
}

static void
test_away(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    guint before = count_order_letters(fixture);
    g_autoptr(InkVerdict) verdict =
        post(fixture, (Mail){.from = KARIN,
                             .to = to,
                             .headers = "Auto-Submitted: auto-replied\n",
                             .body = "Fel handläggare, skicka vidare till Per Ström"});
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    assert_untouched(fixture);
    g_assert_cmpuint(count_order_letters(fixture), ==, before);
}

static void
test_old(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    refuse(fixture, (Mail){.from = KARIN, .to = to, .written_ago = DAY_S + 1},
           INK_DISPOSITION_COMMAND, "mer än ett dygn");
}

/* The same bytes ten times; and the letter once more under its Message-ID. */
static void
test_replay(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    const Mail mail = {.from = KARIN, .to = to, .body = "Åtgärd: lampan är bytt"};
    g_autofree char *text = write_mail(fixture, &mail);
    for (int i = 0; i < 10; i++) {
        g_autoptr(InkVerdict) verdict = pipeline_take_in(&fixture->base, text);
        g_assert_cmpint(verdict->decision->disposition, ==,
                        i == 0 ? INK_DISPOSITION_COMMAND : INK_DISPOSITION_DUPLICATE);
    }
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
    fixture->letters--;
    const Mail forged = {.from = KARIN, .to = to, .body = "Avvakta"};
    g_autofree char *again = write_mail(fixture, &forged);
    g_autoptr(InkVerdict) verdict = pipeline_take_in(&fixture->base, again);
    g_assert_cmpint(verdict->command.fate, ==, INK_FATE_REFUSE);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_null(cas->held);
}

/* What stands below our mark, or in a quotation, is not the officer's. */
static void
test_below_mark(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkMessage) letter = get_letter(fixture, "assignment");
    g_auto(GStrv) lines = g_strsplit(letter->text, "\n", -1);
    g_autofree char *quoted = g_strjoinv("\n> ", lines);
    g_autofree char *body =
        g_strdup_printf("Tack, jag tittar på det.\n\n> %s\n> kan avslutas\n", quoted);
    g_autofree char *to = get_reply_to(fixture, "assignment");
    g_autoptr(InkVerdict) verdict = post(fixture, (Mail){.from = KARIN, .to = to, .body = body});
    g_assert_cmpint(verdict->command.fate, ==, INK_FATE_ASK);
    g_autofree char *unquoted = g_strdup_printf("Av vikt\n\n%s\nkan avslutas", letter->text);
    post_own(fixture, unquoted, INK_FATE_RUN);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpstr(cas->importance, ==, "av vikt");
    g_assert_cmpuint(count_pending(fixture), ==, 0);
}

/* What is taken in afterwards was somebody's to do then. */
static void
test_backlog(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    const Mail mail = {.from = KARIN, .to = to, .body = "Av vikt"};
    g_autofree char *text = write_mail(fixture, &mail);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    const InkEnvelope envelope = {.mailbox = "import",
                                  .unit = "KS",
                                  .uid = "1",
                                  .stored_at = ink_clock_now(fixture->base.clock),
                                  .stored_by = "fil",
                                  .bytes = bytes,
                                  .is_backlog = TRUE};
    g_autoptr(InkVerdict) verdict = pipeline_decide(&fixture->base, &envelope);
    pipeline_apply(&fixture->base, &envelope, verdict);
    assert_untouched(fixture);
    g_assert_cmpuint(count_order_letters(fixture), ==, 0);
    assert_noted(fixture, "i efterhand");
}

/* The officer may believe that it has reached the one who wrote. */
static void
test_prose_to_us(Fixture *fixture, gconstpointer text)
{
    post_own(fixture, text, INK_FATE_ASK);
    assert_says(fixture, "order-question", "inte skickats till den som har skrivit");
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpint(cas->interim_at, ==, INK_TIME_NONE);
}

static void
test_thanks_to_us(Fixture *fixture, gconstpointer text)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    post_as(fixture, (Mail){.from = KARIN, .to = to, .body = text}, INK_DISPOSITION_ATTACH,
            INK_FATE_NONE);
    g_assert_cmpuint(count_letters(fixture, "order-question"), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
        const char *data;
    } tests[] = {
        {"low", test_low, NULL},
        {"interim", test_interim, NULL},
        {"capitals", test_capitals, NULL},
        {"close", test_close, NULL},
        {"not-while-mail-waits", test_not_while_mail_waits, NULL},
        {"undo", test_undo, NULL},
        {"undo-to-inbox", test_undo_to_inbox, NULL},
        {"undo-untested", test_undo_untested, NULL},
        {"undo-too-late", test_undo_too_late, NULL},
        {"undo-by-others", test_undo_by_others, NULL},
        {"new-letter-meanwhile", test_new_letter_meanwhile, NULL},
        {"return", test_return, NULL},
        {"forward", test_forward, "Skicka vidare till per ström"},
        {"return-and-forward", test_forward, "Fel handläggare, skicka vidare till " PER},
        {"registrar-assigns", test_registrar_assigns, NULL},
        {"move", test_move, NULL},
        {"with-answer", test_with_answer, NULL},
        {"with-closing-answer", test_with_closing_answer, NULL},
        {"closed", test_closed, NULL},
        {"chef-only", test_chef_only, NULL},
        {"relay", test_relay, NULL},
        {"relayed", test_relayed, NULL},
        {"doubt-of-unproved", test_doubt_of_unproved, NULL},
        {"endless", test_endless, NULL},
        {"colleague", test_colleague, NULL},
        {"others-address", test_others_address, NULL},
        {"citizens-address", test_citizens_address, NULL},
        {"stranger-with-address", test_stranger_with_address, NULL},
        {"two-addresses", test_two_addresses, NULL},
        {"other-subject", test_other_subject, NULL},
        {"list", test_machine, "List-Id: <alla.exempelkommun.example>\n"},
        {"bulk", test_machine, "Precedence: bulk\n"},
        {"resent", test_machine, "Resent-From: per@exempelkommun.example\n"},
        {"away", test_away, NULL},
        {"old", test_old, NULL},
        {"replay", test_replay, NULL},
        {"below-mark", test_below_mark, NULL},
        {"backlog", test_backlog, NULL},
        {"prose", test_prose_to_us, "Hej Anna! Lampan är bytt.\n\nMvh Karin"},
        {"interim-with-prose", test_prose_to_us,
         "Delsvar\n\nHej Anna! Vi byter lampan på torsdag."},
        {"thanks", test_thanks_to_us, "Tack!\n\nMvh Karin"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/orders-pipeline/%s", tests[i].path);
        g_test_add(path, Fixture, tests[i].data, set_up, tests[i].test, tear_down);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(doubts); i++) {
        g_autofree char *path = g_strdup_printf("/orders-pipeline/doubt/%zu", i);
        g_test_add(path, Fixture, &doubts[i], set_up, test_doubt, tear_down);
    }
    return g_test_run();
}
