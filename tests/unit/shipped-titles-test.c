/* SPDX-License-Identifier: MIT
 *
 * Titles of whole letters, with the rules that are shipped: they say what the matter is (A38), and
 * nothing of whose it is.
 */
#include "inkom/rules.h"

#include <string.h>

#include "harness.h"

static const char *const UNITS[] = {"KS", "TN", "BUN", "VON", "SN", "MBN", "KFN", NULL};
static const InkVocabulary VOCABULARY = {INK_TYPES, UNITS, INK_CHANNELS};

typedef struct {
    const char *subject, *text;
    const char *title; /* what it must be; NULL: anything without what follows */
    const char *lacks[4];
} Row;

static const Row SUBJECTS[] = {
    /* subjects that say nothing: the text is asked */
    {"X", "Staketet vid dagvattendammen har rasat.", "Vatten och avlopp", {NULL}},
    {"X", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Ang KS", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Ang. nämnden", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Till nämnden", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Hej", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Hej igen!", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Fråga", "Vem sköter klockan i tornet?", "Vem sköter klockan i tornet?", {NULL}},
    {"En liten fråga bara", "Vem sköter klockan?", "Vem sköter klockan?", {NULL}},
    {"VB:", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Fwd: SV:", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"SV: Fråga", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"(no subject)", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"<inget ämne>", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Inget ämne angivet", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Skickat från min iPhone", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"!!!!", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Synpunkt/klagomål", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Nytt meddelande från webbplatsen", "Klockan går fel.", "Klockan går fel", {NULL}},
    {"Jag har en fråga", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Vill lämna en synpunkt", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Viktigt!!", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Till den det berör", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Till ansvarig", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"IMG_20260327", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Kontakta mig", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    /* and texts that begin by saying nothing */
    {"Hej", "Skickat från min iPhone", "Meddelande utan text", {NULL}},
    {"Hej",
     "Klockan i tornet går fel.\n\nSkickat från min iPhone",
     "Klockan i tornet går fel",
     {NULL}},
    {"Fråga", "Hej! Jag har en fråga. Vem sköter klockan?", "Vem sköter klockan?", {NULL}},
    {"", "Hej! Hoppas allt är bra. Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"",
     "God dag. Jag vill lämna en synpunkt. Klockan i tornet går fel.",
     "Klockan i tornet går fel",
     {NULL}},
    {"", "Hej\nSe nedan\nKlockan i tornet går fel.", NULL, {"Se nedan", NULL}},
    {"", "", "Meddelande utan text", {NULL}},
    {"Sv:", "Sent from my Samsung Galaxy", "Meddelande utan text", {NULL}},
    {"", "Get Outlook for iOS", "Meddelande utan text", {NULL}},
    /* what mail programs put where there is no subject */
    {"(inget ämne)", "", "Meddelande utan text", {NULL}},
    {"Ingen rubrik", "", "Meddelande utan text", {NULL}},
    {"Sv: (no subject)", "", "Meddelande utan text", {NULL}},
    {"(ei aihetta)", "Kello on väärässä.", "Kello on väärässä", {NULL}},
    {"(ei aihetta)", "", "Meddelande utan text", {NULL}},
    {"<utan ämne>", "", "Meddelande utan text", {NULL}},
    {"[Ämne saknas]", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    /* there is a text, though it says nothing */
    {"hej", "hej", "Meddelande: Hej", {NULL}},
    {"Hello", "Good morning", "Meddelande: Good morning", {NULL}},
    {"(no subject)", "hello there", "Meddelande: Hello there", {NULL}},
    {"hej", "Hej Anna!\n\nMvh Olle", "Meddelande: Hej", {NULL}},
    /* there is only a subject */
    {"Bara rubrik", "", "Meddelande: Bara rubrik", {NULL}},
    {"A bra dag", "", "Meddelande: A bra dag", {NULL}},
    {"Bara rubrik", "hej", "Meddelande: Bara rubrik", {NULL}},
    {"Hej på er", "", "Meddelande utan text", {NULL}},
    /* words that are no titles */
    {"Ja", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Sv", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Problem", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Nej tack", "Klockan i tornet går fel.", "Klockan i tornet går fel", {NULL}},
    {"Nej tack", "", "Meddelande: Nej tack", {NULL}},
    {"Problem med klockan", "", "Problem med klockan", {NULL}},
};

static const Row PERSONS[] = {
    /* personal identity numbers and telephone numbers */
    {"Mitt personnummer är 850101-1234", "Klockan går fel.", "Klockan går fel", {NULL}},
    {"Mitt personnummer är 850101-1234 och klockan går fel", "", "Klockan går fel", {NULL}},
    {"Pnr 19850101-1234 klockan går fel", "", "Klockan går fel", {NULL}},
    {"Hej", "Mitt telefonnummer är 070-174 06 05. Klockan går fel.", "Klockan går fel", {NULL}},
    {"Tel: 0701740605", "Klockan går fel.", "Klockan går fel", {NULL}},
    {"Klockan, ring 070 174 06 05", "", NULL, {"070", "174", NULL}},
    {"Klockan", "", "Klockan", {NULL}},
    {"850101 1234", "Klockan går fel.", "Klockan går fel", {NULL}},
    {"Ärende för 8501011234", "Klockan går fel.", NULL, {"8501", NULL}},
    /* names */
    {"Hej", "Jag heter Anna Ek och undrar vem som sköter klockan.", NULL, {"Anna", "Ek", NULL}},
    {"Hej", "Mitt namn är Xerxes Ypsilon. Klockan går fel.", "Klockan går fel", {NULL}},
    {"Karin Berg är otrolig", "", NULL, {"Karin", "Berg", NULL}},
    {"Klagomål på Karin Berg", "Hon ringer aldrig upp.", "Hon ringer aldrig upp", {NULL}},
    {"Om er medarbetare Karin Berg", "", NULL, {"Karin", "Berg", NULL}},
    {"Angående Mohammed Al-Sayed", "Klockan går fel.", "Klockan går fel", {NULL}},
    {"Min granne Lennart Öberg och hans bil", "", NULL, {"Lennart", "Öberg", NULL}},
    {"Annas cykel", "", NULL, {"Anna", NULL}},
    {"Hej", "Min pappa Sven-Erik Lund har frågat om klockan.", NULL, {"Sven", "Lund", NULL}},
    {"Klockan i tornet /Maria", "", "Klockan i tornet", {NULL}},
    {"Klockan. Mvh Maria Hed", "", "Klockan", {NULL}},
    {"Karin Boyes gata", "Klockan går fel.", "Karin Boyes gata", {NULL}},
    {"Sten i skon", "", "Sten i skon", {NULL}},
    {"Björn vid soptippen", "", NULL, {"X", NULL}},
    /* forms */
    {"Nytt ärende från e-tjänsten Lämna en synpunkt",
     "Ärendetyp: Synpunkt\nNamn: Xerxes Ypsilon\nE-post: x@example.org\nMeddelande: Klockan går "
     "fel.",
     "Klockan går fel",
     {NULL}},
    {"Ny fråga via webbplatsen",
     "Namn: Xerxes\nTelefon: 070-174 06 05\nFråga: Vem sköter klockan?",
     "Vem sköter klockan?",
     {NULL}},
    /* where somebody lives */
    {"Gatubelysning",
     "Lampan är släckt. Jag bor på Lärkvägen 3.",
     "Gatubelysning: Lärkvägen",
     {NULL}},
    {"Gatubelysning",
     "Lampan utanför Storgatan 14 är släckt. Jag bor på Lärkvägen 3.",
     "Gatubelysning: Storgatan 14",
     {NULL}},
    {"Jag bor på Lärkvägen 3 och klockan går fel", "", NULL, {"Lärkvägen 3", NULL}},
    {"Klockan", "Den går fel.\nAdress: Lärkvägen 3 A", NULL, {"Lärkvägen 3", NULL}},
    {"Snö", "Ploga!\n\nLärkvägen 3\n123 45 Exempelstad", "Snöröjning: Lärkvägen", {NULL}},
    {"Min mamma bor på Lärkvägen 3 B, hon väntar", "", NULL, {"3 B", NULL}},
    {"Gatubelysning", "Lampan är släckt. Jag bor på Ågatan 3.", "Gatubelysning: Ågatan", {NULL}},
    {"anna.ek@example.org", "Klockan går fel.", "Klockan går fel", {NULL}},
};

static const Row MATTERS[] = {
    /* a side matter, or a word of the weather, is not the matter */
    {"Parkeringsböter",
     "Jag fick böter fast skylten var täckt av snö på Torggatan.",
     "Parkeringsanmärkning: Torggatan",
     {NULL}},
    {"Kontrollavgift",
     "Lapp på rutan trots snövallarna som ni inte plogat bort.",
     "Parkeringsanmärkning",
     {NULL}},
    {"P-bot", "Ni hade inte plogat så jag kunde inte se skylten.", "Parkeringsanmärkning", {NULL}},
    {"Soptunnan", "Soptunnan tömdes inte och nu ligger det skräp överallt.", "Sophämtning", {NULL}},
    {"Kärlet",
     "Sopkärlet är fullt och sopor ligger bredvid, det är nedskräpning.",
     "Sophämtning",
     {NULL}},
    {"Papperskorgen på torget",
     "Den är överfull och skräp ligger överallt.",
     "Papperskorg",
     {NULL}},
    {"Skolskjuts", "Bussen kommer inte fram när vägen är oplogad och hal.", "Skolskjuts", {NULL}},
    {"Hemtjänst", "Personalen kommer sent och skyller på snön.", "Hemtjänst", {NULL}},
    {"Simhallen",
     "Trottoaren utanför är hal men det jag vill säga är att duschen är kall.",
     "Simhall",
     {NULL}},
    {"Förskolan", "Gården är mörk, lekplatsen trasig och staketet lågt.", "Förskola", {NULL}},
    {"Bygglov", "Ett träd och ett buskage står i vägen för vår altan.", "Bygglov", {NULL}},
    {"Färdtjänst", "Den kom aldrig fram till simhallen.", "Färdtjänst", {NULL}},
    {"Äldreboendet Solgläntan", "Bänken utanför är sliten.", "Äldreboende: Solgläntan", {NULL}},
    {"Biblioteket",
     "Gatubelysningen utanför är släckt men sagostunden var fin.",
     "Bibliotek",
     {NULL}},
    {"Buller",
     "Bilarna kör fort på Kvarngatan och det bullrar hela natten.",
     "Buller: Kvarngatan",
     {NULL}},
    {"Hunden", "Den gick lös i parken.", "Lösa hundar", {NULL}},
    {"Vattenläcka",
     "Det rinner över gångvägen vid parken och kan bli halt.",
     "Vatten och avlopp",
     {NULL}},
    {"Sopor", "sopbilen kom inte idag", "Sophämtning", {NULL}},
    {"Sopor", "Ni hämtade inte soporna.", "Sophämtning", {NULL}},
    {"Sopor", "Någon har slängt en säck i diket.", "Nedskräpning", {NULL}},
    {"Hål på Ågatan 1", "Det är djupt.", "Hål i vägen: Ågatan 1", {NULL}},
    {"Hål på Ängsgatan 12 b", "", "Hål i vägen: Ängsgatan 12 b", {NULL}},
    {"Hål på Ölandsgatan 3", "", "Hål i vägen: Ölandsgatan 3", {NULL}},
    {"Lekplatsen", "Någon har slängt glas och skräp i sandlådan.", "Lekplats", {NULL}},
};

static void
check_rows(const InkRules *rules, const Row *rows, gsize size)
{
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    for (gsize i = 0; i < size; i++) {
        const Row *row = &rows[i];
        g_autoptr(InkMessage) message = ink_message_new();
        g_free(message->subject);
        message->subject = g_strdup(row->subject);
        g_free(message->new_text);
        message->new_text = g_strdup(row->text);
        g_free(message->text);
        message->text = g_strdup(row->text);
        g_autoptr(InkClassification) found = ink_rules_classify(rules, scratch, message);
        gboolean is_good = row->title == NULL || strcmp(found->title, row->title) == 0;
        for (const char *const *part = row->lacks; *part != NULL; part++)
            is_good = is_good && strstr(found->title, *part) == NULL;
        /* what is given when a letter says nothing, nobody may give by hand */
        gboolean is_last_resort = g_str_has_prefix(found->title, "Meddelande");
        if (is_good && is_last_resort != ink_rules_title_is_good(found->title))
            continue;
        g_test_message("%s | %s: found %s, not %s", row->subject, row->text, found->title,
                       row->title != NULL ? row->title : row->lacks[0]);
        g_test_fail();
    }
}

static InkRules *
load_rules(void)
{
    g_autofree char *path = test_path("rules/classification");
    const char *paths[] = {path, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkRules *rules = ink_rules_load(paths, &VOCABULARY, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
    return rules;
}

/* What a registrator may not write either, and what she may. */
static void
test_by_hand(void)
{
    static const char *const refused[] = {"Synpunkt",
                                          "Meddelande utan text",
                                          "Meddelande: Hej",
                                          "Ja",
                                          "Sv",
                                          "Problem",
                                          "Nej tack",
                                          "(inget ämne)",
                                          ""};
    static const char *const taken[] = {"Problem med klockan", "Textning av film", "Svanar"};
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_test_message("%s", refused[i]);
        g_assert_false(ink_rules_title_is_good(refused[i]));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(taken); i++) {
        g_test_message("%s", taken[i]);
        g_assert_true(ink_rules_title_is_good(taken[i]));
    }
}

static void
test_subjects(void)
{
    g_autoptr(InkRules) rules = load_rules();
    check_rows(rules, SUBJECTS, G_N_ELEMENTS(SUBJECTS));
}

static void
test_persons(void)
{
    g_autoptr(InkRules) rules = load_rules();
    check_rows(rules, PERSONS, G_N_ELEMENTS(PERSONS));
}

static void
test_matters(void)
{
    g_autoptr(InkRules) rules = load_rules();
    check_rows(rules, MATTERS, G_N_ELEMENTS(MATTERS));
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/shipped-titles/subjects", test_subjects);
    g_test_add_func("/shipped-titles/by-hand", test_by_hand);
    g_test_add_func("/shipped-titles/persons", test_persons);
    g_test_add_func("/shipped-titles/matters", test_matters);
    return g_test_run();
}
