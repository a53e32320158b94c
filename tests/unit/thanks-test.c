/* SPDX-License-Identifier: MIT
 *
 * Letters that say thank you and nothing more, and letters that begin so.
 */
#include "harness.h"

#include "../../src/pipeline/pipeline-private.h"

static const char *const yes[] = {
    "Tack!",
    "Tack",
    "TACK!!!",
    "Tack så mycket!",
    "Tack så jättemycket för hjälpen!",
    "Stort tack för svaret.",
    "Tack för svar",
    "Tack för ditt svar!",
    "Tack för ert snabba svar.",
    "Hej!\n\nTack för ditt snabba svar.\n\nMvh Anna",
    "Hej Karin!\nTack för hjälpen.\nVänliga hälsningar\nAnna Ek",
    "Tack för återkopplingen",
    "Tack för informationen!",
    "Tack för info",
    "Tusen tack!",
    "Tack tack",
    "Ok tack",
    "Okej, tack för besked.",
    "Toppen, tack!",
    "Perfekt. Tack så mycket för hjälpen!",
    "Jättebra, tack!",
    "Vad bra, tack för snabb återkoppling!",
    "Vilken snabb hjälp, tusen tack!",
    "Tackar!",
    "Tackar för svaret",
    "Tack snälla!",
    "Tack själv!",
    "Jag tackar för svaret.",
    "Vi är tacksamma för hjälpen.",
    "Tack, då vet jag.",
    "Tack, nu är lampan lagad!",
    "Tack, nu fungerar det.",
    "Tack för hjälpen och trevlig helg!",
    "Tack för svaret. Ha en fin dag!",
    "God morgon, tack för ditt utförliga svar.",
    "Tack \U0001F600",
    "Thanks!",
    "Thank you",
    "Thank you very much for your help.",
    "Many thanks for the quick reply!",
    "Hi,\n\nThanks a lot for your answer.\n\nBest regards\nJohn Smith",
    "Great, thank you so much!",
    "Thanks, that was very helpful.",
    "Have a nice day, and thanks again",
    "Tack så mycket för hjälpen!\n\nAnna",
    "Tack!\nAnna Ek",
    "Kiitos!",
    "Kiitos paljon",
    "Paljon kiitoksia avusta!",
    "Hei, kiitos nopeasta vastauksesta.\nTerveisin Aino Mäkelä",
    "Kiitän vastauksesta.",
    "Suuret kiitokset!",
    "Kiitos tiedosta ja hyvää viikonloppua",
};

static const char *const no[] = {
    "",
    "Hej!",
    "Ok",
    "Tack för svaret, men lampan är fortfarande trasig.",
    "Tack. När blir det klart?",
    "Tack för inget",
    "Tack för ingenting!",
    "Nej tack",
    "Tack, det fungerar inte.",
    "Tack, jag vill överklaga.",
    "Tack för svaret. Lampan på Ringvägen är trasig.",
    "Tack för svaret, ring mig",
    "Tack för svaret. Mitt nummer är 070",
    "Tack! Mvh Anna. Förresten är lampan utanför förskolan också trasig nu igen",
    "Mvh Anna",
    "Tack! Mvh lampan trasig igen",
    "Hej lampan trasig!\nTack",
    "Tack! Med det sagt: överklagar!",
    "Tack på förhand",
    "Tack på förhand för hjälpen med snöröjningen",
    "Hej Karin Berg! Lampan lyser nu, tack",
    "Tack men nej tack",
    "Tack för att ni ignorerar mig",
    "Thanks for nothing",
    "Thank you, but it is still broken",
    "Thanks. When will you fix it?",
    "No thanks",
    "Kiitos, mutta lamppu on rikki",
    "Kiitos. Milloin?",
    "Ei kiitos",
    "Tack. http://example.org",
    "Tack\n> Hej, vad gäller saken",
    "Tack 1234",
    "Tack!\n\nBertil",
    "Tack!\nAnna, lampan",
    "Anna",
};

static gboolean
ask(const char *text, gboolean has_attachment)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_ptr_array_add(message->from, ink_address_new("Anna Ek", "anna.ek@example.org"));
    g_free(message->new_text);
    message->new_text = g_strdup(text);
    if (has_attachment)
        g_ptr_array_add(message->attachments, ink_attachment_new("a.jpg", "image/jpeg", 1, "x"));
    return ink_message_is_thanks(message);
}

static void
check(const char *text, gboolean expected)
{
    if (ask(text, FALSE) == expected)
        return;
    g_test_message("%s: \"%s\"", expected ? "not taken for thanks" : "taken for thanks", text);
    g_test_fail();
}

static void
test_texts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(yes); i++)
        check(yes[i], TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(no); i++)
        check(no[i], FALSE);
}

static void
test_attachment(void)
{
    g_assert_false(ask("Tack!", TRUE));
}

static void
test_long(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 100; i++)
        g_string_append(text, "Tack! ");
    g_assert_false(ask(text->str, FALSE));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/thanks/texts", test_texts);
    g_test_add_func("/thanks/attachment", test_attachment);
    g_test_add_func("/thanks/long", test_long);
    return g_test_run();
}
