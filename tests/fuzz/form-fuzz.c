/* SPDX-License-Identifier: MIT
 *
 * A form file: read whole, its examples run, or refused with what is wrong. Forms that it describes
 * are tried on letters that such forms could have sent.
 */
#include "origin-check.h"

static InkClock *clock_here;
static InkPatternScratch *patterns;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    ink_parse_init();
    clock_here = ink_clock_new("Europe/Stockholm", NULL);
    patterns = ink_pattern_scratch_new();
    return 0;
}

static const struct {
    const char *name, *from, *subject, *text;
} letters[] = {
    {NULL, "noreply@www.exempelkommun.example", "Ny synpunkt via Dialog och synpunkter",
     "Typ: Klagomål\nOmråde: Skola\nNamn: Per Ask\nE-post: per@example.org\nTelefon: 070\n"
     "Vill ha svar: Ja\nMeddelande: Bussen är sen.\n\nE-post: offer@example.com\n"},
    {"E-tjänster", "noreply@etjanst.exempelkommun.example", "Ny felanmälan: Trasig gunga",
     "Inskickat: 2026-03-26 19:12\n\nNamn: Rut\nE-post: rut@example.com\nPlats: Ån\n"
     "Beskrivning: Kedjan har gått av.\nDet är farligt.\n-----\nSvar på detta mejl"},
    {"+46701234567", "+46701234567@sms.example", "SMS", "hej det ligger en död fågel i bassängen"},
};

static void
run_letters(const InkForms *forms)
{
    char *domains[] = {NULL};
    g_autoptr(GPtrArray) nobody = g_ptr_array_new();
    InkConfig config = {.domains = domains, .addresses = (char *[]){NULL}, .officers = nobody};
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_autoptr(InkMessage) message = ink_message_new();
        g_ptr_array_add(message->from, ink_address_new(letters[i].name, letters[i].from));
        message->from_fields = 1;
        message->date = ink_clock_parse(clock_here, "2026-03-27T10:00");
        g_free(message->subject);
        message->subject = g_strdup(letters[i].subject);
        g_free(message->text);
        message->text = g_strdup(letters[i].text);
        const InkOriginFacts facts = {&config, forms, clock_here, patterns, INK_PROOF_NONE};
        ink_pattern_scratch_begin_message(patterns);
        g_autoptr(InkOrigin) origin = ink_origin_find(message, &facts);
        g_assert_true(origin->kind == INK_ORIGIN_DIRECT || origin->kind == INK_ORIGIN_FORM);
        origin_check(origin, message, &facts);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const units[] = {"KS", "TN", "BUN", NULL};
    const InkVocabulary vocabulary = {INK_TYPES, units, INK_CHANNELS};
    char *file = fuzz_write_file("form.yaml", data, size);
    const char *paths[] = {file, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkForms) forms = ink_forms_load(paths, &vocabulary, clock_here, problems);
    guint errors = ink_problems_count(problems, INK_SEVERITY_ERROR);
    g_assert_true((forms == NULL) == (errors > 0));
    g_autofree char *text = ink_problems_format(problems);
    fuzz_assert_text(text);
    if (forms != NULL)
        run_letters(forms);
    fuzz_remove_file(file);
    return 0;
}
