/* SPDX-License-Identifier: MIT
 *
 * Whether later mail is filed: a table of who writes, by what evidence, about which case, under
 * which routine. And guessing by the thousand, which is never rewarded.
 */
#include "pipeline-harness.h"

#include "inkom/ledger.h"
#include "inkom/links.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

#define ANNA   "anna.ek@example.org"
#define BO     "bo@example.net"
#define NILS   "nils@example.net"
#define KARIN  "karin.berg@exempelkommun.example"
#define LAMP   "KS 2026/0412"
#define SCHOOL "BUN 2026/0077"
#define CLOSED "KS 2026/0500"
#define VOID   "KS 2026/0501"
#define MERGED "KS 2026/0502"
#define MOVED  "KS 2026/0503"

typedef struct {
    PipelineFixture base;
    GBytes *key;
    char *letter; /* Message-ID of our letter in the lamp's case */
    gint64 lamp;
    guint next_uid;
} Fixture;

/* --- the register -----------------------------------------------------------------------------*/

static InkEnvelope
new_envelope(Fixture *fixture, const char *text, char **out_uid)
{
    *out_uid = g_strdup_printf("%u", ++fixture->next_uid);
    return (InkEnvelope){.mailbox = "inkorg",
                         .unit = "KS",
                         .uidvalidity = 7,
                         .uid = *out_uid,
                         .stored_at = ink_clock_now(fixture->base.clock),
                         .stored_by = "INTERNALDATE",
                         .bytes = g_bytes_new(text, strlen(text)),
                         .size = (gint64)strlen(text)};
}

static InkVerdict *
look(Fixture *fixture, const char *text)
{
    g_autofree char *uid = NULL;
    const InkEnvelope envelope = new_envelope(fixture, text, &uid);
    InkVerdict *verdict = pipeline_decide(&fixture->base, &envelope);
    g_bytes_unref(envelope.bytes);
    return verdict;
}

/* Decides and applies in a transaction of the caller's: ten thousand times. */
static InkVerdict *
take_in(Fixture *fixture, InkTxn *txn, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *uid = NULL;
    const InkEnvelope envelope = new_envelope(fixture, text, &uid);
    InkVerdict *verdict = pipeline_decide(&fixture->base, &envelope);
    ink_pipeline_apply(fixture->base.pipeline, txn, &envelope, verdict, &error);
    g_assert_no_error(error);
    g_bytes_unref(envelope.bytes);
    return verdict;
}

static gint64
add_case(Fixture *fixture, const char *unit, int sequence, const char *title, const char *sender)
{
    return pipeline_take_over(&fixture->base, unit, sequence, "felanmälan", title, sender,
                              "2026-03-20");
}

static void
add_letter(InkTxn *txn, gint64 case_id, const char *message_id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    g_autoptr(InkOutboxRow) row = ink_outbox_row_new();
    row->case_id = case_id;
    row->kind = g_strdup("receipt");
    row->to = g_strdup(ANNA);
    row->message_id = g_strdup(message_id);
    ink_txn_add_letter(txn, row, bytes, &error);
    g_assert_no_error(error);
}

/* Anna has written once in the lamp's case, with a copy to Bo. */
static void
set_up(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    pipeline_set_up(&fixture->base, data);
    fixture->next_uid = 0;
    fixture->base.config->authserv_id = g_strdup("mx.exempelkommun.example");
    fixture->lamp = add_case(fixture, "KS", 412, "Gatubelysning: Storgatan", ANNA);
    add_case(fixture, "BUN", 77, "Skolskjuts: linje 3", "mats.lund@example.com");
    gint64 closed = add_case(fixture, "KS", 500, "Lekplats: Parken", ANNA);
    gint64 cancelled = add_case(fixture, "KS", 501, "Lekplats: Torget", ANNA);
    gint64 merged = add_case(fixture, "KS", 502, "Gatubelysning: Kungsgatan", ANNA);
    gint64 moved = add_case(fixture, "KS", 503, "Snöröjning: Ringvägen", ANNA);
    fixture->key = ink_store_get_key(fixture->base.store, &error);
    fixture->letter = ink_own_id_new(fixture->key, "exempelkommun.example");

    InkTxn *txn = txn_begin(fixture->base.store);
    add_letter(txn, fixture->lamp, fixture->letter);
    g_assert_true(ink_txn_set_status(txn, closed, INK_CASE_CLOSED, NULL, &error));
    g_assert_true(ink_txn_set_status(txn, cancelled, INK_CASE_CANCELLED, NULL, &error));
    g_assert_true(ink_txn_merge_cases(txn, merged, fixture->lamp, NULL, &error));
    g_assert_true(ink_txn_move_case(txn, moved, "TN", 2026, INK_DNR_FORMAT_DEFAULT, NULL, &error));
    ink_verdict_free(take_in(fixture, txn,
                             "From: " ANNA "\nTo: inkorg@exempelkommun.example\nCc: " BO
                             "\nSubject: Lampan igen\nMessage-ID: <anna-1@example.org>\n\n"
                             "Det gäller " LAMP ".\n"));
    txn_commit(txn);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_free(fixture->letter);
    pipeline_tear_down(&fixture->base, data);
}

/* --- the table --------------------------------------------------------------------------------*/

typedef enum { KOPING, STRICT, LINKING } Routine;

/* %s in headers is our letter's Message-ID. */
typedef struct {
    const char *what, *from, *headers, *text;
    InkDisposition disposition;
    const char *dnr;  /* it is filed in; NULL = none */
    const char *flag; /* NULL = none of the guard's */
    const char *note; /* of the guard's kinds, or NULL */
    Routine routine;
    const char *follows;
} Situation;

#define SIGNED  "In-Reply-To: <%s>\n"
#define TO_ANNA "In-Reply-To: <anna-1@example.org>\n"
#define NEVER                                                                                      \
    "In-Reply-To: <aldrig@example.org>\nReferences: <aldrig@example.org> <nej@example.net>\n"
#define AUTO   "Auto-Submitted: auto-replied\n"
#define TESTED "Authentication-Results: mx.exempelkommun.example; "
#define FAILS  TESTED "dmarc=fail header.from=example.org\n"
#define QUOTE                                                                                      \
    "\n\nDen fre 27 mars 2026 kl 10:15 skrev Exempelkommun <inkorg@exempelkommun.example>:\n"      \
    "> Hej!\n> Tack för att du hör av dig.\n"
#define NEW_SENDER "ny avsändare"
#define UNPROVEN   "overifierad avsändare"
#define NEW_MATTER "kanske ett nytt ärende"
#define ATTACH     INK_DISPOSITION_ATTACH
#define REVIEW     INK_DISPOSITION_REVIEW
#define NEW        INK_DISPOSITION_NEW

#define FILED(number)   .disposition = ATTACH, .dnr = (number)
#define HELD            .disposition = REVIEW
#define BEGINS          .disposition = NEW
#define MACHINE(number) .disposition = INK_DISPOSITION_AUTOMATIC, .dnr = (number)
#define STRANGE         .flag = NEW_SENDER, .note = "stranger"
#define DOUBTED         .flag = UNPROVEN, .note = "stranger"
#define OTHER           .flag = NEW_MATTER, .note = "new_matter"

static const Situation situations[] = {
    /* Somebody who takes part in the case. */
    {"party, number in subject", ANNA, "Subject: " LAMP "\n", "Hej", FILED(LAMP)},
    {"party, number in a reply", ANNA, "Subject: Sv: [" LAMP "] Tack\n", "Hej", FILED(LAMP)},
    {"party, tagged by a gateway", ANNA, "Subject: [EXTERN] SV: " LAMP "\n", "Hej", FILED(LAMP)},
    {"party, number in the text", ANNA, "Subject: lampa\n", "ang ert dnr ks2026/412", FILED(LAMP)},
    {"party, number as our own", ANNA, "Subject: lampa\n", "Vårt ärende KS 2026/0412", FILED(LAMP)},
    {"party, capitals in the address", "Anna <ANNA.EK@Example.ORG>", "Subject: " LAMP "\n", "Hej",
     FILED(LAMP)},
    {"party, number that does not exist", ANNA, "Subject: KS 2026/9999\n", "Hej", HELD,
     .note = "unknown_number"},
    {"party, nothing to go by", ANNA, "Subject: Lampan är trasig\n", "Hej", BEGINS},
    {"party, number only in a quotation", ANNA, "Subject: Hej\n", "Ny sak.\n\n> " LAMP, BEGINS},
    {"party, answers us", ANNA, SIGNED "Subject: Sv: [" LAMP "] Tack\n", "Hej", FILED(LAMP)},
    {"party, answers us in References", ANNA,
     "References: <a@example.org> <%s>\nSubject: Sv: [" LAMP "]\n", "Hej", FILED(LAMP)},
    {"party, new subject, quotes us", ANNA, SIGNED "Subject: Fler lampor\n", "Hej" QUOTE,
     FILED(LAMP)},
    {"party, new subject, no quote", ANNA, SIGNED "Subject: Bygglov\n", "Hej", FILED(LAMP), OTHER},
    {"the same, strictly", ANNA, SIGNED "Subject: Bygglov\n", "Hej", HELD, OTHER,
     .routine = STRICT},
    {"party, new subject, quotes somebody else", ANNA, SIGNED "Subject: Bygglov\n",
     "Hej\n\nDen fre 27 mars 2026 kl 10:15 skrev Ada <ada@example.com>:\n> Hej!\n", FILED(LAMP),
     OTHER},
    {"party, new subject, our address in his own words", ANNA, SIGNED "Subject: Bygglov\n",
     "Jag skrev till inkorg@exempelkommun.example.", FILED(LAMP), OTHER},
    {"party, new subject, number in the text", ANNA, SIGNED "Subject: Fler lampor\n",
     "Det gäller " LAMP, FILED(LAMP), .routine = STRICT},
    {"party, no subject", ANNA, SIGNED, "Hej", FILED(LAMP), .routine = STRICT},
    {"party, subject is only a prefix", ANNA, SIGNED "Subject: Re:\n", "Hej", FILED(LAMP),
     .routine = STRICT},
    {"party, subject of an earlier letter", ANNA, SIGNED "Subject: SV: lampan IGEN\n", "Hej",
     FILED(LAMP), .routine = STRICT},
    {"party, answers us with another's number", ANNA, SIGNED "Subject: " SCHOOL "\n", "Hej",
     FILED(LAMP), .flag = NEW_MATTER, .note = "unclear"},
    {"party, two numbers", ANNA, "Subject: " SCHOOL " och " LAMP "\n", "Hej", FILED(LAMP),
     .note = "unclear"},
    {"party, answers us and mentions another", ANNA, SIGNED "Subject: Sv: " LAMP "\n",
     "Jämför " SCHOOL, FILED(LAMP)},
    {"party, another's number", ANNA, "Subject: " SCHOOL "\n", "Hej", HELD, STRANGE},
    {"party, another's number, knows the matter", ANNA, "Subject: " SCHOOL "\n",
     "På linje 3 är bussen sen", FILED(SCHOOL), STRANGE},
    {"party, another's number, knows what many are about", ANNA, "Subject: " SCHOOL "\n",
     "Skolskjutsen är sen", HELD, STRANGE},
    {"party, answers an own letter", ANNA, TO_ANNA "Subject: Sv: Lampan igen\n", "Hej",
     FILED(LAMP)},
    {"party, answers an own letter with something new", ANNA, TO_ANNA "Subject: Bygglov\n", "Hej",
     FILED(LAMP), OTHER},
    {"party, answers a letter that never was", ANNA, NEVER "Subject: Lampan är trasig\n", "Hej",
     BEGINS},
    {"party, an automatic answer", ANNA, AUTO "Subject: Sv: " LAMP "\n", "Hej", MACHINE(LAMP)},

    /* Staff. */
    {"staff, number in subject", KARIN, "Subject: " LAMP "\n", "Hej", FILED(LAMP)},
    {"staff, number in text", KARIN, "Subject: Lampan\n", LAMP, FILED(LAMP), .routine = STRICT},
    {"staff, another unit's case", KARIN, "Subject: " SCHOOL "\n", "Hej", FILED(SCHOOL),
     .routine = STRICT},
    {"staff, answers us", KARIN, SIGNED "Subject: Sv: [" LAMP "]\n", "Hej", FILED(LAMP)},
    {"staff, answers us about something else", KARIN, SIGNED "Subject: Semester\n", "Hej",
     FILED(LAMP), OTHER},
    {"staff, answers a party's letter", KARIN, TO_ANNA "Subject: Sv: Lampan igen\n", "Hej",
     FILED(LAMP)},
    {"staff, number that does not exist", KARIN, "Subject: KS 2026/9999\n", "Hej", HELD,
     .note = "unknown_number"},
    {"not staff: our domain with more after it", "karin.berg@exempelkommun.example.example.net",
     "Subject: " LAMP "\n", "Hej", HELD, STRANGE},
    {"not staff: our address as a name", "\"" KARIN "\" <x@example.net>", "Subject: " LAMP "\n",
     "Hej", HELD, STRANGE},

    /* Strangers. */
    {"stranger, only a number", NILS, "Subject: " LAMP "\n", "Hej", HELD, STRANGE},
    {"stranger, only a number, as a reply", NILS, "Subject: Sv: [" LAMP "]\n", "Hej", HELD,
     STRANGE},
    {"stranger, only a number in the text", NILS, "Subject: Hej\n", "Mer om " LAMP, HELD, STRANGE},
    {"stranger, with an officer's name for an address", "<Karin Berg>", "Subject: " LAMP "\n",
     "Hej", HELD, STRANGE},
    {"stranger, knows the matter", NILS, "Subject: " LAMP "\n", "Jag bor också på Storgatan.",
     FILED(LAMP), STRANGE},
    {"stranger, knows the matter, strictly", NILS, "Subject: " LAMP "\n",
     "Jag bor också på Storgatan.", HELD, STRANGE, .routine = STRICT},
    {"stranger, half a word of the title", NILS, "Subject: " LAMP "\n", "Nygatubelysning", HELD,
     STRANGE},
    {"another authority", "registrator@myndigheten.example",
     "Subject: Vår beteckning 5.2-1234/2026, er beteckning " LAMP "\n", "Remissvar", FILED(LAMP),
     STRANGE},
    {"stranger, his own number", NILS, "Subject: Vår beteckning " LAMP "\n", "Hej", BEGINS},
    {"stranger, his own and ours", NILS, "Subject: Vår beteckning " SCHOOL "\n",
     "Er beteckning " LAMP, FILED(LAMP), STRANGE},
    {"stranger, quotes us", NILS, "Subject: " LAMP "\n", "Hej" QUOTE, FILED(LAMP), STRANGE},
    {"stranger, answers us", NILS, SIGNED "Subject: Sv: [" LAMP "]\n", "Hej", FILED(LAMP), STRANGE},
    {"stranger, answers us, in References", NILS, "References: <%s>\nSubject: Sv: [" LAMP "]\n",
     "Hej", FILED(LAMP), STRANGE},
    {"stranger, answers us, strictly", NILS, SIGNED "Subject: Sv: [" LAMP "]\n", "Hej", HELD,
     STRANGE, .routine = STRICT},
    {"stranger, answers us about something else", NILS, SIGNED "Subject: Bygglov\n", "Hej",
     FILED(LAMP), OTHER},
    {"stranger, a foreign thread", NILS, TO_ANNA "Subject: Sv: Lampan igen\n", "Hej", BEGINS},
    {"stranger, a foreign thread and its number", NILS, TO_ANNA "Subject: Sv: " LAMP "\n", "Hej",
     FILED(LAMP), STRANGE},
    {"stranger, a foreign thread and another number", NILS, TO_ANNA "Subject: Sv: " SCHOOL "\n",
     "Hej", HELD, STRANGE},
    {"stranger, a thread that never was", NILS, NEVER "Subject: Sv: Lampan\n", "Hej", BEGINS},
    {"stranger, a thread that never was, and a number", NILS, NEVER "Subject: " LAMP "\n", "Hej",
     HELD, STRANGE},
    {"stranger, four numbers", NILS, "Subject: Storgatan\n",
     "KS 2026/410 KS 2026/411 KS 2026/412 KS 2026/413", HELD, STRANGE},
    {"stranger, number that does not exist", NILS, "Subject: KS 2026/9999\n", "Hej", HELD,
     .note = "unknown_number"},
    {"stranger, an automatic answer with a number", NILS, AUTO "Subject: " LAMP "\n", "Hej",
     MACHINE(NULL), .note = "automatic"},
    {"stranger, an automatic answer to us", NILS, AUTO SIGNED "Subject: Sv: [" LAMP "]\n", "Hej",
     MACHINE(LAMP)},
    {"nobody", "", "Subject: " LAMP "\n", "Hej", HELD, STRANGE},

    /* Somebody who has had a copy. */
    {"copied, answers the letter", BO, TO_ANNA "Subject: Sv: Lampan igen\n", "Hej", FILED(LAMP),
     .flag = NEW_SENDER},
    {"copied, a number", BO, "Subject: " LAMP "\n", "Hej", FILED(LAMP), .flag = NEW_SENDER},
    {"copied, a number, strictly", BO, "Subject: " LAMP "\n", "Hej", FILED(LAMP),
     .flag = NEW_SENDER, .routine = STRICT},
    {"copied, answers with something new", BO, TO_ANNA "Subject: Bygglov\n", "Hej", FILED(LAMP),
     OTHER},
    {"copied in another case", BO, "Subject: " SCHOOL "\n", "Hej", HELD, STRANGE},

    /* What our own mail server says of the sender. */
    {"party, vouched for", ANNA, TESTED "dmarc=pass header.from=example.org\nSubject: " LAMP "\n",
     "Hej", FILED(LAMP)},
    {"party, the domain publishes nothing", ANNA,
     TESTED "dmarc=none header.from=example.org; spf=none smtp.mailfrom=" ANNA "\nSubject: " LAMP
            "\n",
     "Hej", FILED(LAMP)},
    {"party, failed by a server that is not ours", ANNA,
     "Authentication-Results: mx.example.net; dmarc=fail header.from=example.org\nSubject: " LAMP
     "\n",
     "Hej", FILED(LAMP)},
    {"party, DMARC fails", ANNA, FAILS "Subject: " LAMP "\n", "Hej", HELD, DOUBTED},
    {"party, SPF fails", ANNA, TESTED "spf=fail smtp.mailfrom=" ANNA "\nSubject: " LAMP "\n", "Hej",
     HELD, DOUBTED},
    {"party, findings that contradict each other", ANNA,
     TESTED "dmarc=pass header.from=example.org\n" TESTED
            "dmarc=pass header.from=example.org\nSubject: " LAMP "\n",
     "Hej", HELD, DOUBTED},
    {"party, fails and knows the matter", ANNA, FAILS "Subject: " LAMP "\n",
     "Jag bor på Storgatan.", FILED(LAMP), DOUBTED},
    {"the same, strictly", ANNA, FAILS "Subject: " LAMP "\n", "Jag bor på Storgatan.", HELD,
     DOUBTED, .routine = STRICT},
    {"party, fails and answers us", ANNA, FAILS SIGNED "Subject: Sv: [" LAMP "] Tack\n", "Hej",
     FILED(LAMP), DOUBTED},
    {"party, fails and answers an own letter", ANNA, FAILS TO_ANNA "Subject: Sv: Lampan igen\n",
     "Hej", BEGINS, .flag = UNPROVEN},
    {"party, fails, an automatic answer", ANNA, FAILS AUTO "Subject: Sv: " LAMP "\n", "Hej",
     MACHINE(NULL), .note = "automatic", .flag = UNPROVEN},
    {"copied, fails", BO, TESTED "dmarc=fail header.from=example.net\nSubject: " LAMP "\n", "Hej",
     HELD, DOUBTED},
    {"staff, vouched for", KARIN,
     TESTED "dmarc=pass header.from=exempelkommun.example\nSubject: " LAMP "\n", "Hej",
     FILED(LAMP)},
    {"staff, DMARC fails", KARIN,
     TESTED "dmarc=fail header.from=exempelkommun.example\nSubject: " LAMP "\n", "Hej", HELD,
     DOUBTED},
    {"staff, nothing vouches", KARIN,
     TESTED "dmarc=none header.from=exempelkommun.example\nSubject: " LAMP "\n", "Hej", HELD,
     DOUBTED},
    {"closed, linking, party who fails", ANNA, FAILS "Subject: Sv: " CLOSED "\n", "Hej", HELD,
     DOUBTED, .routine = LINKING},

    /* Cases that are no longer open. */
    {"closed", ANNA, "Subject: Sv: " CLOSED "\n", "Hej", FILED(CLOSED)},
    {"closed, linking", ANNA, "Subject: Sv: " CLOSED "\n", "Hej", BEGINS, .routine = LINKING,
     .follows = CLOSED},
    {"closed, linking, staff", KARIN, "Subject: Sv: " CLOSED "\n", "Hej", BEGINS,
     .routine = LINKING, .follows = CLOSED},
    {"closed, linking, stranger with a number", NILS, "Subject: Sv: " CLOSED "\n", "Hej", HELD,
     STRANGE, .routine = LINKING},
    {"closed, linking, stranger who knows", NILS, "Subject: Sv: " CLOSED "\n",
     "Lekplatsen i parken är farlig", HELD, STRANGE, .routine = LINKING},
    {"closed, stranger who knows", NILS, "Subject: Sv: " CLOSED "\n",
     "Lekplatsen i parken är farlig", HELD, STRANGE},
    {"closed, stranger who quotes us", NILS, "Subject: Sv: " CLOSED "\n", "Hej" QUOTE, HELD,
     STRANGE},
    {"closed, linking, an automatic answer", ANNA, AUTO "Subject: Sv: " CLOSED "\n", "Hej",
     MACHINE(CLOSED), .routine = LINKING},
    {"open, linking", ANNA, "Subject: " LAMP "\n", "Hej", FILED(LAMP), .routine = LINKING},
    {"cancelled", ANNA, "Subject: " VOID "\n", "Hej", FILED(VOID), .note = "unclear"},
    {"cancelled, stranger", NILS, "Subject: " VOID "\n", "Hej", HELD, STRANGE},
    {"merged, the old number", ANNA, "Subject: " MERGED "\n", "Hej", FILED(LAMP)},
    {"merged, both numbers", ANNA, "Subject: " MERGED " " LAMP "\n", "Hej", FILED(LAMP)},
    {"merged, stranger", NILS, "Subject: " MERGED "\n", "Hej", HELD, STRANGE},
    {"moved, the old number", ANNA, "Subject: " MOVED "\n", "Hej", FILED("TN 2026/0001")},
    {"moved, the new number", ANNA, "Subject: TN 2026/1\n", "Hej", FILED("TN 2026/0001")},
};

static void
set_routine(Fixture *fixture, Routine routine)
{
    InkRoutine *koping = fixture->base.config->routines->pdata[0];
    koping->stranger = koping->new_matter = routine == STRICT ? INK_LATER_REVIEW : INK_LATER_FILE;
    koping->to_closed = routine == LINKING ? INK_CLOSED_LINK : INK_CLOSED_REOPEN;
}

static const char *
find_note(const InkDecision *decision, const char *kind)
{
    for (guint i = 0; i < decision->notes->len; i++) {
        const InkReviewNote *note = decision->notes->pdata[i];
        if (kind == NULL
                ? g_str_equal(note->kind, "stranger") || g_str_equal(note->kind, "new_matter") ||
                      g_str_equal(note->kind, "unknown_number")
                : g_str_equal(note->kind, kind))
            return note->reason;
    }
    return NULL;
}

static void
assert_situation(Fixture *fixture, const Situation *row)
{
    g_auto(GStrv) parts = g_strsplit(row->headers, "%s", 2);
    g_autofree char *headers =
        g_strconcat(parts[0], parts[1] != NULL ? fixture->letter : "", parts[1], NULL);
    g_autofree char *text =
        g_strdup_printf("From: %s\nTo: inkorg@exempelkommun.example\nMIME-Version: 1.0\n"
                        "Content-Type: text/plain; charset=utf-8\n%s\n%s\n",
                        row->from, headers, row->text);
    set_routine(fixture, row->routine);
    g_autoptr(InkVerdict) verdict = look(fixture, text);
    const InkDecision *decision = verdict->decision;
    const char *const *flags = (const char *const *)decision->flags;
    g_test_message("%s", row->what);
    g_assert_cmpint(decision->disposition, ==, row->disposition);
    g_assert_cmpstr(decision->dnr, ==, row->dnr);
    g_assert_cmpint(decision->case_id != 0, ==, row->dnr != NULL);
    g_assert_cmpstr(decision->follows, ==, row->follows);
    if (row->flag != NULL)
        g_assert_true(g_strv_contains(flags, row->flag));
    else
        g_assert_false(g_strv_contains(flags, NEW_SENDER) || g_strv_contains(flags, NEW_MATTER) ||
                       g_strv_contains(flags, UNPROVEN));
    g_assert_cmpint(find_note(decision, row->note) != NULL, ==, row->note != NULL);
    g_assert_true(row->disposition == NEW || !decision->reply.send);
}

static void
test_situations(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    G_STATIC_ASSERT(G_N_ELEMENTS(situations) >= 50);
    for (gsize i = 0; i < G_N_ELEMENTS(situations); i++)
        assert_situation(fixture, &situations[i]);
}

/* --- guessing ---------------------------------------------------------------------------------*/

#define GUESSES 10000

static guint
count_filed(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    const InkLedgerFilter filter = {.outcome = "attach"};
    g_autoptr(GPtrArray) rows = ink_store_list_messages(fixture->base.store, &filter, &error);
    g_assert_no_error(error);
    return rows->len;
}

static guint
count_letters(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_letters(fixture->base.store, NULL, 0, &error);
    g_assert_no_error(error);
    return rows->len;
}

/* All numbers there can be in one letter, also with what the case is about. */
static void
test_guesses_in_one(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const leads[] = {"", "Gatubelysning Storgatan skolskjuts lekplats\n",
                                        "Er beteckning: "};
    for (gsize i = 0; i < G_N_ELEMENTS(leads); i++) {
        g_autoptr(GString) text = g_string_new("From: " NILS "\nSubject: Hej\nMIME-Version: 1.0\n"
                                               "Content-Type: text/plain; charset=utf-8\n\n");
        for (int number = 1; number <= GUESSES; number++)
            g_string_append_printf(text, "%sKS 2026/%d\n", i == 2 || number == 1 ? leads[i] : "",
                                   GUESSES - number + 1);
        g_string_append_printf(text, "%s" LAMP "\n", leads[i]);
        gint64 start = g_get_monotonic_time();
        g_autoptr(InkVerdict) verdict = look(fixture, text->str);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
        g_assert_cmpint(verdict->decision->disposition, ==, REVIEW);
        g_assert_cmpint(verdict->decision->case_id, ==, 0);
    }
}

/* One number in each of ten thousand letters. Returns how many were filed. */
static guint
guess_in_many(Fixture *fixture, gboolean is_one_sender, const char *body)
{
    guint filed = count_filed(fixture), letters = count_letters(fixture);
    InkTxn *txn = txn_begin(fixture->base.store);
    for (int number = 1; number <= GUESSES; number++) {
        g_autofree char *text = g_strdup_printf(
            "From: nils%d@example.net\nSubject: KS 2026/%04d\nMessage-ID: <%d@example.net>\n"
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n",
            is_one_sender ? 0 : number, number, number, body);
        ink_verdict_free(take_in(fixture, txn, text));
    }
    txn_commit(txn);
    g_assert_cmpuint(count_letters(fixture), ==, letters); /* nothing is told */
    return count_filed(fixture) - filed;
}

static void
test_guesses_in_many(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(guess_in_many(fixture, FALSE, "Hej"), ==, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) lamp = ink_store_get_case(fixture->base.store, fixture->lamp, &error);
    g_assert_cmpint(lamp->records, ==, 1); /* Anna's */
}

/* Numbers that do not exist use up the tries, so what comes after them is held. */
static void
test_guesses_with_knowledge(Fixture *fixture, gconstpointer data)
{
    g_assert_cmpuint(guess_in_many(fixture, *(const gboolean *)data, "Gatubelysning Storgatan"), ==,
                     0);
}

/* The next day a neighbour is believed again. */
static void
test_next_day(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char neighbour[] = "From: " NILS "\nSubject: " LAMP "\nMIME-Version: 1.0\n"
                                    "Content-Type: text/plain; charset=utf-8\n\nStorgatan\n";
    InkTxn *txn = txn_begin(fixture->base.store);
    for (int i = 0; i < INK_GUARD_SENDER_TRIES_MAX; i++) {
        g_autofree char *text =
            g_strdup_printf("From: " NILS "\nSubject: KS 2026/%d\n\nHej\n", 9000 + i);
        ink_verdict_free(take_in(fixture, txn, text));
    }
    txn_commit(txn);
    g_autoptr(InkVerdict) held = look(fixture, neighbour);
    g_assert_cmpint(held->decision->disposition, ==, REVIEW);
    ink_clock_fix(fixture->base.clock, ink_clock_now(fixture->base.clock) + 24 * 3600 + 1);
    g_autoptr(InkVerdict) filed = look(fixture, neighbour);
    g_assert_cmpint(filed->decision->disposition, ==, ATTACH);
}

/* --- same Message-ID --------------------------------------------------------------------------*/

/* Somebody else's Message-ID on one's own letter gives no place in the other's case, nor does a
 * later answer to that id go to the borrower's. */
static void
test_borrowed_id(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkTxn *txn = txn_begin(fixture->base.store);
    g_autoptr(InkVerdict) borrowed =
        take_in(fixture, txn,
                "From: " NILS "\nSubject: Bygglov\nMessage-ID: <anna-1@example.org>\n\nHej\n");
    txn_commit(txn);
    g_assert_cmpint(borrowed->decision->disposition, ==, NEW);
    g_autoptr(InkVerdict) answer =
        look(fixture, "From: " ANNA "\n" TO_ANNA "Subject: Sv: Lampan igen\n\nHej\n");
    g_assert_cmpstr(answer->decision->dnr, ==, LAMP);
}

#define ADD(path, function) ADD_WITH(path, function, NULL)
#define ADD_WITH(path, function, data)                                                             \
    g_test_add("/guard/" path, Fixture, data, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    static const gboolean one_sender = TRUE, many_senders = FALSE;
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("situations", test_situations);
    ADD("guesses-in-one", test_guesses_in_one);
    ADD("guesses-in-many", test_guesses_in_many);
    ADD_WITH("guesses-with-knowledge/one-sender", test_guesses_with_knowledge, &one_sender);
    ADD_WITH("guesses-with-knowledge/many-senders", test_guesses_with_knowledge, &many_senders);
    ADD("next-day", test_next_day);
    ADD("borrowed-id", test_borrowed_id);
    return g_test_run();
}
