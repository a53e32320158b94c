/* SPDX-License-Identifier: MIT
 *
 * A tjänsteanteckning by mail: what an officer was told by telephone or over the counter (FL 27 §:
 * when it was written down, and by whom). The note says both, or its letter does. An officer may
 * pass on a colleague's note; then it is the colleague's.
 */
#include "forward.h"

#include "inkom/case.h"
#include "inkom/parse.h"
#include "inkom/text.h"

#include <string.h>

#define DAY_S         (24 * 3600)
#define AGE_DAYS_MAX  60 /* a note that is older was hardly written "snarast" */
#define NAME_CHARS    100
#define LINES_LOOKED  6          /* where a date at the beginning of a line is that of the note */
#define BEHIND        " \t:,*_-" /* between a heading and a date */
#define SIGNED_WITHIN 8          /* lines from the end, not counting empty ones */

/* What officers call their notes. A plain word means nothing else; another says so only together
 * with what a note tells (is_told). */
static const struct {
    const char *word;
    gboolean is_plain;
} headings[] = {
    {"tjänsteanteckning", TRUE},   {"tjänstenotering", TRUE},
    {"telefonanteckning", TRUE},   {"telefonnotering", TRUE},
    {"samtalsanteckning", TRUE},   {"samtalsnotering", TRUE},
    {"besöksanteckning", TRUE},    {"ta telefonsamtal", TRUE},
    {"ta samtal", TRUE},           {"ta besök", TRUE},
    {"telefonsamtal", FALSE},      {"minnesanteckning", FALSE},
    {"minnesanteckningar", FALSE},
};

/* What stands behind the heading on its line; NULL if the line begins with none. */
static const char *
skip_heading(const char *line, gboolean *out_is_plain)
{
    const char *start = line + strspn(line, " \t*_#-=");
    g_autofree char *folded = g_utf8_strdown(start, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(headings); i++) {
        gsize size = strlen(headings[i].word);
        if (!g_str_has_prefix(folded, headings[i].word) ||
            g_unichar_isalpha(g_utf8_get_char(folded + size)))
            continue;
        *out_is_plain = headings[i].is_plain;
        return g_utf8_offset_to_pointer(start, g_utf8_strlen(headings[i].word, -1));
    }
    return NULL;
}

static const char *
find_first_line(char *const *lines)
{
    for (; *lines != NULL; lines++)
        if (!ink_text_is_blank(*lines))
            return *lines;
    return "";
}

typedef enum { NOTE_NONE, NOTE_CALLED_SO, NOTE_PLAIN } NoteMark;

/* How plainly the heading, in the subject or in the first line, calls it a note. */
static NoteMark
find_mark(const char *subject, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *const places[] = {ink_subject_get_base(subject), find_first_line(lines)};
    NoteMark found = NOTE_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        gboolean is_plain;
        if (skip_heading(places[i], &is_plain) != NULL)
            found = MAX(found, is_plain ? NOTE_PLAIN : NOTE_CALLED_SO);
    }
    return found;
}

/* "Antecknat av: Lisa Holm" -> "Lisa Holm"; NULL if the line is no such thing. */
static const char *
skip_label(const char *line, const char *const *words)
{
    const char *colon = strchr(line, ':');
    if (colon == NULL || colon - line > 30)
        return NULL;
    g_autofree char *folded = g_utf8_strdown(line, colon - line);
    const char *word = g_strstrip(folded) + strspn(folded, "*_- ");
    return g_strv_contains(words, word) ? colon + 1 + strspn(colon + 1, " *_\t") : NULL;
}

static char *
find_labelled_author(char *const *lines)
{
    static const char *const words[] = {
        "antecknat av",  "antecknad av", "upprättad av",  "upprättat av", "skriven av",
        "nedtecknat av", "antecknare",   "tjänsteperson", "tjänsteman",   NULL};
    for (; *lines != NULL; lines++) {
        const char *value = skip_label(*lines, words);
        if (!ink_text_is_blank(value))
            return ink_text_one_line(value, NAME_CHARS);
    }
    return NULL;
}

/* "/Lisa, kontaktcenter" near the end. */
static char *
find_signed_author(char *const *lines)
{
    guint seen = 0;
    for (guint i = g_strv_length((char **)lines); i > 0 && seen < SIGNED_WITHIN; i--) {
        const char *line = lines[i - 1] + strspn(lines[i - 1], " \t");
        if (ink_text_is_blank(line))
            continue;
        seen++;
        const char *name = line + 1 + strspn(line[0] != '\0' ? line + 1 : line, " ");
        if (*line == '/' && g_unichar_isalpha(g_utf8_get_char(name)) && strlen(name) < NAME_CHARS)
            return ink_text_one_line(name, NAME_CHARS);
    }
    return NULL;
}

static const char *
find_date_label(const char *line)
{
    static const char *const words[] = {"datum",    "datum och tid", "tid",  "när",
                                        "tidpunkt", "samtalsdatum",  "date", NULL};
    return skip_label(line, words);
}

/* A label says it, or a line near the top begins with it, be it behind the heading: "2026-03-26 kl
 * 09.10 ringde …", "Tjänsteanteckning 2026-03-26". */
static gint64
find_date(char *const *lines, const InkOriginFacts *facts, char **out_as_written)
{
    guint seen = 0;
    for (; *lines != NULL && seen < LINES_LOOKED; lines++) {
        if (ink_text_is_blank(*lines))
            continue;
        seen++;
        gboolean is_plain;
        const char *value = find_date_label(*lines);
        const char *behind = value == NULL ? skip_heading(*lines, &is_plain) : NULL;
        if (behind != NULL)
            value = behind + strspn(behind, BEHIND);
        gint64 date = ink_origin_parse_date(facts->clock, value != NULL ? value : *lines);
        if (date != INK_TIME_NONE) {
            *out_as_written = ink_text_one_line(*lines, 40);
            return date;
        }
    }
    return INK_TIME_NONE;
}

static gint64
find_date_in_subject(const char *subject, const InkOriginFacts *facts, char **out_as_written)
{
    gboolean is_plain;
    const char *behind = skip_heading(ink_subject_get_base(subject), &is_plain);
    gint64 date = behind != NULL
                      ? ink_origin_parse_date(facts->clock, behind + strspn(behind, BEHIND))
                      : INK_TIME_NONE;
    if (date != INK_TIME_NONE)
        *out_as_written = ink_text_one_line(subject, 40);
    return date;
}

static void
date_note(InkOrigin *origin, const char *subject, char *const *lines, gint64 written,
          const InkOriginFacts *facts)
{
    g_autofree char *as_written = NULL;
    gint64 date = find_date(lines, facts, &as_written);
    if (date == INK_TIME_NONE)
        date = find_date_in_subject(subject, facts, &as_written);
    if (date == INK_TIME_NONE) {
        ink_origin_add_evidence(origin, "anteckningen har inget eget datum; brevets gäller");
        origin->date = written;
        origin->dated_by = g_strdup("tjänsteanteckning: brevets datum");
        return;
    }
    if (written != INK_TIME_NONE &&
        (date > written + INK_ORIGIN_SKEW_S || date < written - (gint64)AGE_DAYS_MAX * DAY_S)) {
        ink_origin_add_doubt(origin, "anteckningens datum stämmer inte med brevets: %s",
                             as_written);
        return;
    }
    /* What stands beside the date is not for the register. */
    g_autofree char *when = ink_clock_format_short(facts->clock, date);
    origin->date = date;
    origin->dated_by = g_strdup_printf("tjänsteanteckning: daterad %s", when);
    ink_origin_add_evidence(origin, "anteckningen är daterad %s", when);
}

/* Somebody called or came, or the note has a note's labels. */
static gboolean
is_told(char *const *lines)
{
    static const char *const words[] = {"ringde",      "ringt",      "samtal med",
                                        "besökte",     "talade med", "talat med",
                                        "pratade med", "pratat med", "hörde av sig"};
    g_autofree char *author = find_labelled_author(lines);
    if (author != NULL)
        return TRUE;
    for (; *lines != NULL; lines++) {
        g_autofree char *folded = g_utf8_strdown(*lines, -1);
        if (!ink_text_is_blank(find_date_label(*lines)))
            return TRUE;
        for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
            if (strstr(folded, words[i]) != NULL)
                return TRUE;
    }
    return FALSE;
}

static InkOrigin *
make_note(const InkMessage *message, const InkOriginPerson *author, const char *subject,
          const char *text, gint64 written, const InkOriginFacts *facts)
{
    InkOrigin *origin = ink_origin_new(INK_ORIGIN_NOTE);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    origin->passed_on_by = g_strdup(ink_message_get_sender(message)->address);
    origin->channel = g_strdup(INK_CHANNEL_NOTE);
    origin->sender = g_strdup(author->address);
    origin->sender_name = find_labelled_author(lines);
    if (origin->sender_name == NULL)
        origin->sender_name = find_signed_author(lines);
    ink_origin_add_evidence(origin, "tjänsteanteckning (27 § FL) av %s%s",
                            origin->sender_name != NULL ? origin->sender_name
                            : author->name != NULL      ? author->name
                                                        : author->address,
                            origin->sender_name != NULL ? ", enligt anteckningen" : "");
    if (origin->sender_name == NULL)
        origin->sender_name = g_strdup(author->name);
    const char *unproven = ink_origin_find_proof_doubt(facts);
    if (unproven != NULL)
        ink_origin_add_doubt(origin, "%s uppger sig höra till kommunen, men %s",
                             origin->passed_on_by, unproven);
    if (find_mark(subject, text) != NOTE_PLAIN && !is_told(lines))
        ink_origin_add_doubt(origin, "rubriken är en antecknings, men texten säger inte vem som "
                                     "hörde av sig; avgör om det är en tjänsteanteckning");
    date_note(origin, subject, lines, written, facts);
    const char *plain = ink_subject_get_base(subject);
    origin->letter =
        ink_origin_letter_new(message, message, origin->sender_name, author->address, plain, text);
    return origin;
}

InkOrigin *
ink_origin_find_note(const InkMessage *message, const InkOriginFacts *facts)
{
    const InkAddress *officer = ink_origin_get_officer(message, facts);
    if (officer == NULL)
        return NULL;
    g_auto(InkOriginPerson) self = {g_strdup(officer->name), g_strdup(officer->address), FALSE};
    if (!ink_subject_is_forward(message->subject))
        return find_mark(message->subject, message->new_text) != NOTE_NONE
                   ? make_note(message, &self, message->subject, message->text,
                               ink_origin_get_time(message), facts)
                   : NULL;
    g_autoptr(GPtrArray) hops = ink_origin_list_hops(message, facts);
    if (hops->len == 0)
        return NULL;
    const InkOriginHop *inner = hops->pdata[0];
    const char *subject = inner->subject != NULL ? inner->subject : "";
    const InkOfficer *named = inner->person.address == NULL && inner->person.name != NULL
                                  ? ink_config_find_officer(facts->config, inner->person.name)
                                  : NULL;
    g_auto(InkOriginPerson)
        colleague = {g_strdup(inner->person.name),
                     g_strdup(named != NULL ? named->address : inner->person.address), FALSE};
    if (!ink_config_is_staff(facts->config, colleague.address) ||
        find_mark(subject, inner->text) == NOTE_NONE)
        return NULL;
    return make_note(message, &colleague, subject, inner->text, inner->date, facts);
}
