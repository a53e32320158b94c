/* SPDX-License-Identifier: MIT
 *
 * Who really wrote: a message with a letter in it. The input is a digit (what the border found out
 * of the sender), From: on the rest of that line, the subject on the next, and the text; a form
 * feed ends the text, and what follows is a letter attached to it, of the same shape. Every line of
 * the text is read as a date too.
 */
#include "origin-check.h"

#include "../../src/parse/address.h"
#include "inkom/limits.h"
#include "inkom/pipeline.h"

#define NOW        "2026-03-27T10:00"
#define DEPTH_MOST 40 /* more than what is looked at */

static InkConfig *config;
static InkForms *forms;
static InkClock *clock_here;
static InkPatternScratch *patterns;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    g_autoptr(InkProblems) problems = ink_problems_new();
    const char *top = g_getenv("G_TEST_SRCDIR");
    g_autofree char *file =
        g_build_filename(top != NULL ? top : ".", "tests", "fuzz", "inkom.yaml", NULL);
    fuzz_begin();
    ink_parse_init();
    clock_here = ink_clock_new("Europe/Stockholm", NULL);
    patterns = ink_pattern_scratch_new();
    config = ink_config_load(file, problems);
    if (config != NULL)
        forms = ink_pipeline_load_forms(config, (const char *const *)config->forms, clock_here,
                                        problems);
    if (forms == NULL) {
        g_autofree char *text = ink_problems_format(problems);
        g_error("%s", text);
    }
    return 0;
}

static char *
take_line(const char **at)
{
    gsize size = strcspn(*at, "\n\f");
    char *line = g_strndup(*at, size);
    *at += size + ((*at)[size] == '\n' ? 1 : 0);
    return line;
}

static InkMessage *
read_message(const char **at, guint depth)
{
    InkMessage *message = ink_message_new();
    InkDefects *defects = ink_defects_new();
    g_autofree char *from = take_line(at);
    ink_address_read_list(from, (gsize)INK_LIMITS_DEFAULT.address_header_bytes, message->from,
                          defects);
    message->from_fields = 1;
    g_strfreev(ink_defects_free_to_strv(defects));
    g_ptr_array_add(message->to, ink_address_new(NULL, "inkorg@exempelkommun.example"));
    g_free(message->subject);
    message->subject = take_line(at);
    g_free(message->text);
    gsize size = strcspn(*at, "\f");
    message->text = g_strndup(*at, size);
    *at += size;
    g_clear_pointer(&message->new_text, g_free);
    g_clear_pointer(&message->signature, g_free);
    ink_quote_split(message->text, &message->new_text, &message->signature);
    message->date = ink_clock_parse(clock_here, NOW) - (gint64)depth * 3600;
    if (**at == '\f' && depth < DEPTH_MOST) {
        (*at)++;
        InkAttachment *attachment = ink_attachment_new(NULL, "message/rfc822", 0, "");
        attachment->message = read_message(at, depth + 1);
        g_ptr_array_add(message->attachments, attachment);
    }
    return message;
}

/* A date that is one is in the years that the calendar knows, and is read again as it is shown. */
static void
check_dates(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        gint64 time = ink_origin_parse_date(clock_here, *line);
        if (time == INK_TIME_NONE)
            continue;
        g_autofree char *shown = ink_clock_format(clock_here, time);
        fuzz_assert_text(shown);
        int year = atoi(shown);
        g_assert_cmpint(year, >=, 1989);
        g_assert_cmpint(year, <=, 2101);
        if (year >= 1990 && year <= 2100)
            g_assert_cmpint(ink_origin_parse_date(clock_here, shown), ==, time);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const InkProof proofs[] = {INK_PROOF_NONE, INK_PROOF_PASSED, INK_PROOF_FAILED,
                                      INK_PROOF_ABSENT};
    if (size == 0)
        return 0;
    g_autofree char *text = fuzz_dup_text(data + 1, size - 1);
    const char *at = text;
    g_autoptr(InkMessage) message = read_message(&at, 0);
    const InkOriginFacts facts = {.config = config,
                                  .forms = forms,
                                  .clock = clock_here,
                                  .patterns = patterns,
                                  .proof = proofs[data[0] % G_N_ELEMENTS(proofs)]};
    ink_pattern_scratch_begin_message(patterns);
    g_autoptr(InkOrigin) origin = ink_origin_find(message, &facts);
    origin_check(origin, message, &facts);
    check_dates(text);
    return 0;
}
