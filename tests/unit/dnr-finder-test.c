/* SPDX-License-Identifier: MIT
 *
 * Diarienummer in text: the spellings that have been seen, what only looks like one, whose number
 * it is, and what the command line takes.
 */
#include "harness.h"

#include "inkom/parse.h"
#include "inkom/thread.h"

#include <string.h>
#include <time.h>

static const char *const units[] = {"KF",  "KS", "KSN", "BUN", "SBN", "MBN", "TN",
                                    "VON", "SN", "SON", "KFN", "ON",  "M",   NULL};

typedef struct {
    InkDnrFinder *finder;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->finder = ink_dnr_finder_new(units, NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_dnr_finder_free(fixture->finder);
}

/* "KS 2026 412 3": unit ("?" = none written), year, sequence and, where there is one, record; "; "
 * between numbers, "-" for none. */
static char *
describe_dnr(const InkDnr *dnr)
{
    const char *unit = dnr->unit != NULL ? dnr->unit : "?";
    return dnr->record != 0
               ? g_strdup_printf("%s %d %d %d", unit, dnr->year, dnr->sequence, dnr->record)
               : g_strdup_printf("%s %d %d", unit, dnr->year, dnr->sequence);
}

static char *
describe(InkDnrFinder *finder, const char *text)
{
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(finder, text);
    GString *out = g_string_new(found->len == 0 ? "-" : NULL);
    for (guint i = 0; i < found->len; i++) {
        g_autofree char *one = describe_dnr(((const InkDnrFound *)found->pdata[i])->dnr);
        g_string_append_printf(out, "%s%s", i > 0 ? "; " : "", one);
    }
    return g_string_free(out, FALSE);
}

typedef struct {
    const char *text, *found;
} Row;

static void
assert_rows(const Fixture *fixture, const Row *rows, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_autofree char *found = describe(fixture->finder, rows[i].text);
        g_test_message("%s", rows[i].text);
        g_assert_cmpstr(found, ==, rows[i].found);
    }
}

/* --- spellings that have been seen ------------------------------------------------------------*/

static const Row strings[] = {
    {"KS 2020/0952", "KS 2020 952"},
    {"KS 2014/0271", "KS 2014 271"},
    {"Dnr 2014.2456", "? 2014 2456"},
    {"SBN-2021-345", "SBN 2021 345"},
    {"KS/2022:123", "KS 2022 123"},
    {"Dnr KSN 2023-00123", "KSN 2023 123"},
    {"BUN2020/12-3", "BUN 2020 12 3"},
    {"KS 2025/39", "KS 2025 39"},
    {"KS 2021-00098 1.4.2.1", "KS 2021 98"},
    {"2016-000003", "? 2016 3"},
    {"KS-2012/837", "KS 2012 837"},
    {"2013-KS0548/003", "KS 2013 548"},
    {"KS/2017:267", "KS 2017 267"},
    {"Dnr: BUN 2024/00123-4", "BUN 2024 123 4"},
    {"diarienr. KS2024/17", "KS 2024 17"},
    {"Sv: [KS 2026/0412] Belysning", "KS 2026 412"},
    {"SV: Bekräftelse ärende KS 2026/0412-3: trasig lekplats", "KS 2026 412 3"},
    {"Re: VB: ang ert dnr ks 2026/412", "KS 2026 412"},
    {"ang ert dnr ks2026/412, nu är det fem lampor", "KS 2026 412"},
    {"MBN-2024-1234-2", "MBN 2024 1234 2"},
    {"KFN 2022/101-109", "KFN 2022 101 109"},
    {"Vårt dnr: 2024/123 KS", "KS 2024 123"},
    {"SON 2025:17", "SON 2025 17"},
    {"VON/2024:88-5", "VON 2024 88 5"},
    {"KS.2019.33", "KS 2019 33"},
    {"2017/KS0123", "KS 2017 123"},
    {"M 624/2004", "M 2004 624"},
    {"KS\xc2\xa0"
     "2026/0412",
     "KS 2026 412"},
    {"KS\xc2\xa0"
     "2026/412 nbsp",
     "KS 2026 412"},
    {"KS 2026\xe2\x80\x91"
     "0412 med hårt bindestreck",
     "KS 2026 412"},
    {"KS 2026\xe2\x80\x93"
     "0412",
     "KS 2026 412"},
    {"ärende 412/26", "? 2026 412"},
    {"ert ärende nr 412/2026", "? 2026 412"},
    {"Asianumero KS 2026/412", "KS 2026 412"},
    {"Your case no KS 2026/0412", "KS 2026 412"},
    {"=?utf-8?Q?Sv=3A_=5BKS_2026/04?= =?utf-8?Q?12=5D_Belysning?=", "KS 2026 412"},
    {"Vår beteckning 5.2-1234/2026, er beteckning KS 2026/0412", "KS 2026 412"},
    {"Kontoret öppet 2024/25", "-"},
    {"ISO 9001:2015", "-"},
    {"SFS 2017:900", "-"},
    {"OSL 2009:400", "-"},
    {"Prop. 2016/17:180", "-"},
    {"2026-03-27", "-"},
    {"I wrote to you on 2026-03-27 about this", "-"},
    {"ON 2026-03-27", "-"},
    {"Tel 0221-255 00", "-"},
    {"19850101-1234", "-"},
    {"850101-1234", "-"},
    {"COVID-19", "-"},
    {"Borås 2020/21", "-"},
    {"fakturanr 2024-10033", "-"},
    {"Läsåret 2025/26", "-"},
    {"Mål nr 6169-03", "-"},
    {"Vår beteckning 5.2.16-12345/2026", "-"},
    {"SI 2025:1234", "-"},
    {"ordernr 100412/26", "-"},
    {"kl 10:2026", "-"},
};

/* As the subject of a message, so that encoded words are decoded as they are in mail. */
static void
test_string(gconstpointer data)
{
    const Row *row = data;
    g_autofree char *bytes = g_strdup_printf("Subject: %s\n\n", row->text);
    g_autoptr(GBytes) message_bytes = g_bytes_new(bytes, strlen(bytes));
    g_autoptr(GError) error = NULL;
    g_autoptr(InkMessage) message = ink_message_parse(message_bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);

    Fixture fixture;
    set_up(&fixture, NULL);
    g_autofree char *in_subject = describe(fixture.finder, message->subject);
    g_assert_cmpstr(in_subject, ==, row->found);
    if (strstr(row->text, "=?") == NULL) {
        g_autofree char *in_text = describe(fixture.finder, row->text);
        g_autofree char *sentence =
            g_strdup_printf("Hej!\n\nDet gäller (%s).\n\nHälsningar", row->text);
        g_autofree char *in_sentence = describe(fixture.finder, sentence);
        g_assert_cmpstr(in_text, ==, row->found);
        g_assert_cmpstr(in_sentence, ==, row->found);
    }
    tear_down(&fixture, NULL);
}

/* --- more of them -----------------------------------------------------------------------------*/

static void
test_spellings(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const Row rows[] = {
        {"ks 2026/0412", "KS 2026 412"},
        {"Ks2026/412", "KS 2026 412"},
        {"ks-2026-412", "KS 2026 412"},
        {"KS 2026:412", "KS 2026 412"},
        {"KS 2026 / 412", "KS 2026 412"},
        {"KS 2026/0412.", "KS 2026 412"},
        {"(KS 2026/0412)", "KS 2026 412"},
        {"\"KS 2026/0412\"", "KS 2026 412"},
        {"KS 2026/0412, KS 2026/0413 och TN 2025/7", "KS 2026 412; KS 2026 413; TN 2025 7"},
        {"KS 2020/0952 hid 2020.1234", "KS 2020 952"},
        {"K\xc2\xadS 2026/04\xe2\x80\x8b"
         "12",
         "KS 2026 412"}, /* soft hyphen, zero width */
        {"KS\xe2\x80\xaf"
         "2026/0412",
         "KS 2026 412"}, /* narrow no-break space */
        {"KS 2026\xe2\x88\x92"
         "0412",
         "KS 2026 412"}, /* minus sign */
        {"dnr 2024-123", "? 2024 123"},
        {"Dnr. 412/2026", "? 2026 412"},
        {"DIARIENUMMER: 2026/412", "? 2026 412"},
        {"diarie-nr 2026/412", "? 2026 412"},
        {"\xc3\x84RENDENUMMER 2026/412", "? 2026 412"},
        {"\xc3\xa4rende #2026/412", "? 2026 412"},
        {"diaarinumero 2026/412", "? 2026 412"},
        {"reference number 2026/412", "? 2026 412"},
        {"dnr 412/95", "? 1995 412"},
        {"KSN 2026/1", "KSN 2026 1"},
        {"KS 1999/1", "KS 1999 1"},
        {"KS 2026/999999", "KS 2026 999999"},
    };
    assert_rows(fixture, rows, G_N_ELEMENTS(rows));
}

/* What stands right before or after makes it something else. */
static void
test_boundaries(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const Row rows[] = {
        {"FKS 2026/0412", "-"},
        {"\xc3\x84KS 2026/0412", "-"}, /* Ä is a letter */
        {"1KS 2026/0412", "-"},
        {"KS 2026/0412b", "-"},
        {"KS 2026/0412\xc3\xa5", "-"},
        {"KS 2026/04127/1", "-"},
        {"KS 2026/0412/2026", "-"},
        {"KS 2026/1234567", "-"},
        {"KS 12026/12", "-"},
        {"KS 1826/12", "-"},
        {"KS 2126/12", "-"},
        {"XY 2026/0412", "-"},
        {"oKSN2026/1", "-"},
        {"KS\n\n2026/0412", "-"},
        {"www.exempel.example/2026/0412", "-"},
    };
    assert_rows(fixture, rows, G_N_ELEMENTS(rows));
}

static void
test_traps(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const Row rows[] = {
        {"on 2026-03-27", "-"},
        {"ON 2026-12-31 kl. 10", "-"},
        {"TN 2026-01-01", "-"},
        {"m 2026-03-27T10:15:00", "-"},
        {"2026-03-27 10:15", "-"},
        {"den 27/3 2026", "-"},
        {"0221-255 00", "-"},
        {"+46 221 255 00", "-"},
        {"070-123 45 67", "-"},
        {"19850101-1234", "-"},
        {"850101-1234", "-"},
        {"20010203-0405", "-"},
        {"SFS 2017:900", "-"},
        {"f\xc3\xb6rvaltningslagen (2017:900)", "-"},
        {"lagen (2017:900) 22 §", "-"},
        {"prop. 2016/17:180", "-"},
        {"ISO 9001:2015", "-"},
        {"EU 2016/679", "-"},
        {"bankgiro 5050-1055", "-"},
        {"OCR 20260412", "-"},
        {"https://example.org/2026/04/12/index.html", "-"},
        {"version 2026.4", "-"},
        {"kl. 10:20", "-"},
        {"12/5 2026", "-"},
        {"fakturanr 2026/412", "-"},
        {"ordernr 412/26", "-"},
        {"M\xc3\xa5l nr 6169-03", "-"},
        {"ÖVR/551-25", "-"},
        {"2026/27", "-"},
        {"dnr 2026-03-27", "-"},
        {"", "-"},
        {"   ", "-"},
    };
    assert_rows(fixture, rows, G_N_ELEMENTS(rows));
}

/* A code that has letters beyond ASCII, digits in it, or is the beginning of another one. */
static void
test_codes(void)
{
    static const char *const codes[] = {"\xc3\x84N", "K", "KS", "KSAU", "N2", NULL};
    static const Row rows[] = {
        {"\xc3\xa4n 2026/7", "\xc3\x84N 2026 7"},
        {"A\xcc\x88N 2026/7", "\xc3\x84N 2026 7"},
        {"KSAU 2026/7", "KSAU 2026 7"},
        {"KS 2026/7", "KS 2026 7"},
        {"K 2026/7", "K 2026 7"},
        {"n2 2026/7", "N2 2026 7"},
        {"BUN 2026/7", "-"},
    };
    Fixture fixture = {ink_dnr_finder_new(codes, NULL)};
    assert_rows(&fixture, rows, G_N_ELEMENTS(rows));
    tear_down(&fixture, NULL);
}

/* The organisation's own formats, with nothing around them that says what they are. */
static void
test_own_formats(void)
{
    static const char *const own_units[] = {"KS", "TN", "M", "VON", NULL};
    static const char *const formats[] = {"{year}.{seq:4}", "{year}-{unit}-{seq:4}",
                                          "{unit}{year}{seq:5}", "{unit} {year}/{seq:4}", NULL};
    static const Row rows[] = {
        {"Angående 2026.0001", "KS 2026 1"}, {"2026.0412-3", "KS 2026 412 3"},
        {"2026-TN-0017", "TN 2026 17"},      {"ang. M202600012", "M 2026 12"},
        {"VON 2026/0031", "VON 2026 31"},    {"den 2026.03.27", "-"},
        {"version 1.2026.0001", "-"},        {"2026.01", "-"},
    };
    Fixture fixture = {ink_dnr_finder_new(own_units, formats)};
    assert_rows(&fixture, rows, G_N_ELEMENTS(rows));
    tear_down(&fixture, NULL);
}

/* As wide as a format may pad to: at least so many digits, at most nine. */
static void
test_every_width(void)
{
    static const char *const own_units[] = {"KS", NULL};
    for (int width = 1; width <= 9; width++) {
        g_autofree char *format = g_strdup_printf("{unit} {year}-{seq:%d}", width);
        const char *const formats[] = {format, NULL};
        g_autoptr(InkDnrFinder) finder = ink_dnr_finder_new(own_units, formats);
        const int sequences[] = {3, 999999999};
        for (gsize i = 0; i < G_N_ELEMENTS(sequences); i++) {
            g_autoptr(InkDnr) dnr = ink_dnr_new("KS", 2026, sequences[i], 0);
            g_autofree char *written = ink_dnr_format(dnr, format);
            g_autofree char *expected = describe_dnr(dnr);
            g_autofree char *found = describe(finder, written);
            g_test_message("%s", written);
            g_assert_cmpstr(found, ==, expected);
        }
        g_autofree char *too_long = describe(finder, "KS 2026-1234567890");
        g_assert_cmpstr(too_long, ==, "-");
    }
}

/* --- whose number it is -----------------------------------------------------------------------*/

static void
test_labels(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *text;
        InkDnrLabel label;
    } rows[] = {
        {"KS 2026/1", INK_LABEL_NONE},
        {"dnr KS 2026/1", INK_LABEL_NONE},
        {"V\xc3\xa5r beteckning KS 2026/1", INK_LABEL_OURS},
        {"V\xc3\x85R BETECKNING: KS 2026/1", INK_LABEL_OURS},
        {"v\xc3\xa5rt dnr 2026/1", INK_LABEL_OURS},
        {"V\xc3\xa5rt diarienummer: KS 2026/1", INK_LABEL_OURS},
        {"v\xc3\xa5rt \xc3\xa4rende KS 2026/1", INK_LABEL_OURS},
        {"V\xc3\xa5r ref. KS 2026/1", INK_LABEL_OURS},
        {"v\xc3\xa5r egen beteckning KS 2026/1", INK_LABEL_OURS},
        {"Our reference: KS 2026/1", INK_LABEL_OURS},
        {"Our ref. no: KS 2026/1", INK_LABEL_OURS},
        {"V\xc3\xa5r beteckning\tKS 2026/1", INK_LABEL_OURS},
        {"V\xc3\xa5r beteckning:\nKS 2026/1", INK_LABEL_OURS},
        {"V\xc3\xa5r beteckning\n\n   KS 2026/1", INK_LABEL_OURS},
        {"Er beteckning KS 2026/1", INK_LABEL_YOURS},
        {"er referens: KS 2026/1", INK_LABEL_YOURS},
        {"ert dnr 2026/1", INK_LABEL_YOURS},
        {"Ert \xc3\xa4rendenr: KS 2026/1", INK_LABEL_YOURS},
        {"Your case number KS 2026/1", INK_LABEL_YOURS},
        {"Your reference KS 2026/1", INK_LABEL_YOURS},
        {"Er beteckning\nKS 2026/1", INK_LABEL_YOURS},
        {"Vi v\xc3\xa5rdar KS 2026/1", INK_LABEL_NONE},
        {"hour KS 2026/1", INK_LABEL_NONE},
        {"Jag l\xc3\xa4ser KS 2026/1", INK_LABEL_NONE},
        {"V\xc3\xa5r beteckning saknas. KS 2026/1", INK_LABEL_NONE},
        {"V\xc3\xa5r beteckning saknas\nKS 2026/1", INK_LABEL_NONE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].text);
        g_autoptr(GPtrArray) found = ink_dnr_finder_run(fixture->finder, rows[i].text);
        g_assert_cmpuint(found->len, ==, 1);
        g_assert_cmpint(((const InkDnrFound *)found->pdata[0])->label, ==, rows[i].label);
    }
}

/* Each number has its own label. */
static void
test_two_labels(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(
        fixture->finder, "Vår beteckning SN 2025/88, er beteckning KS 2026/0412, se TN 2026/3");
    g_assert_cmpuint(found->len, ==, 3);
    const InkDnrFound *first = found->pdata[0], *second = found->pdata[1], *third = found->pdata[2];
    g_assert_cmpint(first->label, ==, INK_LABEL_OURS);
    g_assert_cmpint(second->label, ==, INK_LABEL_YOURS);
    g_assert_cmpint(third->label, ==, INK_LABEL_NONE);
    g_assert_cmpstr(second->text, ==, "KS 2026/0412");
}

/* --- much text --------------------------------------------------------------------------------*/

static void
assert_fast(const Fixture *fixture, const char *text, guint expected)
{
    gint64 start = g_get_monotonic_time();
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(fixture->finder, text);
    g_assert_cmpuint(found->len, ==, expected);
    g_assert_cmpint((g_get_monotonic_time() - start) / 1000, <, 3000);
}

static void
test_many(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const between[] = {"\n", ", ", " vår beteckning "};
    for (gsize b = 0; b < G_N_ELEMENTS(between); b++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint i = 0; i < 1000; i++)
            g_string_append_printf(text, "KS 2026/%u%s", i + 1, between[b]);
        assert_fast(fixture, text->str, 1000);
    }
}

/* Beyond the limit the rest is left: its cost must not grow with the square of its length. */
static void
test_too_many(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const between[] = {" ", "\n"};
    for (gsize b = 0; b < G_N_ELEMENTS(between); b++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 1024 * 1024)
            g_string_append_printf(text, "KS 2026/1%s", between[b]);
        clock_t start = clock();
        g_autoptr(GPtrArray) found = ink_dnr_finder_run(fixture->finder, text->str);
        g_assert_cmpuint(found->len, ==, 1000);
        g_assert_cmpint((clock() - start) * 1000 / CLOCKS_PER_SEC, <, 1000);
    }
}

/* A number at the end of the longest text that is kept is still seen, whatever stands before. */
static void
test_long(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const filling[] = {"Hej, jag undrar när lampan vid skolan blir lagad. ",
                                          "s k m o ",
                                          "KS 2026/ ",
                                          "dnr dnr dnr ",
                                          "2026-",
                                          "11111111",
                                          "ärende nr ",
                                          "\xc3\xa5\xc3\xa4\xc3\xb6 ",
                                          "\n",
                                          "((((",
                                          "SN",
                                          "KS-",
                                          "KS 20 ",
                                          "kommunstyrelsens "};
    for (gsize f = 0; f < G_N_ELEMENTS(filling); f++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 100 * 1024)
            g_string_append(text, filling[f]);
        g_string_append(text, "\n\nKS 2026/0412");
        g_test_message("%s", filling[f]);
        assert_fast(fixture, text->str, 1);
    }
}

/* The same number wherever it stands: no search window may cut it. */
static void
test_every_place(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize place = 3000; place < 5000; place++) {
        g_autofree char *before = g_strnfill(place, place % 2 == 0 ? ' ' : '.');
        g_autofree char *text =
            g_strconcat("\xc3\xa5", before, "SBN-2021-345-2 den on 2026-03-27 ", before, NULL);
        g_autofree char *found = describe(fixture->finder, text);
        g_assert_cmpstr(found, ==, "SBN 2021 345 2");
    }
}

/* --- the command line -------------------------------------------------------------------------*/

static void
test_parse(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const Row rows[] = {
        {"KS 2026/0412", "KS 2026 412"},
        {"  ks2026/412 ", "KS 2026 412"},
        {"KS 2026/0412-3", "KS 2026 412 3"},
        {"dnr 2026/412", "? 2026 412"},
        {"2016-000003", "? 2016 3"},
        {"KS\xc2\xa0"
         "2026/0412",
         "KS 2026 412"}, /* copied from a letter */
        {"KS 2026\xe2\x80\x91"
         "0412",
         "KS 2026 412"},
        {"\xc2\xa0KS 2026/0412\n", "KS 2026 412"},
        {"KS 2026/0412 x", NULL},
        {"x KS 2026/0412", NULL},
        {"KS 2026/0412, KS 2026/0413", NULL},
        {"KS 2026/0412 KS", NULL},
        {"2026-03-27", NULL},
        {"KS", NULL},
        {"412", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].text);
        g_autoptr(InkDnr) dnr = ink_dnr_finder_parse(fixture->finder, rows[i].text);
        g_autofree char *found = dnr != NULL ? describe_dnr(dnr) : NULL;
        g_assert_cmpstr(found, ==, rows[i].found);
    }
}

#define ADD(path, function)                                                                        \
    g_test_add("/dnr-finder/" path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
        g_autofree char *path = g_strdup_printf("/dnr-finder/strings/%02zu", i + 1);
        g_test_add_data_func(path, &strings[i], test_string);
    }
    ADD("spellings", test_spellings);
    ADD("boundaries", test_boundaries);
    ADD("traps", test_traps);
    g_test_add_func("/dnr-finder/codes", test_codes);
    g_test_add_func("/dnr-finder/own-formats", test_own_formats);
    g_test_add_func("/dnr-finder/every-width", test_every_width);
    ADD("labels", test_labels);
    ADD("two-labels", test_two_labels);
    ADD("many", test_many);
    ADD("too-many", test_too_many);
    ADD("long", test_long);
    ADD("every-place", test_every_place);
    ADD("parse", test_parse);
    return g_test_run();
}
