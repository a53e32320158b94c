/* SPDX-License-Identifier: MIT
 *
 * What officers' letters order: as they write, and as somebody else would have them seem to write.
 */
#include "harness.h"

#include "inkom/officer.h"
#include "inkom/parse.h"
#include "inkom/text.h"

#include <string.h>

/* What is found, "close; measure=…"; "?" is a question to the officer, "" is nothing. */
typedef struct {
    const char *body, *found;
} Case;

#define NFD_ATGARD "A\xcc\x8atga\xcc\x88rd" /* decomposed letters */

static const Case plain[] = {
    {"Kan avslutas", "close"},
    {"kan avslutas.", "close"},
    {"KAN AVSLUTAS!", "close"},
    {"Avsluta", "close"},
    {"Ärendet kan avslutas", "close"},
    {"ARENDET KAN AVSLUTAS", "close"},
    {"Ärendet kan nu avslutas.", "close"},
    {"Hej!\n\nKan avslutas\n\nMvh\nKarin", "close"},
    {"Hej Maria,\nkan avslutas", "close"},
    {"Hej Maria! Kan avslutas.", "close"},
    {"Kan avslutas, mvh Karin", "close"},
    {"Kan avslutas /Karin", "close"},
    {"KS 2026/0412 kan avslutas", "close"},
    {"Ärende 2026-0412 kan avslutas", "close"},
    {"kan avlsutas", "close"},
    {"kan avslutsa", "close"},
    {"kan avsluttas", "close"},
    {"kan avsutas", "close"},
    {"*Kan avslutas*", "close"},
    {"\"kan avslutas\"", "close"},
    {"Kan avslutas\n\nHon var nöjd med svaret och tackade.", "close"},
    {"Kan avslutas\nKan avslutas", "close"},
    {"Kan avslutas. Av vikt.", "close; important"},
    {"kan avslutas, rutinmässigt", "close; routine"},
    {"kan avslutas och är rutinmässigt", "close; routine"},

    {"Kan inte avslutas", "hold"},
    {"kan ej avslutas", "hold"},
    {"Avsluta inte", "hold"},
    {"Avsluta inte än!", "hold"},
    {"inte avsluta", "hold"},
    {"Ärendet ska inte avslutas", "hold"},
    {"Avvakta", "hold"},
    {"Avvakta, väntar på offert", "hold=väntar på offert"},
    {"Håll öppet", "hold"},
    {"hall oppet", "hold"},
    {"Håll öppet till 3 mars 2027", "hold=till 3 mars 2027"},
    {"Ärendet kan inte avslutas än, väntar på entreprenören, återkommer v. 20.",
     "hold=väntar på entreprenören, återkommer v. 20"},
    {"kan itne avslutas", "?"},
    {"kan inte ärendet avslutas", "?"},
    {"kan aldrig avslutas", "?"},
    {"avvakta inte", "?"},
    {"håll inte öppet", ""},
    {"avvakta tills det kan avslutas", "?"},
    {"kan avslutas inte", "?"},

    {"Fel handläggare", "return"},
    {"fel handlaggare", "return"},
    {"fel handläggre", "return"},
    {"Inte mitt ärende", "return"},
    {"Fel person, gata ligger på Per Ström. Skicka vidare.", "return=gata ligger på Per Ström"},
    {"Skicka vidare till Per Ström", "forward=Per Ström"},
    {"Skicka vidare till Per Ström, tack", "forward=Per Ström"},
    {"skicka vidare till per.strom@exempelkommun.example",
     "forward=per.strom@exempelkommun.example"},
    {"Fel handläggare, skicka vidare till Per Ström. Mvh", "return; forward=Per Ström"},
    {"Skicka vidare till Per Ström <per.strom@exempelkommun.example>",
     "forward=Per Ström <per.strom@exempelkommun.example"},
    {"Skicka vidare till", "?"},
    {"Skicka vidare till den som har hand om gator och vägar", "?"},

    {"Ångra", "undo"},
    {"STOPP!", "undo"},
    {"Jag ångrar mig.", "undo"},
    {"Hej!\n\nÅngra det, tack", "undo"},
    {"ångra inte", "?"},
    {"Ångra\nkan avslutas", "?"},
    {"Kan avslutas\n\nJag ångrar mig.", "?"},
    {"Kan avslutas\n\nFast egentligen borde det nog vara så att vi låter bli att göra det så länge "
     "som grinden är trasig och avvaktar",
     "?"},

    {"Åtgärd: grinden är lagad", "measure=grinden är lagad"},
    {"åtgärd : grinden är lagad", "measure=grinden är lagad"},
    {NFD_ATGARD ": grinden är lagad", "measure=grinden är lagad"},
    {"atgard: grinden ar lagad", "measure=grinden ar lagad"},
    {"Åtgärdat: inte möjligt att laga", "measure=inte möjligt att laga"},
    {"Åtgärd: kan avslutas sägs det", "measure=kan avslutas sägs det"},
    {"Åtgärd:\nGrinden är lagad.", "measure=Grinden är lagad."},
    {"Åtgärd: vi har lagat grinden vid lekplatsen och satt upp en ny skylt om\nhundar där också",
     "measure=vi har lagat grinden vid lekplatsen och satt upp en ny skylt om hundar där också"},
    {"Åtgärd: vi har lagat grinden vid lekplatsen och satt upp en ny skylt.\nKan avslutas",
     "measure=vi har lagat grinden vid lekplatsen och satt upp en ny skylt.; close"},
    {"Åtgärd: vi har lagat grinden vid lekplatsen och satt upp en ny skylt\nkan avslutas", "?"},
    {"Åtgärd: lagat\nsedan gick vi hem", "?"},
    {"Åtgärd:", "?"},
    {"Åtgärd: a\nÅtgärd: b", "?"},

    {"typ: klagomål", "type=klagomål"},
    {"Typ: klagomål.", "type=klagomål"},
    {"typ: klagomål / nämnd: TN / sekretess: 21:1", "type=klagomål; unit=TN; secrecy=21:1"},
    {"typ: klagomål\nnämnd: TN\nsekretess: 21:1", "type=klagomål; unit=TN; secrecy=21:1"},
    {"nämnd: Tekniska nämnden", "unit=Tekniska nämnden"},
    {"sekretess: 26 kap. 1 § OSL", "secrecy=26 kap. 1 § OSL"},
    {"typ:", "?"},
    {"typ klagomål", ""},
    {"typ: fråga\ntyp: beröm", "?"},
    {"Det är typ färdigt", ""},

    {"Av vikt", "important"},
    {"Rutinmässig", "routine"},
    {"rutinmassigt", "routine"},
    {"inte av vikt", "?"},
    {"oviktigt", ""},
    {"orutinmässig", ""},
    {"av vikt\nrutinmässig", "?"},

    {"Delsvar", "interim"},
    {"Hej Anna!\n\nLampan byts nästa vecka.\n\n/Karin\n(Till diariet: delsvar)", "interim"},
    {"Hej Anna! Lamporna byts på torsdag.\n\n/Karin. (Till diariet: kan avslutas.)", "close"},
    {"Hej Anna!\n\nDet är klart.\n\nTill diariet: kan avslutas, åtgärd: lampan är bytt",
     "close; measure=lampan är bytt"},
    {"Hej Anna!\n\nDet är klart.\n\nTill diariet: kan nog avslutas", "?"},
    {"Hej Anna!\n\nDet är klart.\n\nTill diariet: SVAR: hej", "?"},

    {"SVAR:\nHej Anna!\n\nLampan är bytt.\n\nMed vänlig hälsning\nKarin",
     "answer=Hej Anna!|Lampan är bytt."},
    {"Svar: Lampan är bytt.", "answer=Lampan är bytt."},
    {"SVAR:\nTack för det du skrev till oss.\nLampan är bytt.",
     "answer=Tack för det du skrev till oss.|Lampan är bytt."},
    {"SVAR:\nLampan är bytt.\nAnna skrev:\nHej", "answer=Lampan är bytt."},
    {"Kan avslutas\nSVAR:\nLampan är bytt.", "close; answer=Lampan är bytt."},
    {"SVAR:\nLampan är bytt.\nKan avslutas", "?"},
    {"SVAR:\nHej Anna – det är klart:\n  • lampan\n  – stolpen",
     "answer=Hej Anna – det är klart:|  • lampan|  – stolpen"},
    {"SVAR: Hej – klart.", "answer=Hej – klart."},
    {"SVAR:", "?"},
    {"SVAR\nLampan är bytt.", ""},
    {"Svar kommer i nästa vecka", ""},
    {"Jag skickar svar: det blir bra", "?"},
    {"Fel handläggare\nSVAR:\nHej", "?"},

    {"Kan nog avslutas", "?"},
    {"Kan avslutas?", "?"},
    {"Kan ärendet avslutas?", "?"},
    {"Jag tror att det kan avslutas", "?"},
    {"Kan avslutas när grinden är lagad", "?"},
    {"Kan avslutas den 3 mars", "?"},
    {"Kan avslutas\nblåbär", "?"},
    {"Kan avslutas\nfel handläggare", "?"},
    {"Kan avslutas\n\nNej, vänta med det.", "?"},
    {"Kan avslutas\n\nAvsluta inte förresten", "?"},
    {"Lampan är bytt.\n\nKan avslutas", "?"},
    {"", ""},
    {"Tack!", ""},
    {"Hej Maria!\n\nJag tittar på det i morgon.\n\nMvh Karin", ""},
    {"Vi har i dag varit på platsen och sett att det inte kan avslutas förrän entreprenören har "
     "varit där och gjort om arbetet från grunden.",
     ""},
    {"Kan \xd0\xb0vslutas", ""}, /* Cyrillic а */
    {"k\xe2\x80\x8b"
     "an avslutas",
     "close"},
};

/* The citizen's words are in them, and order things; nothing of that may be done. */
#define HOSTILE "kan avslutas\nSVAR:\nJag vill ha en miljon."
static const Case quoted[] = {
    {"> kan avslutas", ""},
    {">kan avslutas\n>> avsluta", ""},
    {"| kan avslutas", ""},
    {"Den 3 mars 2026 kl. 10:15 skrev Anna Ek <anna@example.org>:\n> kan avslutas", ""},
    {"Den 3 mars 2026 kl. 10:15 skrev Anna Ek <anna@example.org>:\n\n" HOSTILE, ""},
    {"On Tue, Mar 3, 2026 at 10:15 AM Anna Ek <anna@example.org> wrote:\n\n" HOSTILE, ""},
    {"Anna Ek skrev:\n" HOSTILE, ""},
    {"Anna Ek kirjoitti 3.3.2026:\n" HOSTILE, ""},
    {"Am 03.03.2026 um 10:15 schrieb Anna Ek:\n" HOSTILE, ""},
    {"Från: Anna Ek <anna@example.org>\nSkickat: den 3 mars 2026 10:15\nTill: inkorg\nÄmne: "
     "hej\n\n" HOSTILE,
     ""},
    {"From: Anna Ek <anna@example.org>\nSent: Tuesday, March 3, 2026\nTo: inkorg\nSubject: "
     "x\n\n" HOSTILE,
     ""},
    {"-----Ursprungligt meddelande-----\n" HOSTILE, ""},
    {"-----Original Message-----\nFrom: Anna\n\n" HOSTILE, ""},
    {"---------- Forwarded message ---------\nFrom: Anna\n\n" HOSTILE, ""},
    {"Börja på vidarebefordrat meddelande:\n\nFrån: Anna\n\n" HOSTILE, ""},
    {"________________________________\nFrån: Anna\n\n" HOSTILE, ""},
    {"================\n" HOSTILE, ""},
    {"-- \n" HOSTILE, ""},
    {"--\n" HOSTILE, ""},
    {"Avsändare: Anna\n" HOSTILE, ""},
    {"Ämne: kan avslutas\n\n" HOSTILE, ""},
    {"Skriv ovanför den här raden\n" HOSTILE, ""},
    {"--- Skriv  ovanför den här raden ---\n" HOSTILE, ""},
    {"> Skriv ovanför den här raden\n> x\n" HOSTILE, "?"},
    {"> Hej\n> hej\n\nkan avslutas", "?"}, /* below a quotation: he is asked */
    {"Tack!\n\nDen 3 mars 2026 skrev Anna Ek <anna@example.org>:\n\n" HOSTILE, ""},
    {"Avvakta\n\nDen 3 mars 2026 skrev Anna Ek <anna@example.org>:\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nAnna skrev:\n" HOSTILE, "hold"},
    {"Avvakta\n\nFrån: Anna Ek\nSkickat: i går\n\n" HOSTILE, "hold"},
    {"Avvakta\n\n-----Ursprungligt meddelande-----\n" HOSTILE, "hold"},
    {"Avvakta\n\n________________________________\nFrån: Anna\n\n" HOSTILE, "hold"},
    {"Avvakta\n\n> kan avslutas\n> SVAR:\n> pengar", "hold"},
    {"Avvakta\n\n-- \nKarin\nkan avslutas", "hold"},
    {"Avvakta\n\nMvh Karin\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nSkickat från min iPhone\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nSkriv ovanför den här raden\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nAnna Ek <anna@example.org> 27 mars 2026 10:00\n\n" HOSTILE, "hold"},
    {"Avvakta\n\n27 mars 2026 10:00 Anna Ek <anna@example.org>:\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nCiterar Anna Ek <anna@example.org>:\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nLe ven. 27 mars 2026 à 10:00, Anna Ek a écrit :\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nW dniu 27.03.2026 o 10:00, Anna Ek pisze:\n\n" HOSTILE, "hold"},
    {"Avvakta\n\nOriginalmeddelande\n\n" HOSTILE, "hold"},
    {"Avvakta\n\n-Ursprungligt meddelande-\n\n" HOSTILE, "hold"},
    {"Hej!\n\nTack.\n\nAnna Ek <anna@example.org> 27 mars 2026\n\nTill diariet: kan avslutas", ""},
    {"SVAR:\nHej Anna!\n\n> kan jag få en miljon?\n\nDet blir inget.", "answer=Hej Anna!"},
    {"SVAR:\nHej Anna!\n\nDen 3 mars 2026 skrev Anna Ek <anna@example.org>:\n> hemligt",
     "answer=Hej Anna!"},
    {"SVAR:\nHej Anna!\n\nSkriv ovanför den här raden\nhemligt", "answer=Hej Anna!"},
    {"SVAR:\nHej Anna!\n-----Ursprungligt meddelande-----\nhemligt", "answer=Hej Anna!"},
    {"SVAR:\nHej Anna!\nFrån: Anna\nhemligt", "answer=Hej Anna!"},
    {"Du är handläggare för det här ärendet:\n\nSå här gör du:\n- Är allt klart? Svara och skriv\n"
     "  \"kan avslutas\" överst.",
     ""},
};

static char *
describe(const InkOrders *orders)
{
    if (orders->doubt != NULL) {
        g_assert_cmpuint(orders->list->len, ==, 0);
        return g_strdup("?");
    }
    GString *found = g_string_new(NULL);
    for (guint i = 0; i < orders->list->len; i++) {
        const InkOrder *command = orders->list->pdata[i];
        g_string_append_printf(found, "%s%s", i > 0 ? "; " : "",
                               ink_order_kind_get_name(command->kind));
        if (command->value != NULL)
            g_string_append_printf(found, "=%s", command->value);
    }
    for (char *c = strstr(found->str, "\n\n"); c != NULL; c = strstr(found->str, "\n\n"))
        g_string_erase(found, c - found->str, 1);
    g_strdelimit(found->str, "\n", '|');
    return g_string_free(found, FALSE);
}

static char *
read_orders(const InkOrderWords *words, const char *type, const char *body)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *mail = g_strdup_printf(
        "From: Karin <karin@exempelkommun.example>\nSubject: kan avslutas\nMIME-Version: 1.0\n"
        "Content-Type: %s\nContent-Transfer-Encoding: 8bit\n\n%s\n",
        type, body);
    g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    g_autoptr(InkOrders) orders = ink_orders_read(words, message);
    return describe(orders);
}

static void
run_cases(const InkOrderWords *words, const Case *cases, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_autofree char *found = read_orders(words, "text/plain; charset=utf-8", cases[i].body);
        if (g_strcmp0(found, cases[i].found) == 0)
            continue;
        g_test_fail();
        g_test_message("\"%s\" gives \"%s\", not \"%s\"", cases[i].body, found, cases[i].found);
    }
}

static InkOrderWords *
load(void)
{
    g_autofree char *file = test_path("rules/commands.yaml");
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkOrderWords *words = ink_order_words_load(file, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
    return words;
}

static void
test_plain(void)
{
    g_autoptr(InkOrderWords) words = load();
    run_cases(words, plain, G_N_ELEMENTS(plain));
}

static void
test_quoted(void)
{
    g_autoptr(InkOrderWords) words = load();
    run_cases(words, quoted, G_N_ELEMENTS(quoted));
}

/* Every hostile letter above, under each order that an officer may give: only that is done. */
static void
test_under_an_order(void)
{
    g_autoptr(InkOrderWords) words = load();
    for (gsize i = 0; i < G_N_ELEMENTS(quoted); i++) {
        if (!g_str_equal(quoted[i].found, ""))
            continue;
        g_autofree char *body = g_strconcat("Avvakta\n\n", quoted[i].body, NULL);
        g_autofree char *found = read_orders(words, "text/plain; charset=utf-8", body);
        if (!g_str_equal(found, "?"))
            g_assert_cmpstr(found, ==, "hold");
    }
}

static void
test_html(void)
{
    g_autoptr(InkOrderWords) words = load();
    g_autofree char *order = read_orders(words, "text/html; charset=utf-8", "<p>Kan avslutas</p>");
    g_autofree char *prose = read_orders(words, "text/html; charset=utf-8", "<p>Tack!</p>");
    g_assert_cmpstr(order, ==, "?");
    g_assert_cmpstr(prose, ==, "");
}

/* What is written into the register is read out of it the same. */
static void
test_packed(void)
{
    g_autoptr(InkOrderWords) words = load();
    static const char *const bodies[] = {"Kan avslutas", "Åtgärd: \"lagat\" 'igår'\nAv vikt",
                                         "SVAR:\nHej Anna!\n\nDet är klart \\o/.\n",
                                         "typ: klagomål / nämnd: TN"};
    for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_autoptr(InkMessage) message = ink_message_new();
        ink_text_set(&message->text, bodies[i]);
        ink_text_set(&message->new_text, bodies[i]);
        message->text_source = INK_TEXT_PLAIN;
        g_autoptr(InkOrders) orders = ink_orders_read(words, message);
        g_assert_cmpuint(orders->list->len, >, 0);
        g_autofree char *packed = ink_orders_pack(orders);
        g_autoptr(InkOrders) again = ink_orders_unpack(packed);
        g_assert_nonnull(again);
        g_autofree char *before = describe(orders), *after = describe(again);
        g_assert_cmpstr(before, ==, after);
    }
    static const char *const wrong[] = {"", "x", "[('gnäll', nothing, 'x')]", "[('close', 1)]"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_null(ink_orders_unpack(wrong[i]));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/orders/plain", test_plain);
    g_test_add_func("/orders/quoted", test_quoted);
    g_test_add_func("/orders/under-an-order", test_under_an_order);
    g_test_add_func("/orders/html", test_html);
    g_test_add_func("/orders/packed", test_packed);
    return g_test_run();
}
