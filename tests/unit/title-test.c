/* SPDX-License-Identifier: MIT
 *
 * Titles of cases that no rule has a title for.
 */
#include "../../src/rules/title.h"

#include <string.h>

#include "harness.h"

static const char *const ROWS[][4] = {
    /* subject, text, attachment, title */
    {"Trasig gatubelysning Storgatan 14", "Hej!", NULL, "Trasig gatubelysning Storgatan 14"},
    {"Sv: VB: Trasig lampa", "", NULL, "Trasig lampa"},
    {"RE[2]: Fwd: SV (3): Trasig lampa", "", NULL, "Trasig lampa"},
    {"[EXTERNT] Sv: [KS 2026/0412] Trasig lampa", "", NULL, "Trasig lampa"},
    {"Trasig lampa (KS 2026/0412)", "", NULL, "Trasig lampa"},
    {"Klagomål, dnr ks2026/412: trasig lampa", "", NULL, "Klagomål: trasig lampa"},
    {"I reported this on 2026-03-27", "", NULL, "I reported this on 2026-03-27"},
    {"Syn\xc2\xadpunkt", "Ma\xc2\xadten a\xcc\x8ar\xc2\xa0kall.", NULL, "Maten år kall"},
    {"Synpunkt", "Maten på Ekbacken är ljummen varje dag. Min mamma äter knappt.", NULL,
     "Maten på Ekbacken är ljummen varje dag"},
    {"", "Ni borde sätta upp en papperskorg vid busshållplatsen Lärkvägen. Mvh Olle", NULL,
     "Ni borde sätta upp en papperskorg vid busshållplatsen…"},
    {"Tack!!!", "Hej!\n\nPersonalen på Björkens förskola är fantastisk.", NULL,
     "Personalen på Björkens förskola är fantastisk"},
    {"Fråga", "Hej när har simhallen öppet?", NULL, "När har simhallen öppet?"},
    {"Fråga om öppettider", "", NULL, "Fråga om öppettider"},
    {"(inget ämne)", "Hej Karin, hålet på Ågatan är kvar", NULL, "Hålet på Ågatan är kvar"},
    {"Ny synpunkt till kommunen", "Hej! Det är halt.", NULL, "Det är halt"},
    {"SYNPUNKTER OCH KLAGOMÅL", "Hej\nDet luktar i trapphuset på\nStorgatan.\n\nMvh\nEva", NULL,
     "Det luktar i trapphuset på Storgatan"},
    {"Angående", "God morgon!\nTack för hjälpen. Bussen kom aldrig.", NULL, "Tack för hjälpen"},
    {"Hej", "Tack! Bussen kom aldrig.", NULL, "Bussen kom aldrig"},
    {"Hej", "Lampan är trasig mvh Olle Berg", NULL, "Lampan är trasig"},
    {"Hej", "Lampan är trasig /Olle", NULL, "Lampan är trasig"},
    {"Hej", "Mvh\nOlle", NULL, "Meddelande utan text"},
    {"...", "?!", NULL, "Meddelande utan text"},
    {"", "", NULL, "Meddelande utan text"},
    {"", "", "IMG_1234.HEIC", "Meddelande med bilagan IMG_1234.HEIC"},
    {"Hej", "Hej", "IMG_1234.HEIC", "Meddelande med bilagan IMG_1234.HEIC"},
    {"Hej", "Hej", "", "Meddelande med bilaga utan namn"},
    {"Tack", "Tack så mycket!", NULL, "Meddelande: Tack så mycket"},
    {"850101-1234 klagar", "", NULL, "Klagar"},
    {"Ring mig 070-174 06 05 om vattnet", "", NULL, "Ring mig om vattnet"},
    {"Ring +46 (0)70-174 06 05 om vattnet", "", NULL, "Ring om vattnet"},
    {"19850101-1234", "Jag, 19850101 1234, har ingen el.", NULL, "Jag, har ingen el"},
    {"anna.ek@example.org", "Det är mörkt.", NULL, "Det är mörkt"},
    {"Sv:", "Hello, the street light is broken. Regards, Tom", NULL, "The street light is broken"},
    {"Palaute", "Hei, katuvalo on rikki. Terveisin Aino", NULL, "Katuvalo on rikki"},
    {"Gažaldat", "Bures! Sáhtángo oažžut vástádusa?", NULL, "Sáhtángo oažžut vástádusa?"},
    {"Klagomål", "Det kom ca. 3 meter snö, bl.a. på gatan. Sen mer.", NULL,
     "Det kom ca. 3 meter snö, bl.a. på gatan"},
    {"Det här är en ganska lång rubrik som fortsätter och fortsätter ända tills den är längre än "
     "vad någon vill läsa i en lista över ärenden",
     "", NULL,
     "Det här är en ganska lång rubrik som fortsätter och fortsätter ända tills den är längre än "
     "vad någon vill läsa i en…"},
};

static void
test_table(void)
{
    g_autoptr(InkTitler) titler = ink_titler_new();
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(InkMessage) message = ink_message_new();
        g_free(message->subject);
        message->subject = g_strdup(ROWS[i][0]);
        g_free(message->new_text);
        message->new_text = g_strdup(ROWS[i][1]);
        if (ROWS[i][2] != NULL)
            g_ptr_array_add(message->attachments,
                            ink_attachment_new(ROWS[i][2], "image/heic", 1, ""));
        g_autofree char *title = ink_title_make(titler, scratch, message);
        g_test_message("%s | %s -> %s", ROWS[i][0], ROWS[i][1], title);
        g_assert_cmpstr(title, ==, ROWS[i][3]);
    }
}

static void
test_worthless(void)
{
    static const char *const worthless[] = {"Synpunkt",     "KLAGOMÅL!",
                                            "Hej",          "hej hej",
                                            "Fråga",        "Tack!!!",
                                            "Angående",     "",
                                            "(inget ämne)", "...",
                                            "Ett förslag",  "Synpunkt till kommunen",
                                            "12",           "Ny synpunkt via formulär",
                                            "no subject",   "Palaute"};
    static const char *const fine[] = {"Fråga om simhallen", "Tacksam", "Hejarklacken", "Snö"};
    g_autoptr(InkTitler) titler = ink_titler_new();
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(worthless); i++) {
        g_test_message("%s", worthless[i]);
        g_assert_true(ink_title_is_worthless(titler, scratch, worthless[i]));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(fine); i++) {
        g_test_message("%s", fine[i]);
        g_assert_false(ink_title_is_worthless(titler, scratch, fine[i]));
    }
}

/* A title never ends in half a letter, and a long text costs no more than a short one. */
static void
test_long_text(void)
{
    g_autoptr(InkTitler) titler = ink_titler_new();
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize shift = 0; shift < 2; shift++) {
        g_autoptr(InkMessage) message = ink_message_new();
        g_autoptr(GString) text = g_string_new(shift ? "x" : "");
        for (int i = 0; i < 50000; i++)
            g_string_append(text, "å");
        g_free(message->new_text);
        message->new_text = g_strdup(text->str);
        g_autofree char *title = ink_title_make(titler, scratch, message);
        g_assert_true(g_utf8_validate(title, -1, NULL));
        g_assert_null(strstr(title, "\xef\xbf\xbd"));
        g_assert_cmpint(g_utf8_strlen(title, -1), <=, 60);
    }
}

/* A field is cut in characters, not bytes, and keeps nothing personal. */
static void
test_field(void)
{
    g_autoptr(InkTitler) titler = ink_titler_new();
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    g_autofree char *place = ink_title_clean_field(titler, scratch, " Norra\n Storgatan  14, ");
    g_assert_cmpstr(place, ==, "Norra Storgatan 14");
    g_autofree char *person = ink_title_clean_field(titler, scratch, "850101-1234");
    g_assert_cmpstr(person, ==, "");
    g_autofree char *many = g_strnfill(3000, 'a');
    g_autofree char *shorter = ink_title_clean_field(titler, scratch, many);
    g_assert_cmpint(g_utf8_strlen(shorter, -1), <=, 60);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/title/table", test_table);
    g_test_add_func("/title/worthless", test_worthless);
    g_test_add_func("/title/long-text", test_long_text);
    g_test_add_func("/title/field", test_field);
    return g_test_run();
}
