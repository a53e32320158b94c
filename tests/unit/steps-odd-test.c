/* SPDX-License-Identifier: MIT
 *
 * Mail that nobody here can read, and mail under somebody else's name or with an address that only
 * looks like another.
 */
#include "pipeline-harness.h"

#include "inkom/outbox.h"
#include "inkom/review.h"

#include <string.h>

typedef PipelineFixture Fixture;

#define TRACE                                                                                      \
    "Return-Path: <anna.ek@example.org>\nFrom: anna.ek@example.org\n"                              \
    "To: inkorg@exempelkommun.example\nMessage-ID: <odd@example.org>\n"
#define ARMOUR "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"

static InkVerdict *
run(Fixture *fixture, const char *text, gboolean is_applied)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 1,
                                  .uid = "1",
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)strlen(text)};
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    if (is_applied)
        pipeline_apply(fixture, &envelope, verdict);
    return verdict;
}

static gboolean
has_note(const InkDecision *decision, const char *kind)
{
    for (guint i = 0; i < decision->notes->len; i++)
        if (g_str_equal(((const InkReviewNote *)decision->notes->pdata[i])->kind, kind))
            return TRUE;
    return FALSE;
}

static gboolean
has_flag(const InkDecision *decision, const char *flag)
{
    return g_strv_contains((const char *const *)decision->flags, flag);
}

/* --- what nobody here can read ---------------------------------------------------------------- */

static const char *const unreadable[] = {
    "Subject: Hemligt\n\n" ARMOUR,
    "Subject: Hemligt\n\nHej!\n\n" ARMOUR,
    "Subject: Fakturor och nyhetsbrev\n\n" ARMOUR,
    "Subject: Hemligt\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx",
    "Subject: Hemligt\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n",
};

static void
test_encrypted(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(unreadable); i++) {
        g_autofree char *text = g_strconcat(TRACE, unreadable[i], NULL);
        g_autoptr(InkVerdict) verdict = run(fixture, text, FALSE);
        const InkDecision *decision = verdict->decision;
        g_assert_cmpint(decision->disposition, ==, INK_DISPOSITION_NEW);
        g_assert_cmpstr(decision->title, ==, "Krypterat meddelande som inte kan läsas");
        g_assert_true(has_flag(decision, "krypterat"));
        g_assert_true(has_note(decision, "encrypted"));
        g_assert_true(decision->reply.send);
    }
}

static void
test_readable(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict = run(fixture, TRACE "Subject: Lampa\n\nTrasig lampa.\n", FALSE);
    g_assert_cmpstr(verdict->decision->title, !=, "Krypterat meddelande som inte kan läsas");
    g_assert_false(has_flag(verdict->decision, "krypterat"));
    g_assert_false(has_note(verdict->decision, "encrypted"));
}

/* The receipt has nothing of the message, and a person is told. */
static void
test_encrypted_is_registered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict = run(fixture, TRACE "Subject: Xyzzy\n\n" ARMOUR, TRUE);
    g_assert_true(verdict->decision->reply.send);
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 10, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(letters->len, ==, 1);
    const InkOutboxRow *letter = letters->pdata[0];
    g_assert_cmpstr(letter->kind, ==, "receipt");
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, letter->id, &error);
    g_assert_no_error(error);
    const char *content = g_bytes_get_data(bytes, NULL);
    g_assert_null(g_strstr_len(content, (gssize)g_bytes_get_size(bytes), "Xyzzy"));
    g_assert_null(g_strstr_len(content, (gssize)g_bytes_get_size(bytes), "hQEMA"));
    g_autoptr(GPtrArray) reviews = ink_store_list_reviews(fixture->store, FALSE, &error);
    gboolean is_listed = FALSE;
    for (guint i = 0; i < reviews->len; i++)
        is_listed =
            is_listed || g_str_equal(((InkReviewRow *)reviews->pdata[i])->kind, "encrypted");
    g_assert_true(is_listed);
}

/* --- names
 * --------------------------------------------------------------------------------------*/

#define OTHER_ADDRESS "namnet visar en annan adress"
#define OFFICER_NAME  "handläggares namn, adress utifrån"

static const struct {
    const char *from, *flag; /* NULL: none */
} names[] = {
    {"Anna Ek <anna.ek@example.org>", NULL},
    {"anna.ek@example.org", NULL},
    {"\"anna.ek@example.org\" <anna.ek@example.org>", NULL},
    {"\"Anna.Ek@Example.org\" <anna.ek@example.org>", NULL},
    {"\"'anna.ek@example.org'\" <anna.ek@example.org>", NULL},
    {"\"Anna @ jobbet\" <anna.ek@example.org>", NULL},
    {"\"karin.berg@exempelkommun.example\" <x@evil.example>", OTHER_ADDRESS},
    {"\"Anna Ek <karin.berg@exempelkommun.example>\" <x@evil.example>", OTHER_ADDRESS},
    {"=?utf-8?q?karin=2Eberg=40exempelkommun=2Eexample?= <x@evil.example>", OTHER_ADDRESS},
    {"\"karin.berg\u200b@exempelkommun.example\" <x@evil.example>", OTHER_ADDRESS},
    {"Karin Berg <x@evil.example>", OFFICER_NAME},
    {"KARIN BERG <x@evil.example>", OFFICER_NAME},
    {"\"Berg, Karin\" <x@evil.example>", OFFICER_NAME},
    {"\"Karin  Berg (Tekniska)\" <x@evil.example>", OFFICER_NAME},
    {"\"Karin\u00a0Berg\" <x@evil.example>", OFFICER_NAME},
    {"\"Ka\u200brin Be\u00adrg\" <x@evil.example>", OFFICER_NAME},
    {"\"\u212Aarin Berg\" <x@evil.example>", OFFICER_NAME},
    {"=?utf-8?q?Per_Stro=CC=88m?= <x@evil.example>", OFFICER_NAME},
    {"Karin Berg <karin.berg@exempelkommun.example>", NULL},
    {"Karin Berg <k@exempelkommun.example>", NULL},
    {"Karin Bergman <x@evil.example>", NULL},
    {"Karin <x@evil.example>", NULL},
    {"Per Strom <x@evil.example>", NULL},
};

#define MIXED_NAME    "blandade alfabet i namnet"
#define MIXED_ADDRESS "blandade alfabet i adressen"
#define LIKE_OURS     "adressen ser ut som vår"

/* Which of the flags a sender gets; "" = none. */
static const struct {
    const char *from, *flags;
} alphabets[] = {
    /* a Cyrillic or Greek letter in a Latin word */
    {"K\u0430rin Berg <x@evil.example>", OFFICER_NAME MIXED_NAME},
    {"\u041Aarin Berg <x@evil.example>", OFFICER_NAME MIXED_NAME},
    {"Karin \u0412erg <x@evil.example>", OFFICER_NAME MIXED_NAME},
    {"Kar\u03B9n B\u03B5rg <x@evil.example>", OFFICER_NAME MIXED_NAME},
    {"=?utf-8?q?L=D1=96sa_Holm?= <x@evil.example>", OFFICER_NAME MIXED_NAME},
    {"K\u0430ri\u200Bn Berg <x@evil.example>", OFFICER_NAME MIXED_NAME},
    {"Ann\u0430 Ek <x@evil.example>", MIXED_NAME},
    {"\u0391nna Ek <x@evil.example>", MIXED_NAME},
    /* … and in our own domain's name too */
    {"K\u0430rin Berg <k@exempelkommun.example>", MIXED_NAME},
    /* a whole name of letters that are drawn alike */
    {"\u0420\u0435\u0433 Str\u00F6m <x@evil.example>", OFFICER_NAME},
    {"\u0415\u03BD\u0430 Lind <x@evil.example>", OFFICER_NAME},
    {"Kar\u0131n Berg <x@evil.example>", OFFICER_NAME},
    /* addresses */
    {"karin.b\u0435rg@evil.example", MIXED_ADDRESS},
    {"x@ex\u0430mple.net", MIXED_ADDRESS},
    {"x@xn--exmple-4nf.net", MIXED_ADDRESS},
    {"karin.berg@exempelk\u043Emmun.example", MIXED_ADDRESS LIKE_OURS},
    {"x@exempelk\u03BFmmun.example", MIXED_ADDRESS LIKE_OURS},
    /* names in one alphabet, whichever */
    {"\u00C5sa \u00D6berg <asa@example.org>", ""},
    {"Bj\u00F6rn-\u00C5ke \u00C4ng <b@example.org>", ""},
    {"A\u030Asa O\u0308berg <asa@example.org>", ""},
    {"Aino M\u00E4kel\u00E4 <aino@example.org>", ""},
    {"Iina Kar\u00ED <iina@example.org>", ""},
    {"\u0627\u062D\u0645\u062F \u0639\u0644\u064A <ahmad@example.org>", ""},
    {"\u738B\u5C0F\u660E <wang@example.org>", ""},
    {"Wang \u5C0F\u660E <wang@example.org>", ""},
    {"Wang\u5C0F\u660E <wang@example.org>", ""},
    {"\u0410\u043D\u043D\u0430 \u0418\u0432\u0430\u043D\u043E\u0432\u0430 <a@example.org>", ""},
    {"\u0410\u043D\u043D\u0430 Ivanova <a@example.org>", ""},
    {"\u039C\u03B1\u03C1\u03AF\u03B1 <m@example.org>", ""},
    {"\u05D3\u05D5\u05D3 <d@example.org>", ""},
    {"10 \u00B5m AB <x@example.org>", ""},
    {"x@malm\u00F6.example", ""},
    {"x@\u043F\u0440\u0438\u043C\u0435\u0440.example", ""},
    {"karin.berg@exempelkommun.example", ""},
};

static void
test_alphabets(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const flags[] = {OFFICER_NAME, MIXED_NAME, MIXED_ADDRESS, LIKE_OURS};
    for (gsize i = 0; i < G_N_ELEMENTS(alphabets); i++) {
        g_autofree char *text =
            g_strdup_printf("From: %s\nSubject: Lampa\n\nHej\n", alphabets[i].from);
        g_autoptr(InkVerdict) verdict = run(fixture, text, FALSE);
        g_test_message("%s", alphabets[i].from);
        for (gsize f = 0; f < G_N_ELEMENTS(flags); f++)
            g_assert_cmpint(has_flag(verdict->decision, flags[f]), ==,
                            strstr(alphabets[i].flags, flags[f]) != NULL);
    }
}

static void
test_names(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = g_strdup_printf("From: %s\nSubject: Lampa\n\nHej\n", names[i].from);
        g_autoptr(InkVerdict) verdict = run(fixture, text, FALSE);
        const InkDecision *decision = verdict->decision;
        g_test_message("%" G_GSIZE_FORMAT, i);
        if (names[i].flag != NULL)
            g_assert_true(has_flag(decision, names[i].flag));
        else
            g_assert_false(has_flag(decision, OTHER_ADDRESS) || has_flag(decision, OFFICER_NAME));
    }
}

/* --- addresses that are not karin.berg@exempelkommun.example
 * ------------------------------------*/

#define K       "\u212A" /* the kelvin sign */
#define I       "\u0131" /* i without a dot */
#define S       "\u017F" /* long s */
#define A_CYR   "\u0430" /* Cyrillic a */
#define E_CYR   "\u0435" /* … e */
#define O_CYR   "\u043E" /* … o */
#define P_CYR   "\u0440" /* … r, like a p */
#define I_CYR   "\u0456" /* … i */
#define M_CYR   "\u043C" /* … m */
#define X_CYR   "\u0445" /* … kh, like an x */
#define O_GREEK "\u03BF" /* Greek o */
#define OWN     "exempelkommun.example"

static const char *const lookalikes[] = {
    /* other letters in the name */
    K "arin.berg@" OWN,
    "kar" I "n.berg@" OWN,
    "kar\u0130n.berg@" OWN,
    "k" A_CYR "rin.berg@" OWN,
    "ka" P_CYR "in.berg@" OWN,
    "kar" I_CYR "n.berg@" OWN,
    "karin.b" E_CYR "rg@" OWN,
    "karin.ber\u0261@" OWN, /* script g */
    "\u0138arin.berg@" OWN, /* kra */
    "\uFF4Barin.berg@" OWN, /* full width */
    "k\u0251rin.berg@" OWN, /* script a */
    "karin\uFF0Eberg@" OWN, /* full stop of full width */
    "karin\u2024berg@" OWN, /* one dot leader */
    "kar\u0131\u0307n.berg@" OWN,
    "ka\u0301rin.berg@" OWN,
    /* what is not seen */
    "karin\u00AD.berg@" OWN,
    "karin\u200B.berg@" OWN,
    "karin\u200D.berg@" OWN,
    "karin\u2060.berg@" OWN,
    "karin.berg\uFEFF@" OWN,
    "\u202Egreb.nirak@" OWN,
    "\u2066karin.berg\u2069@" OWN,
    "karin\u034F.berg@" OWN,
    "karin\u3164.berg@" OWN,
    "karin\uFE0F.berg@" OWN,
    "karin\U000E0061.berg@" OWN,
    /* the domain */
    "karin.berg@exempel" K "ommun.example",
    "karin.berg@exempelk" O_CYR "mmun.example",
    "karin.berg@exempelk" O_GREEK "mmun.example",
    "karin.berg@exempelko" M_CYR "mun.example",
    "karin.berg@" E_CYR X_CYR "empelkommun.example",
    "karin.berg@\uFF45xempelkommun.example",
    "karin.berg@exempel\u00ADkommun.example",
    "karin.berg@exempel\u200Bkommun.example",
    "karin.berg@exempelkommun\u3002example",
    "karin.berg@exempelkommun\uFF0Eexample",
    "karin.berg@xn--exempelkommun-.example",
    "karin.berg@xn--exempelommun-r9k.example",
    "karin.berg@exempelkommun.example\u200B",
    "karin.berg@exempelkommun.examp\u217Ce", /* a Roman numeral */
    "karin.berg@exempelkommun.e" X_CYR "ample",
    /* both */
    K "arin.berg@exempel" K "ommun.example",
    "per." S "trom@" OWN,
    "per." S "tr\u00F6m@" OWN,
    "l" I "sa.holm@" OWN,
    "l" I "" S "a.holm@" OWN,
};

static gboolean
is_own_local(const char *address)
{
    return g_str_has_suffix(address, "@" OWN);
}

/* As it is read from the header, raw and in an encoded word, and by the raw string. */
static void
test_lookalikes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(G_N_ELEMENTS(lookalikes), >=, 40);
    for (gsize i = 0; i < G_N_ELEMENTS(lookalikes); i++) {
        g_autofree char *raw = g_strdup_printf("From: %s\n\nHej\n", lookalikes[i]);
        g_autoptr(InkVerdict) verdict = run(fixture, raw, FALSE);
        const InkAddress *sender = ink_message_get_sender(verdict->message);
        const char *const forms[] = {lookalikes[i], sender != NULL ? sender->address : ""};
        g_test_message("%" G_GSIZE_FORMAT, i);
        for (gsize k = 0; k < G_N_ELEMENTS(forms); k++) {
            g_assert_null(ink_config_find_officer_by_address(fixture->config, forms[k]));
            g_assert_null(ink_config_find_officer(fixture->config, forms[k]));
            g_assert_false(ink_config_is_own_address(fixture->config, forms[k]));
            g_assert_cmpint(
                ink_config_is_own_domain(fixture->config, ink_address_get_domain(forms[k])), ==,
                is_own_local(forms[k]));
        }
    }
}

static void
test_officers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const same[] = {"karin.berg@" OWN, "Karin.Berg@" OWN,
                                       "KARIN.BERG@EXEMPELKOMMUN.EXAMPLE"};
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *raw = g_strdup_printf("From: %s\n\nHej\n", same[i]);
        g_autoptr(InkVerdict) verdict = run(fixture, raw, FALSE);
        const InkAddress *sender = ink_message_get_sender(verdict->message);
        g_assert_nonnull(ink_config_find_officer_by_address(fixture->config, sender->address));
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(Fixture *fixture, gconstpointer data);
    } tests[] = {
        {"/odd/encrypted", test_encrypted},
        {"/odd/readable", test_readable},
        {"/odd/encrypted-is-registered", test_encrypted_is_registered},
        {"/odd/names", test_names},
        {"/odd/alphabets", test_alphabets},
        {"/odd/lookalikes", test_lookalikes},
        {"/odd/officers", test_officers},
    };
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, pipeline_set_up, tests[i].run, pipeline_tear_down);
    return g_test_run();
}
