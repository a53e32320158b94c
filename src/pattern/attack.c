/* SPDX-License-Identifier: MIT
 *
 * A pattern that can blow up does so on a text that leads it into a repeat, gives the repeat the
 * same thing again and again, in as many ways as it can be divided, and then lets it down. Such
 * texts are built from the pattern itself:
 *
 *   prefix   what is met before the repeat: nothing, or a sample of all that stands before it
 *   unit     a sample of the repeat, of one of its alternatives, or of anything repeated in it or
 *            elsewhere: "a" is a word to \w+ and to [^,]* alike
 *   end      what few patterns take, and after it perhaps all that the pattern asks for: PCRE2 does
 *            not begin where a character that must come is nowhere in the text
 *
 * Each is tried with a few repeats first, and only where the work grows faster than the text, with
 * more. What is told is what a search with its ordinary limit gives up; a pattern whose work grows
 * with the square of the text does so only on a single word or line of many thousand characters,
 * which is no letter, and is not told of: LENGTH_MOST.
 *
 * A sample of a character class is a character that the class, compiled by itself, takes. What is
 * rare in patterns (conditions, recursion, comments) is skipped over: then fewer texts are tried.
 */
#include "inkom/pattern-attack.h"

#include <string.h>

#define UNITS_MOST    12
#define PREFIXES_MOST 8
#define SAMPLE_MOST   64
#define LENGTH_FIRST  32
#define LENGTH_MOST   1024
#define DEPTH_MOST    50

typedef struct {
    const char *at;
    guint depth;
    GPtrArray *units;    /* char *, each once */
    GPtrArray *prefixes; /* char *, each once */
} Reader;

void
ink_pattern_attack_free(InkPatternAttack *attack)
{
    if (attack == NULL)
        return;
    g_free(attack->prefix);
    g_free(attack->unit);
    g_free(attack->end);
    g_free(attack);
}

static void
add_once(GPtrArray *texts, const char *text, guint most)
{
    if (texts->len < most && strlen(text) <= SAMPLE_MOST &&
        !g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL))
        g_ptr_array_add(texts, g_strdup(text));
}

static void
add_unit(Reader *reader, const char *text)
{
    if (*text != '\0')
        add_once(reader->units, text, UNITS_MOST);
}

/* --- samples ----------------------------------------------------------------------------------*/

static gboolean
takes(const InkPattern *item, InkPatternScratch *scratch, const char *text)
{
    InkSpan span;
    gsize size = strlen(text);
    return ink_pattern_find(item, scratch, text, size, 0, &span) == INK_MATCH_YES &&
           span.start == 0 && span.end == size;
}

/* A character that the class or escape takes: an ordinary one if possible, so that several classes
 * of one pattern get the same; else one that stands in it. "" if there is none. */
static char *
sample_class(const char *text, gsize size)
{
    static const char *const ordinary[] = {"a", "1", " ", ",", "-", ".", "_", "A", "\n", "å", "@"};
    g_autofree char *alone = g_strndup(text, size);
    g_autoptr(InkPattern) item = ink_pattern_compile(alone, NULL, NULL);
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    if (item == NULL)
        return g_strdup("");
    for (gsize i = 0; i < G_N_ELEMENTS(ordinary); i++)
        if (takes(item, scratch, ordinary[i]))
            return g_strdup(ordinary[i]);
    for (const char *at = alone; *at != '\0'; at = g_utf8_next_char(at)) {
        g_autofree char *letter = g_strndup(at, (gsize)(g_utf8_next_char(at) - at));
        if (takes(item, scratch, letter))
            return g_steal_pointer(&letter);
    }
    return g_strdup("");
}

static gsize
measure_class(const char *at)
{
    const char *end = at + 1 + (at[1] == '^');
    for (gboolean is_first = TRUE; *end != '\0' && (is_first || *end != ']'); is_first = FALSE) {
        const char *name_end = *end == '[' && end[1] == ':' ? strstr(end + 2, ":]") : NULL;
        end = name_end != NULL                 ? name_end + 2
              : *end == '\\' && end[1] != '\0' ? g_utf8_next_char(end + 1)
                                               : end + 1;
    }
    return (gsize)(end - at) + (*end == ']');
}

/* \p{L}, \x{e5}, \d, \. */
static gsize
measure_escape(const char *at)
{
    const char *end = at[1] != '\0' && at[2] == '{' ? strchr(at, '}') : NULL;
    if (at[1] == '\0')
        return 1;
    return end != NULL ? (gsize)(end + 1 - at) : 1 + (gsize)(g_utf8_next_char(at + 1) - (at + 1));
}

/* *out_repeats: it may be there more than once, and so many times it must be. */
static gsize
measure_quantifier(const char *at, gboolean *out_repeats, guint *out_least)
{
    gsize size = 0;
    char *after = NULL;
    *out_repeats = FALSE;
    *out_least = 1;
    if (*at == '*' || *at == '+' || *at == '?') {
        size = 1;
        *out_repeats = *at != '?';
        *out_least = *at == '+';
    } else if (*at == '{' && g_ascii_isdigit(at[1])) {
        *out_least = (guint)g_ascii_strtoull(at + 1, &after, 10);
        *out_repeats = *out_least > 1 || *after == ',';
        size = 1 + strspn(at + 1, "0123456789,") + 1;
    }
    return size > 0 && (at[size] == '?' || at[size] == '+') ? size + 1 : size;
}

/* --- the pattern ------------------------------------------------------------------------------*/

static char *read_alternatives(Reader *reader, const char *before);

/* "(", "(?:", "(?<name>", "(?=" …: up to the content. */
static gsize
measure_head(const char *at, gboolean *out_is_assertion)
{
    *out_is_assertion = g_str_has_prefix(at, "(?=") || g_str_has_prefix(at, "(?!") ||
                        g_str_has_prefix(at, "(?<=") || g_str_has_prefix(at, "(?<!");
    if (at[1] != '?')
        return 1;
    if (*out_is_assertion)
        return at[2] == '<' ? 4 : 3;
    const char *name_end = at[2] == '<' ? strchr(at, '>') : NULL;
    if (name_end != NULL)
        return (gsize)(name_end + 1 - at);
    gsize flags = 2 + strspn(at + 2, "-imsx>|");
    return at[flags] == ':' ? flags + 1 : flags;
}

/* An item without its quantifier: its sample. Always moves on, whatever stands there. */
static char *
read_item(Reader *reader, const char *before)
{
    const char *at = reader->at;
    gboolean is_assertion;
    if (*at == '[' || *at == '\\' || *at == '.') {
        gsize size = *at == '[' ? measure_class(at) : *at == '.' ? 1 : measure_escape(at);
        reader->at += size;
        return sample_class(at, size);
    }
    if (*at != '(') {
        reader->at = g_utf8_next_char(at);
        return strchr("^$", *at) != NULL ? g_strdup("") : g_strndup(at, (gsize)(reader->at - at));
    }
    reader->at += measure_head(at, &is_assertion);
    g_autofree char *sample = read_alternatives(reader, before);
    if (*reader->at == ')')
        reader->at++;
    return is_assertion ? g_strdup("") : g_steal_pointer(&sample);
}

/* One item and how often; what it must have is added to the sample of what is before it. */
static void
read_quantified(Reader *reader, GString *sample)
{
    gboolean repeats;
    guint least;
    g_autofree char *item = read_item(reader, sample->str);
    reader->at += measure_quantifier(reader->at, &repeats, &least);
    if (repeats) {
        add_unit(reader, item);
        add_once(reader->prefixes, sample->str, PREFIXES_MOST);
    }
    for (guint i = 0; i < least && sample->len < SAMPLE_MOST; i++)
        g_string_append(sample, item);
}

static char *
read_sequence(Reader *reader, const char *before)
{
    g_autoptr(GString) sample = g_string_new(before);
    gsize start = sample->len;
    while (*reader->at != '\0' && *reader->at != ')' && *reader->at != '|')
        read_quantified(reader, sample);
    return g_strdup(sample->str + start);
}

/* The sample of the first one; the others are units too. */
static char *
read_alternatives(Reader *reader, const char *before)
{
    if (++reader->depth > DEPTH_MOST) {
        reader->at += strlen(reader->at);
        return g_strdup("");
    }
    g_autofree char *first = read_sequence(reader, before);
    gboolean is_inside = reader->depth > 1;
    while (*reader->at == '|') {
        reader->at++;
        g_autofree char *other = read_sequence(reader, before);
        if (is_inside)
            add_unit(reader, other);
    }
    reader->depth--;
    return g_steal_pointer(&first);
}

/* --- trying -----------------------------------------------------------------------------------*/

static gboolean
gives_up(const InkPattern *pattern, InkPatternScratch *scratch, const InkPatternAttack *attack)
{
    g_autoptr(GString) text = g_string_new(attack->prefix);
    for (guint i = 0; i < attack->repeats; i++)
        g_string_append(text, attack->unit);
    g_string_append(text, attack->end);
    return ink_pattern_find(pattern, scratch, text->str, text->len, 0, NULL) == INK_MATCH_UNDECIDED;
}

/* Doubles the repeats until the search is given up or the text is long enough. */
static gboolean
try_attack(const InkPattern *pattern, InkPatternScratch *scratch, InkPatternAttack *attack)
{
    guint size = (guint)strlen(attack->unit);
    for (guint length = LENGTH_FIRST; length <= LENGTH_MOST; length *= 2) {
        attack->repeats = MAX(length / size, 1);
        if (gives_up(pattern, scratch, attack))
            return TRUE;
    }
    return FALSE;
}

static InkPatternAttack *
try_all(const InkPattern *pattern, const Reader *reader, const char *whole)
{
    g_autofree char *whole_end = g_strconcat("¤", whole, NULL);
    const char *const ends[] = {whole_end, "¤", "\n¤", ""};
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (guint u = 0; u < reader->units->len; u++)
        for (guint p = 0; p < reader->prefixes->len; p++)
            for (gsize e = 0; e < G_N_ELEMENTS(ends); e++) {
                InkPatternAttack attack = {reader->prefixes->pdata[p], reader->units->pdata[u],
                                           (char *)ends[e], 0};
                if (!try_attack(pattern, scratch, &attack))
                    continue;
                InkPatternAttack *found = g_new0(InkPatternAttack, 1);
                found->prefix = g_strdup(attack.prefix);
                found->unit = g_strdup(attack.unit);
                found->end = g_strdup(attack.end);
                found->repeats = attack.repeats;
                return found;
            }
    return NULL;
}

InkPatternAttack *
ink_pattern_find_attack(const InkPattern *pattern)
{
    g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) prefixes = g_ptr_array_new_with_free_func(g_free);
    Reader reader = {.at = ink_pattern_get_text(pattern), .units = units, .prefixes = prefixes};
    add_once(prefixes, "", PREFIXES_MOST);
    g_autofree char *whole = read_alternatives(&reader, "");
    add_unit(&reader, whole);
    return try_all(pattern, &reader, whole);
}
