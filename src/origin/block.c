/* SPDX-License-Identifier: MIT
 *
 * The block of labels that a mail program writes above a letter that is passed on: Från, Skickat,
 * Till, Ämne, in any order, in Swedish, English, Finnish, German, Norwegian and Danish; in bold
 * ("*Från:* …"), quoted ("> Från: …") or all on one line. People write "Till:" in their own letters
 * too, so it takes a sender and two more labels. At each line a bounded number of lines is looked
 * at, so the time is linear.
 */
#include "origin-private.h"

#include "inkom/text.h"

#include <string.h>

enum { LABEL_MAX = 32, BLOCK_LINES_MAX = 20, WRAPPED = 55, MARK_MAX = 120 };

typedef enum { LABEL_NONE, LABEL_FROM, LABEL_SENT, LABEL_TO, LABEL_SUBJECT, LABEL_OTHER } Label;

static const struct {
    const char *word;
    Label label;
} labels[] = {
    {"från", LABEL_FROM},
    {"avsändare", LABEL_FROM},
    {"from", LABEL_FROM},
    {"sender", LABEL_FROM},
    {"lähettäjä", LABEL_FROM},
    {"fra", LABEL_FROM},
    {"von", LABEL_FROM},
    {"skickat", LABEL_SENT},
    {"skickades", LABEL_SENT},
    {"sent", LABEL_SENT},
    {"date", LABEL_SENT},
    {"datum", LABEL_SENT},
    {"lähetetty", LABEL_SENT},
    {"lähetyspäivä", LABEL_SENT},
    {"päivämäärä", LABEL_SENT},
    {"päiväys", LABEL_SENT},
    {"pvm", LABEL_SENT},
    {"päivä", LABEL_SENT},
    {"sendt", LABEL_SENT},
    {"dato", LABEL_SENT},
    {"gesendet", LABEL_SENT},
    {"till", LABEL_TO},
    {"to", LABEL_TO},
    {"vastaanottaja", LABEL_TO},
    {"vastaanottajat", LABEL_TO},
    {"kenelle", LABEL_TO},
    {"til", LABEL_TO},
    {"an", LABEL_TO},
    {"ämne", LABEL_SUBJECT},
    {"rubrik", LABEL_SUBJECT},
    {"subject", LABEL_SUBJECT},
    {"aihe", LABEL_SUBJECT},
    {"emne", LABEL_SUBJECT},
    {"betreff", LABEL_SUBJECT},
    {"kopia", LABEL_OTHER},
    {"cc", LABEL_OTHER},
    {"bcc", LABEL_OTHER},
    {"kopio", LABEL_OTHER},
    {"kopi", LABEL_OTHER},
    {"kopie", LABEL_OTHER},
    {"kopie (cc)", LABEL_OTHER},
    {"hemlig kopia", LABEL_OTHER},
    {"svara till", LABEL_OTHER},
    {"svar till", LABEL_OTHER},
    {"svar til", LABEL_OTHER},
    {"antwort an", LABEL_OTHER},
    {"vastaus", LABEL_OTHER},
    {"reply-to", LABEL_OTHER},
    {"reply to", LABEL_OTHER},
    {"vastausosoite", LABEL_OTHER},
    {"prioritet", LABEL_OTHER},
    {"vikt", LABEL_OTHER},
    {"importance", LABEL_OTHER},
    {"priority", LABEL_OTHER},
    {"tärkeys", LABEL_OTHER},
    {"bilagor", LABEL_OTHER},
    {"bifogade filer", LABEL_OTHER},
    {"attachments", LABEL_OTHER},
    {"liitteet", LABEL_OTHER},
    {"känslighet", LABEL_OTHER},
    {"sensitivity", LABEL_OTHER},
    {"organisation", LABEL_OTHER},
    {"message-id", LABEL_OTHER},
    {"return-path", LABEL_OTHER},
    {"resent-from", LABEL_OTHER},
    {"categories", LABEL_OTHER},
    {"kategorier", LABEL_OTHER},
    {"follow up flag", LABEL_OTHER},
    {"flag status", LABEL_OTHER},
    {"uppföljningsflagga", LABEL_OTHER},
    {"flaggstatus", LABEL_OTHER},
};

void
ink_origin_block_free(gpointer data)
{
    InkOriginBlock *block = data;
    if (block == NULL)
        return;
    g_free(block->from);
    g_free(block->sent);
    g_free(block->to);
    g_free(block->subject);
    g_free(block);
}

void
ink_origin_lines_clear(InkOriginLines *lines)
{
    g_clear_pointer(&lines->texts, g_strfreev);
    g_clear_pointer(&lines->depths, g_free);
}

void
ink_origin_lines_split(const char *text, InkOriginLines *out_lines)
{
    g_autofree char *normal = ink_text_normalise(text);
    char **lines = g_strsplit(normal, "\n", -1);
    guint *depths = g_new0(guint, g_strv_length(lines) + 1);
    for (gsize i = 0; lines[i] != NULL; i++) {
        const char *start = lines[i] + strspn(lines[i], " \t");
        for (; *start == '>'; depths[i]++)
            start += 1 + strspn(start + 1, " \t");
        memmove(lines[i], start, strlen(start) + 1);
        g_strchomp(lines[i]);
    }
    *out_lines = (InkOriginLines){lines, depths};
}

/* What was quoted within it still is. */
char *
ink_origin_lines_join(const InkOriginLines *lines, gsize start, guint depth)
{
    GString *text = g_string_new(NULL);
    for (gsize i = start; lines->texts[i] != NULL; i++) {
        for (guint d = depth; d < lines->depths[i]; d++)
            g_string_append_c(text, '>');
        if (lines->depths[i] > depth)
            g_string_append_c(text, ' ');
        g_string_append(text, lines->texts[i]);
        g_string_append_c(text, '\n');
    }
    return g_strstrip(g_string_free(text, FALSE));
}

static gboolean
is_blank(const char *line)
{
    return line[strspn(line, " \t*_|")] == '\0';
}

/* "*Från:* Mats" is LABEL_FROM with the value "Mats". */
static Label
find_label(const char *line, const char **out_value)
{
    const char *colon = memchr(line, ':', strnlen(line, LABEL_MAX));
    if (colon == NULL)
        return LABEL_NONE;
    const char *start = line + strspn(line, " \t*_|");
    g_autofree char *word = g_utf8_strdown(start, MAX(colon - start, 0));
    for (gsize left = strlen(word); left > 0 && strchr(" \t*_|", word[left - 1]) != NULL; left--)
        word[left - 1] = '\0';
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (g_str_equal(word, labels[i].word)) {
            *out_value = colon + 1 + strspn(colon + 1, " \t*_|");
            return labels[i].label;
        }
    return LABEL_NONE;
}

/* A value goes on below where the program had to wrap it. */
static gboolean
is_continued(Label label, const char *value, const char *line, const char *next)
{
    if (label == LABEL_NONE || is_blank(next))
        return FALSE;
    gsize size = strlen(value);
    if (size == 0)
        return TRUE;
    const char *open = strrchr(value, '<');
    gboolean is_open = open != NULL && strchr(open, '>') == NULL;
    switch (label) {
    case LABEL_FROM:
        return is_open || (strchr(value, '@') == NULL && strchr(next, '@') != NULL && *next == '<');
    case LABEL_TO:
    case LABEL_OTHER:
        return is_open || value[size - 1] == ';' || value[size - 1] == ',' || *next == '<';
    case LABEL_SUBJECT:
        return strlen(line) >= WRAPPED && strlen(next) < WRAPPED;
    default:
        return FALSE;
    }
}

/* While a block is read. */
typedef struct {
    InkOriginBlock *block;
    guint labels;  /* different ones */
    Label last;    /* whose value may go on */
    char **target; /* where it goes */
} Reading;

static char **
get_target(InkOriginBlock *block, Label label)
{
    switch (label) {
    case LABEL_FROM:
        return &block->from;
    case LABEL_SENT:
        return &block->sent;
    case LABEL_TO:
        return &block->to;
    case LABEL_SUBJECT:
        return &block->subject;
    default:
        return NULL;
    }
}

/* FALSE: the label stood before, so another block begins. */
static gboolean
take_label(Reading *reading, Label label, const char *value)
{
    char **target = get_target(reading->block, label);
    if (target != NULL && *target != NULL)
        return FALSE;
    reading->last = label;
    reading->target = target;
    if (target != NULL) {
        *target = g_strdup(value);
        reading->labels++;
    }
    return TRUE;
}

static void
take_more(Reading *reading, const char *line)
{
    if (reading->target == NULL)
        return;
    g_autofree char *before = g_steal_pointer(reading->target);
    *reading->target = g_strstrip(g_strconcat(before, " ", line, NULL));
}

/* What is not kept is on the line itself. */
static const char *
get_value(const Reading *reading, const char *line)
{
    return reading->target != NULL ? *reading->target : line;
}

/* Lines from start on, as long as they are labels and what belongs to them. One empty line between
 * labels is what some programs make of paragraphs. */
static gsize
read_labels(Reading *reading, char *const *lines, gsize start)
{
    gsize end = start;
    for (gsize i = start; i < start + BLOCK_LINES_MAX && lines[i] != NULL; i++) {
        const char *value;
        Label label = find_label(lines[i], &value);
        if (label != LABEL_NONE) {
            if (!take_label(reading, label, value))
                break;
        } else if (is_blank(lines[i])) {
            if (lines[i + 1] == NULL || find_label(lines[i + 1], &value) == LABEL_NONE ||
                (i > start && is_blank(lines[i - 1])))
                break;
            reading->last = LABEL_NONE;
            continue;
        } else if (i > start && is_continued(reading->last, get_value(reading, lines[i - 1]),
                                             lines[i - 1], lines[i])) {
            take_more(reading, lines[i]);
        } else {
            break;
        }
        end = i + 1;
    }
    return end;
}

/* "Från: Mats <…> Skickat: den 18 mars Till: Eva Ämne: Skolskjuts" on one line: a line each. */
static char **
split_one_line(const char *line)
{
    GString *out = g_string_new(NULL);
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    for (char **word = words; *word != NULL; word++) {
        const char *value;
        gboolean is_label = g_str_has_suffix(*word, ":") &&
                            find_label(*word, &value) != LABEL_NONE && *value == '\0';
        if (out->len > 0)
            g_string_append_c(out, is_label ? '\n' : ' ');
        g_string_append(out, *word);
    }
    g_autofree char *text = g_string_free(out, FALSE);
    return g_strsplit(text, "\n", -1);
}

/* Whether labels follow on the lines below: then what looks like labels on this one stands in a
 * name or a subject, where the letter's sender may write what he likes. */
static gboolean
goes_on(char *const *lines, gsize start)
{
    const char *value, *next = lines[start + 1];
    if (next != NULL && is_blank(next))
        next = lines[start + 2];
    return next != NULL && find_label(next, &value) != LABEL_NONE;
}

static gboolean
is_whole(const InkOriginBlock *block, guint count)
{
    return block->from != NULL && !ink_text_is_blank(block->from) && count >= 3;
}

/* "---------- Forwarded message ---------" and its like in other languages. */
static gboolean
is_mark(const char *line)
{
    static const char *const phrases[] = {"forwarded message",
                                          "begin forwarded message",
                                          "vidarebefordrat",
                                          "vidarebefordrat meddelande",
                                          "vidarebefordrat brev",
                                          "vidarebefordrat mejl",
                                          "vidaresänt meddelande",
                                          "början på vidarebefordrat meddelande",
                                          "börja vidarebefordrat meddelande",
                                          "välitetty viesti",
                                          "välitetty viesti alkaa",
                                          "välitetty viesti / fwd.msg",
                                          "edelleenlähetetty viesti",
                                          "alkaa edelleenlähetetty viesti",
                                          "videresendt melding",
                                          "videresendt meddelelse",
                                          "videresendt besked",
                                          "start på videresendt besked",
                                          "weitergeleitete nachricht",
                                          "anfang der weitergeleiteten nachricht",
                                          NULL};
    if (strlen(line) > MARK_MAX)
        return FALSE;
    g_autofree char *folded = g_utf8_strdown(line, -1);
    char *start = folded + strspn(folded, "-_=*:> ");
    for (gsize left = strlen(start); left > 0 && strchr("-_=*:< ", start[left - 1]) != NULL; left--)
        start[left - 1] = '\0';
    return g_strv_contains(phrases, start);
}

static gboolean
has_mark_above(char *const *lines, gsize start)
{
    while (start > 0 && is_blank(lines[start - 1]))
        start--;
    return start > 0 && is_mark(lines[start - 1]);
}

static InkOriginBlock *
read_block(char *const *lines, gsize start)
{
    const char *value;
    Label first = find_label(lines[start], &value);
    if (first == LABEL_NONE || first == LABEL_OTHER)
        return NULL;
    InkOriginBlock *block = g_new0(InkOriginBlock, 1);
    Reading reading = {block, 0, LABEL_NONE, NULL};
    g_auto(GStrv) pieces = split_one_line(lines[start]);
    if (g_strv_length(pieces) >= 3 && !goes_on(lines, start)) {
        read_labels(&reading, pieces, 0);
        block->end = start + 1;
    } else {
        block->end = read_labels(&reading, lines, start);
    }
    block->start = start;
    if (!is_whole(block, reading.labels)) {
        ink_origin_block_free(block);
        return NULL;
    }
    block->is_marked = has_mark_above(lines, start);
    return block;
}

GPtrArray *
ink_origin_find_blocks(const InkOriginLines *all)
{
    char *const *lines = all->texts;
    GPtrArray *blocks = g_ptr_array_new_with_free_func(ink_origin_block_free);
    for (gsize i = 0; lines[i] != NULL && blocks->len < INK_ORIGIN_HOPS_MAX;) {
        InkOriginBlock *block = read_block(lines, i);
        i = block != NULL ? block->end : i + 1;
        if (block != NULL)
            g_ptr_array_add(blocks, block);
    }
    return blocks;
}
