/* SPDX-License-Identifier: MIT
 *
 * Languages told apart, in long and in very short texts.
 */
#include "../../src/rules/language.h"

#include "../../src/rules/language-words.h"

#include <string.h>

#include "harness.h"

static const char *const ROWS[][3] = {
    /* language, subject, text */
    {"sv", "", ""},
    {"sv", "", "Tack!"},
    {"sv", "Hej", ""},
    {"sv", "Trasig lampa", "Tre lampor har varit släckta i två veckor. När lagas det?"},
    {"sv", "Synpunkt", "Maten på Ekbackens äldreboende är ljummen varje dag."},
    {"sv", "", "lampa trasig storgatan 14"},
    {"sv", "", "ja"},
    {"sv", "", "Ja tack, det blir bra."},
    {"sv", "Klagomål", "Bussen var försenad igen och chauffören sa \"I am sorry\"."},
    {"sv", "", "Min mamma fick ingen hjälp på onsdagen. Ring mig på 070-174 06 05."},
    {"sv", "",
     "Vissa dagar är det alla de första bussarna som inte går. Skulle ni kunna passa tiden?"},
    {"sv", "Snälla", "kasta inte skräp, det är nästan det sista jag vill se"},
    {"sv", "Information", "Ang. feedback on demand-systemet: det fungerar inte i kommunen."},
    {"sv", "Fwd: Meeting report", "Se nedan. Kan ni svara på detta? Hälsningar Anna"},
    {"sv", "Björn Šimić", "Hej, jag heter Šimić och undrar när ni öppnar."},
    {"sv", "", "À la carte-menyn på skolan är för dyr"},
    {"sv", "", "12345"},
    {"sv", "", "!!!"},
    {"en", "Broken street light on Storgatan",
     "I reported this on 2026-03-27 and nothing happened."},
    {"en", "Broken street light on Storgatan", ""},
    {"en", "", "Thank you for your answer!"},
    {"en", "", "Thanks!"},
    {"en", "Question", "When does the school open?"},
    {"en", "Sv: [KS 2026/0412]", "Thanks, but the lamp is still not working."},
    {"en", "Complaint", "The bus never came and my children had to walk home in the snow."},
    {"en", "Hej", "Hello, I do not speak Swedish. Can you please answer in English?"},
    {"en", "", "Please don't remove the bench at Stortorget, it's used every day."},
    {"fi", "VS: KS 2026/0412", "Kiitos vastauksesta!"},
    {"fi", "", "Kiitos!"},
    {"fi", "", "Hei!"},
    {"fi", "Palaute kotihoidosta",
     "Hei, äitini luona käy joka päivä eri hoitaja, eikä kukaan puhu suomea. Milloin saamme "
     "suomenkielisen hoitajan? Vastatkaa mielellään suomeksi. Terveisin Aino"},
    {"fi", "Sv: Bekräftelse på din synpunkt", "Milloin katuvalot korjataan?"},
    {"fi", "", "Onko uimahalli auki loppiaisena?"},
    {"fi", "", "Tiellä on paljon lunta eikä sitä ole aurattu."},
    {"fi", "Kysymys", "Voisitteko vastata suomeksi"},
    {"fi", "", "Storgatanin lamppu on rikki, voitteko korjata sen?"},
    {"se", "Gažaldat", "Bures! Sáhtángo oažžut vástádusa davvisámegillii?"},
    {"se", "", "Bures!"},
    {"se", "", "Giitu veahki ovddas!"},
    {"se", "Gažaldat", "Goas skuvla rahpasa? Mánát vuordet."},
    {"sv", "Spørsmål", "Hvorfor er ikke gatelysene på? Jeg har ventet i tre uker og vil ha svar."},
    {"sv", "", "Takk for svar!"},
    {"sv", "Klage", "Jeg synes ikke det er i orden, at der ikke bliver ryddet sne på vejen."},
    {"sv", "", "Tak for hjælpen, det var meget venligt af jer."},
    {"sv", "Frage", "Guten Tag, wann ist das Schwimmbad in der Stadt geöffnet? Ich danke Ihnen."},
    {"sv", "", "Die Straßenlampe ist kaputt, bitte reparieren Sie das."},
    {"sv", "", "anna.the.great@example.org is.of.and@example.com"},
};

static const char *
guess(const char *subject, const char *text)
{
    return ink_language_guess(subject, strlen(subject), text, strlen(text));
}

static void
test_table(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_test_message("%s | %s", ROWS[i][1], ROWS[i][2]);
        g_assert_cmpstr(guess(ROWS[i][1], ROWS[i][2]), ==, ROWS[i][0]);
    }
}

/* Short texts, most of them Swedish with something else in it: who writes that is answered in
 * Swedish. Another language is only where little or nothing is Swedish. */
static const char *const SHORT[][3] = {
    /* Swedish with English names of products and words of the trade */
    {"sv", "Teams", "Teams funkar inte"},
    {"sv", "Office 365", "Kan inte logga in i Office 365"},
    {"sv", "Google Classroom", "Google Classroom är nere"},
    {"sv", "", "Appen The Library kraschar"},
    {"sv", "Smart board", "Smart board i sal 3 trasig"},
    {"sv", "", "How to-guiden saknas"},
    {"sv", "Park and ride", "Park and ride vid stationen"},
    {"sv", "", "Drive in-provtagningen stängd?"},
    {"sv", "Feedback", "Feedback på er hemsida"},
    {"sv", "Skatepark", "Bygg en skatepark, please!"},
    {"sv", "Out of office", "Ingen svarar"},
    {"sv", "Pride", "Tack för Pride, love is love"},
    {"sv", "", "Bio: visa The Lord of the Rings på utebion"},
    {"sv", "Pay and display", "Automaten är trasig"},
    {"sv", "", "Spela The Beatles på torget"},
    {"sv", "", "\"We are closed\" står det på dörren till badet"},
    {"sv", "FYI", "Se bifogad fil"},
    {"sv", "Re: Your message to the municipality", "Hej! Lampan lyser fortfarande inte."},
    {"sv", "Fwd: Out of order", "Hissen står still"},
    {"sv", "Information om Black Friday", "Stäng gatan för trafik"},
    {"sv", "", "Sign up-länken i appen leder fel"},
    /* tied, or nearly */
    {"sv", "Hello", "Hej"},
    {"sv", "Hej", "Hi"},
    {"sv", "Question", "Fråga om bygglov"},
    {"sv", "Thanks", "Tack!"},
    {"sv", "Help", "Hjälp, snön ligger kvar"},
    {"sv", "", "Please laga lampan"},
    {"sv", "Sorry", "Ursäkta, fel adress"},
    {"sv", "", "Hello kommunen, laga vägen nu"},
    {"sv", "Hei", "Lampan lyser inte"},
    {"sv", "Kiitos", "Tack för hjälpen"},
    {"sv", "Moi", "När öppnar badhuset?"},
    {"sv", "", "Ei saa peittää står det på elementet"},
    {"sv", "", "Terveisin betyder hälsningar"},
    /* a disclaimer, a phone's or a firm's words */
    {"sv", "Parkering", "Böter igen. Sent from my iPhone"},
    {"sv", "Snö", "Ploga Storgatan! Get Outlook for Android"},
    {"sv", "Offert", "Lekplatsen är sliten. This email and any attachments are confidential."},
    {"sv", "Hål", "Hål i vägen vid skolan. Please consider the environment before printing this."},
    {"sv", "Soptunna",
     "Tunnan blev inte tömd. Best regards, Nils, Head of Sales, The Nordic Company of Sweden"},
    /* one word, or none */
    {"sv", "Snöröjning", ""},
    {"sv", "", "Skärpning!"},
    {"sv", "Bilder", ""},
    {"sv", "", "ok"},
    {"sv", "", "Nej."},
    {"sv", "test", "test"},
    {"sv", "info", ""},
    {"sv", "SMS", "gata"},
    {"sv", "on", ""},
    {"sv", "", "I"},
    {"sv", "", "Meeting"},
    /* numbers and signs */
    {"sv", "0701740605", "14 000"},
    {"sv", "850101-1234", ""},
    {"sv", "2026-03-27", "10:15"},
    {"sv", "", "https://www.example.org/the-best-of-what-you-are"},
    {"sv", "???", ":-)"},
    /* neighbours */
    {"sv", "Hei", "Hei, når åpner biblioteket?"},
    {"sv", "", "Hei! Veien er ikke brøytet."},
    {"sv", "", "God dag, hvornår åbner svømmehallen?"},
    {"sv", "Tak", "Mange tak"},
    {"sv", "", "Gatelyset virker ikke. Hilsen Kari"},
    {"sv", "Snørydning", "Der er sne overalt"},
    /* English */
    {"en", "Noise", "Too loud at night"},
    {"en", "", "Where can I park?"},
    {"en", "", "Is the pool open?"},
    {"en", "Garbage", "Our bin was not emptied"},
    {"en", "Storgatan", "The lamp at Storgatan 14 is broken"},
    {"en", "", "Hello!"},
    {"en", "Preschool", "How do I apply for a place at Björkens förskola?"},
    {"en", "", "Hej! I don't speak Swedish. Can I get an answer in English? Tack!"},
    {"en", "Snöröjning", "Nobody has cleared the snow on our street this week."},
    {"en", "", "Dear kommun, please repair the road. Mvh John"},
    /* Finnish */
    {"fi", "", "Lamppu on rikki"},
    {"fi", "", "Milloin kirjasto aukeaa?"},
    {"fi", "", "Missä on uimahalli?"},
    {"fi", "Aura-auto", "Katua ei ole aurattu"},
    {"fi", "", "Moi, koska koulu alkaa?"},
    {"fi", "Hej", "Hei, en puhu ruotsia. Voitteko soittaa minulle?"},
    {"fi", "Hemtjänst", "Äitini kotihoito ei toimi. Mvh Aino"},
    {"fi", "", "Hyvää päivää! Storgatanin bussipysäkki on likainen."},
    {"fi", "Palaute", ""},
    /* Sámi beside Swedish */
    {"se", "Fråga", "Bures! Goas rahpasa girjerádju? Giitu"},
    {"sv", "Skola", "Bures! När börjar skolan i Čohkkiras?"},
};

static void
test_short(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(SHORT); i++) {
        const char *found = guess(SHORT[i][1], SHORT[i][2]);
        if (strcmp(found, SHORT[i][0]) == 0)
            continue;
        g_test_message("%s | %s: %s, not %s", SHORT[i][1], SHORT[i][2], found, SHORT[i][0]);
        g_test_fail();
    }
}

/* A Swedish quotation in a Finnish letter, and the other way round. */
static void
test_mixed(void)
{
    g_assert_cmpstr(guess("Sv: Bekräftelse på din synpunkt",
                          "Hei! Olen odottanut vastausta jo kolme viikkoa. Kirjoititte "
                          "että \"vi har tagit emot din synpunkt\", mutta mitään ei ole "
                          "tapahtunut."),
                    ==, "fi");
    g_assert_cmpstr(guess("Kotihoito", "Hej! Min mamma talar bara finska och får inte prata med "
                                       "någon. Hon säger \"kiitos\" till alla men är ledsen."),
                    ==, "sv");
}

static void
test_words_in_order(void)
{
    for (gsize i = 1; i < INK_LANGUAGE_WORDS_COUNT; i++)
        g_assert_cmpint(strcmp(INK_LANGUAGE_WORDS[i - 1].word, INK_LANGUAGE_WORDS[i].word), <, 0);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/language/table", test_table);
    g_test_add_func("/language/short", test_short);
    g_test_add_func("/language/mixed", test_mixed);
    g_test_add_func("/language/words-in-order", test_words_in_order);
    return g_test_run();
}
