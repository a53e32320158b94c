/* SPDX-License-Identifier: MIT
 *
 * What the sender wrote now: quotations and signatures of the programs people use.
 */
#include "inkom/parse.h"

#include <string.h>

static const struct {
    const char *name, *text, *new_text, *signature;
} cases[] = {
    {"empty", "", "", ""},
    {"only text", "Hej!\n\nTre lampor är släckta.\n", "Hej!\n\nTre lampor är släckta.", ""},
    {"outlook-sv separator", "Nytt.\n\n-----Ursprungligt meddelande-----\nFrån: Inkorg\nGammalt",
     "Nytt.", ""},
    {"outlook-en separator", "New.\n\n-----Original Message-----\nFrom: x\nOld", "New.", ""},
    {"outlook-fi separator", "Uutta.\n-----Alkuperäinen viesti-----\nVanha", "Uutta.", ""},
    {"outlook-sv block",
     "Nytt.\n\nFrån: Inkorg <inkorg@exempelkommun.example> \nSkickat: den 27 mars 2026 10:15\n"
     "Till: Anna Ek\nÄmne: Bekräftelse\n\nGammalt.",
     "Nytt.", ""},
    {"outlook-sv block, upper case",
     "Nytt.\nFRÅN: A <a@b.example>\nSKICKAT: i dag\nTILL: B\nÄMNE: C\nGammalt", "Nytt.", ""},
    {"outlook-sv block with rule",
     "Nytt.\n________________________________\nFrån: A <a@b.example>\nSkickat: i dag\nGammalt",
     "Nytt.", ""},
    {"outlook block with empty lines",
     "Nytt.\n\nFrån: Inkorg\n\nSkickat: i dag\n\nTill: B\n\nÄmne: C\n\nGammalt", "Nytt.", ""},
    {"outlook block in bold", "Nytt.\n\n*Från:* Inkorg\n*Datum:* i dag\n*Till:* B\n*Ämne:* C\nX",
     "Nytt.", ""},
    {"outlook block on one line",
     "För registrering. /Eva\nFrån: Mats <mats@example.com> Skickat: den 18 mars 2026 21:40 Till: "
     "X",
     "För registrering. /Eva", ""},
    {"outlook-en block", "New.\n\nFrom: A\nSent: Friday\nTo: B\nSubject: C\n\nOld", "New.", ""},
    {"outlook-fi block",
     "Uutta.\n\nLähettäjä: A\nLähetetty: pe\nVastaanottaja: B\nAihe: C\n\nVanha", "Uutta.", ""},
    {"mailto block", "Nytt\nFrån: A [mailto:a@b.example]\nSkickat: x\nTill: y\nÄmne: z\nGammalt",
     "Nytt", ""},
    {"thunderbird forward",
     "Se nedan\n\n-------- Vidarebefordrat meddelande --------\nÄmne: X\nDatum: Y\nFrån: Z\nTill: "
     "W\n"
     "\nText",
     "Se nedan", ""},
    {"thunderbird block, subject first", "Se\nÄmne: \tX\nDatum: \tY\nFrån: \tZ\nTill: \tW\nText",
     "Se", ""},
    {"gmail forward", "FYI\n\n---------- Forwarded message ---------\nFrån: A <a@b.example>\nText",
     "FYI", ""},
    {"apple forward", "Se här\n\nVidarebefordrat brev:\n\nFrån: A\nÄmne: B\nDatum: C\nTill: D\n\nX",
     "Se här", ""},
    {"apple forward in English", "See\n\nBegin forwarded message:\n\nFrom: A\nX", "See", ""},
    {"gmail-sv",
     "Nytt.\n\nDen fre 27 mars 2026 kl 10:15 skrev Anna Ek <anna.ek@example.org>:\n\n> Gammalt\n> "
     "x",
     "Nytt.", ""},
    {"gmail-sv, wrapped",
     "Nytt.\n\nDen fre 27 mars 2026 kl 10:15 skrev Inkorg Exempelkommun <\n"
     "inkorg@exempelkommun.example>:\n\n> Gammalt",
     "Nytt.", ""},
    {"gmail-en", "New.\n\nOn Fri, Mar 27, 2026 at 10:15 AM Anna Ek <a@b.example> wrote:\n\n> Old",
     "New.", ""},
    {"gmail-en, wrapped",
     "New.\n\nOn Fri, Mar 27, 2026 at 10:15 AM Anna Ek <a@b.example>\nwrote:\n> O", "New.", ""},
    {"gmail html without marks",
     "Nytt.\nDen fre 27 mars 2026 kl 10:15 skrev Anna Ek <a@b.example>:\nGammalt\nMer gammalt",
     "Nytt.", ""},
    {"apple-sv", "Nytt.\n\n27 mars 2026 kl. 10:15 skrev Anna Ek <a@b.example>:\n\nGammalt", "Nytt.",
     ""},
    {"apple-sv quoted", "Nytt.\n\n> 27 mars 2026 kl. 10:15 skrev Anna Ek <a@b.example>:\n> \n> G",
     "Nytt.", ""},
    {"thunderbird-sv", "Nytt.\n\nDen 2026-03-27 kl. 10:15, skrev Anna Ek:\n> Gammalt", "Nytt.", ""},
    {"thunderbird-sv, older", "Nytt.\n\nAnna Ek skrev den 2026-03-27 10:15:\n> Gammalt", "Nytt.",
     ""},
    {"thunderbird-en", "New.\n\nOn 3/27/26 10:15 AM, Anna Ek wrote:\n> Old", "New.", ""},
    {"name only", "Nytt.\n\nAnna Ek skrev:\n> Gammalt", "Nytt.", ""},
    {"finnish", "Uutta.\n\npe 27. maalisk. 2026 klo 10.15 Anna Ek (a@b.example) kirjoitti:\n\n> V",
     "Uutta.", ""},
    {"finnish, name first", "Uutta.\nAnna Ek kirjoitti 27.3.2026 klo 10.15:\n> Vanha", "Uutta.",
     ""},
    {"finnish forward", "Katso\n\n---------- Välitetty viesti ---------\nVanha", "Katso", ""},
    {"bottom posting", "Den 2026-03-27 kl. 10:15, skrev Anna Ek:\n> Gammalt\n> mer\n\nNytt här.",
     "Nytt här.", ""},
    {"bottom posting below separator", "-----Original Message-----\n> From: A\n> Old\n\nNew.",
     "New.", ""},
    {"interleaved",
     "Hej!\n\nDen 2026-03-27 kl. 10:15, skrev Anna Ek:\n> Fråga ett\nSvar ett.\n> Fråga två\n"
     "Svar två.\n",
     "Hej!\n\nSvar ett.\n\nSvar två.", ""},
    {"deep quotes", ">> Ett\n> Två\nTre\n", "Tre", ""},
    {"reply above", "Kan avslutas.\n## Svara ovanför denna rad ##\nÄrende KS 2026/0412",
     "Kan avslutas.", ""},
    {"only a quotation", "> Gammalt\n> mer", "", ""},
    {"only a forward", "-------- Forwarded Message --------\nText", "", ""},
    {"dashes", "Text.\n\n-- \nKarin Berg\nHandläggare\n", "Text.", "--\nKarin Berg\nHandläggare"},
    {"dashes before quote", "Text.\n-- \nKarin\n\nDen 2026-03-27 kl. 10:15, skrev A:\n> x", "Text.",
     "--\nKarin"},
    {"dashes too early",
     "Ett\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n"
     "20\n21\n22",
     "Ett\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22", ""},
    {"iphone-sv", "Lampan är trasig.\n\nSkickat från min iPhone", "Lampan är trasig.",
     "Skickat från min iPhone"},
    {"iphone-en", "Broken.\n\nSent from my iPhone\n", "Broken.", "Sent from my iPhone"},
    {"outlook for ios", "Trasig.\n\nHämta Outlook för iOS<https://aka.ms/o0ukef>\n", "Trasig.",
     "Hämta Outlook för iOS<https://aka.ms/o0ukef>"},
    {"outlook for android", "Trasig.\n\nGet Outlook for Android\n", "Trasig.",
     "Get Outlook for Android"},
    {"iphone-fi", "Rikki.\n\nLähetetty iPhonesta\n", "Rikki.", "Lähetetty iPhonesta"},
    {"iphone then quote",
     "Ja.\n\nSkickat från min iPhone\n\n27 mars 2026 kl. 10:15 skrev A <a@b.example>:\n\n> x",
     "Ja.", "Skickat från min iPhone"},
    {"closing", "Text.\n\nMed vänliga hälsningar\nKarin Berg\nHandläggare, tel 0221-255 00",
     "Text.", "Med vänliga hälsningar\nKarin Berg\nHandläggare, tel 0221-255 00"},
    {"closing on one line", "Text.\nMvh Olle", "Text.", "Mvh Olle"},
    {"closing then iphone", "Text.\nMvh Olle\n\nSkickat från min iPhone", "Text.",
     "Mvh Olle\n\nSkickat från min iPhone"},
    {"closing in capitals", "Text.\nVÄNLIGA HÄLSNINGAR\nEva", "Text.", "VÄNLIGA HÄLSNINGAR\nEva"},
    {"closing-fi", "Teksti.\nYstävällisin terveisin\nAino", "Teksti.",
     "Ystävällisin terveisin\nAino"},
    {"closing-en", "Text.\nBest regards,\nJohn", "Text.", "Best regards,\nJohn"},
    {"closing inside text", "Mvh Olle\n\nPS: lampan vid skolan är också trasig, ni borde laga den.",
     "Mvh Olle\n\nPS: lampan vid skolan är också trasig, ni borde laga den.", ""},
    {"question after closing", "Text.\nMvh Olle\nNär lagas lampan?",
     "Text.\nMvh Olle\nNär lagas lampan?", ""},
    {"a greeting that is text", "Hälsningar till personalen på biblioteket som är så bra.",
     "Hälsningar till personalen på biblioteket som är så bra.", ""},
    {"vänligen is text", "Hej.\nVänligen återkom snarast", "Hej.\nVänligen återkom snarast", ""},
    {"only a closing", "Mvh Olle", "Mvh Olle", ""},
    {"own sentence with skrev", "Jag skrev i mars 2026 om gångvägen:\ningen har svarat.",
     "Jag skrev i mars 2026 om gångvägen:\ningen har svarat.", ""},
    {"own sentence with date", "Den 27 mars 2026 skrev jag till er så här:\nlaga lampan",
     "Den 27 mars 2026 skrev jag till er så här:\nlaga lampan", ""},
    {"somebody else's words", "Grannen skrev:\nlaga lampan", "Grannen skrev:\nlaga lampan", ""},
    {"from and to of a journey", "Från: Storgatan\nTill: Ån\nDatum: 27 mars\nbussen kom aldrig",
     "Från: Storgatan\nTill: Ån\nDatum: 27 mars\nbussen kom aldrig", ""},
    {"a form is no quotation",
     "Namn: Per Ask\nE-post: per.ask@example.org\nÄmne: Skola\nMeddelande: x",
     "Namn: Per Ask\nE-post: per.ask@example.org\nÄmne: Skola\nMeddelande: x", ""},
    {"a heading with dashes", "--- Punkt 1 ---\nText", "--- Punkt 1 ---\nText", ""},
    {"crlf", "Nytt.\r\n\r\n> Gammalt\r\n", "Nytt.", ""},
};

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *new_text = NULL;
    g_autofree char *signature = NULL;
    ink_quote_split(cases[i].text, &new_text, &signature);
    g_assert_cmpstr(new_text, ==, cases[i].new_text);
    g_assert_cmpstr(signature, ==, cases[i].signature);
}

/* Lines that begin a quotation but are none must not make later lines cost more. */
static void
test_linear(void)
{
    static const char *const lines[] = {
        "--\n",    "Från: x\n", "> x\n",   "Den 27 mars 2026\n", "Mvh\n",
        "skrev\n", "\n",        "-----\n", "a skrev 2026:\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) text = g_string_new("x\n");
        while (text->len < 4 * 1024 * 1024)
            g_string_append(text, lines[i]);
        g_autofree char *new_text = NULL;
        g_autofree char *signature = NULL;
        gint64 start = g_get_monotonic_time();
        ink_quote_split(text->str, &new_text, &signature);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/quote/%s", cases[i].name);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    g_test_add_func("/quote/linear", test_linear);
    return g_test_run();
}
