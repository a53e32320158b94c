/* SPDX-License-Identifier: MIT
 *
 * What the routine wants officers and others in the house to be told, and what it promises to
 * whom: an editor, a colleague's suggestion, what is told for knowledge, who can be reached.
 */
#include "ways-look.h"

#define EDITOR                                                                                     \
    "channels: {sociala medier: {receipt: nej, answer: 24 timmar, answer_to: " ROLE "}}\n"         \
    "assignment: {called: kontaktperson, hint: Skriv klart.}\n"
#define FAULT                                                                                      \
    "procedures: {felanmälan: {case: ja, letter: fault}}\n"                                       \
    "answer: {within: 10 arbetsdagar, from: bekräftat}\n"
#define CONTACT "answer: {within: 10 arbetsdagar, needs_contact: ja}\n"
#define CHEF    "internal: {to_chef: ja, hint: Ta upp det på nästa APT.}\n"

/* --- A21, C15, E23, B8–B10 --------------------------------------------------------------------*/

static InkCase *
new_case(const char *channel)
{
    InkCase *cas = ink_case_new();
    cas->unit = g_strdup("KS");
    cas->type = g_strdup("fråga");
    cas->title = g_strdup("Eldning: helgen");
    cas->channel = g_strdup(channel);
    cas->language = g_strdup("sv");
    cas->officer = g_strdup("karin.berg@exempelkommun.example");
    cas->arrived_by = g_strdup("registrator");
    return cas;
}

static gint64
register_case(Fixture *fixture, const char *channel)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) cas = new_case(channel);
    cas->arrived_at = ink_clock_now(fixture->clock) - 3600;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_register_case(fixture->pipeline, txn, cas, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    return cas->id;
}

#define TO_EDITOR                                                                                  \
    "Authentication-Results: " ID "; dkim=pass header.d=exempelkommun.example\n"                   \
    "Received: from a by " ID " with ESMTP; Fri, 27 Mar 2026 17:55:00 +0100\n"                     \
    "From: Karin Berg <karin.berg@exempelkommun.example>\nTo: " ROLE "\n"                          \
    "Cc: inkorg@exempelkommun.example\nMessage-ID: <r@exempelkommun.example>\n"                    \
    "Date: Fri, 27 Mar 2026 17:50:00 +0100\nSubject: %s Svar att publicera\nMIME-Version: 1.0\n"   \
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"                 \
    "Nej, det är eldningsförbud.\n"

static void
test_editor(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = register_case(fixture, "sociala medier");
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_nonnull(letter);
    g_assert_nonnull(strstr(letter, "Du är kontaktperson"));
    g_assert_nonnull(strstr(letter, "Svara inte den som har skrivit"));
    g_assert_nonnull(strstr(letter, ROLE));
    g_assert_nonnull(strstr(letter, "Skriv klart."));
    take_in_case(fixture, id, TO_EDITOR, INK_DISPOSITION_ANSWER);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
}

/* By another channel the sender is answered, and the editor is nobody. */
static void
test_no_editor(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = register_case(fixture, "e-post");
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_null(strstr(letter, ROLE));
    take_in_case(fixture, id, TO_EDITOR, INK_DISPOSITION_ATTACH);
}

static void
test_internal(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    register_case(fixture, "internt");
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_nonnull(strstr(letter, "Ta upp det på nästa APT."));
    g_assert_nonnull(strstr(letter, "Du är handläggare"));
}

/* B32, by a person's hand. */
static void
test_answered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) cas = new_case("sociala medier");
    cas->arrived_at = ink_clock_now(fixture->clock) - 3600;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_register_answered(fixture->pipeline, txn, cas, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    g_autoptr(InkCase) after = get_case(fixture, cas->id);
    g_assert_cmpint(after->status, ==, INK_CASE_CLOSED);
    g_assert_cmpint(after->records, ==, 1);
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_cmpuint(letters->len, ==, 0);
}

/* B8, B9: by mail, to the nearest chef. */
static void
test_nearest_chef(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture,
         "From: Per Ström <per.strom@exempelkommun.example>\n"
         "Message-ID: <i@exempelkommun.example>\n" HEAD
         "Subject: förbättringsförslag från personalen\n\n"
         "Vi i grupp 3 föreslår att nycklarna hängs upp i ett skåp.\n",
         INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->channel, ==, "internt");
    g_assert_cmpstr(cas->officer, ==, "karin.berg@exempelkommun.example");
    g_autofree char *flags = g_strjoinv(";", cas->flags);
    g_assert_nonnull(strstr(flags, "intern synpunkt"));
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_nonnull(strstr(letter, "Ta upp det på nästa APT."));
}

/* A group's own mailbox is no officer's: the chef of the unit that it is about. */
static void
test_chef_of_unit(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture,
         "From: Personalen <skolan@exempelkommun.example>\n"
         "Message-ID: <j@exempelkommun.example>\n" HEAD
         "Subject: förbättringsförslag från personalen\n\n"
         "Vi i arbetslaget på Björkskolan föreslår att rektor köper nya stolar till skolans "
         "elever.\n",
         INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->unit, ==, "BUN");
    g_assert_cmpstr(cas->officer, ==, "eva.lind@exempelkommun.example");
}

/* --- D17, E20 ---------------------------------------------------------------------------------*/

#define FORM(phone)                                                                                \
    "Authentication-Results: " ID "; dkim=pass header.d=www.exempelkommun.example; "               \
    "dmarc=pass header.from=www.exempelkommun.example\n"                                           \
    "Received: from a by " ID " with ESMTP; Fri, 27 Mar 2026 17:42:00 +0100\n"                     \
    "From: Exempelkommun <noreply@www.exempelkommun.example>\n"                                    \
    "Message-ID: <f@www.exempelkommun.example>\n" HEAD                                             \
    "Subject: Ny synpunkt via Dialog och synpunkter\n\n"                                           \
    "Typ: Klagomål\nOmråde: Gator och vägar\nNamn: \nE-post: \nTelefon: " phone                    \
    "\nVill ha svar: Nej\nMeddelande: Bilarna kör alldeles för fort på Skolgatan.\n"

static void
test_for_knowledge(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture, FORM(""), INK_DISPOSITION_MINOR);
    g_autofree char *told = find_letter(fixture, "told", ROLE);
    g_assert_nonnull(told);
    g_assert_true(g_str_has_prefix(told, "För kännedom: anonym synpunkt"));
    g_assert_null(strstr(told, "genast"));
    g_assert_nonnull(strstr(told, "Bilarna kör"));
}

/* A telephone number is enough to be answered; without any nothing is promised. */
static void
test_phone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture, FORM("070-123 45 67"), INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->sender_name, ==, "070-123 45 67");
    g_assert_cmpint(cas->due, !=, INK_DAY_NONE);
}

static void
test_no_contact(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture, FORM(""), INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_null(cas->sender_name);
    g_assert_cmpint(cas->due, ==, INK_DAY_NONE);
}

/* Whoever writes from elsewhere is no colleague, whatever he says. */
static void
test_no_colleague(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture,
         CITIZEN HEAD "Subject: Lekplatsen\n\nVi i grupp Myran föreslår en ny gunga på lekplatsen "
                      "vid Storgatan.\n",
         INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->channel, ==, "e-post");
    g_autofree char *flags = g_strjoinv(";", cas->flags);
    g_assert_null(strstr(flags, "intern"));
}

/* B6, B24: the letter of another procedure is no receipt, and what would be counted from one is
 * counted from the registration. */
static void
test_fault(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture,
         CITIZEN HEAD "Subject: Trasig gatubelysning Storgatan 14\n\n"
                      "Tre lampor har varit släckta utanför Storgatan 14 i två veckor.\n",
         INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->procedure, ==, "felanmälan");
    g_assert_cmpint(cas->due, !=, INK_DAY_NONE);
    g_autofree char *letter = find_letter(fixture, "fault", "anna.ek@example.org");
    g_assert_nonnull(letter);
    g_assert_nonnull(strstr(letter, cas->dnr));
    g_assert_null(find_letter(fixture, "receipt", "anna.ek@example.org"));
}

#define ADD(path, keys, function)                                                                  \
    g_test_add("/ways-letters/" path, Fixture, keys, set_up, function, pipeline_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("chef-of-unit", CHEF, test_chef_of_unit);
    ADD("no-colleague", CHEF, test_no_colleague);
    ADD("answered", "closing: {when_answered: ja}\n", test_answered);
    ADD("for-knowledge", "anonymous: {register: nej, to: " ROLE "}\n", test_for_knowledge);
    ADD("phone", CONTACT, test_phone);
    ADD("no-contact", CONTACT, test_no_contact);
    ADD("fault", FAULT, test_fault);
    ADD("editor", EDITOR, test_editor);
    ADD("no-editor", EDITOR, test_no_editor);
    ADD("internal", CHEF, test_internal);
    ADD("nearest-chef", CHEF, test_nearest_chef);
    return g_test_run();
}
