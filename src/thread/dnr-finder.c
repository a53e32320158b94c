/* SPDX-License-Identifier: MIT
 *
 * Diarienummer as people write them.
 *
 * Five patterns, for the five orders in which the parts are written, after those of the
 * organisation's own formats. The text is normalised first (NBSP, hyphens of every kind, soft
 * hyphens) and searched line by line: no number goes over a line's end. A date is not a number:
 * "2026-03-27" is kept out by the look-aheads, also after a unit code that is a word ("on
 * 2026-03-27"). Where two patterns match the same place the earlier one wins: it demands more.
 */
#include "inkom/pattern.h"
#include "inkom/text.h"
#include "inkom/thread.h"

#include <string.h>

#define NOT_A_DATE "(?!(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])(?!\\d))"
#define YEAR       "(?<year>(?:19|20)\\d{2})"
#define SEQUENCE   "(?<seq>\\d{1,6})"
#define RECORD     "(?:-(?<rec>\\d{1,4}))?"
#define UNIT       "(?<unit>%s)"

/* A text with more is no letter about cases, and each costs a look at all the others. */
#define CANDIDATES_MOST 1000

#define LABEL_MAX      80 /* bytes before a number that may say whose it is */
#define WINDOW_BYTES   4096
#define WINDOW_OVERLAP 512

static const char *const shapes[] = {
    /* KS 2026/0412-3, ks2026/412, SBN-2021-345, KS/2022:123, KS.2019.33 */
    "(?<![\\p{L}\\p{N}])" UNIT "[ \\t./\\-]{0,2}" YEAR
    "[ \\t]?[/:.\\-][ \\t]?" NOT_A_DATE SEQUENCE RECORD "(?![\\p{L}\\p{N}]|[/:\\-]\\d)",
    /* 2013-KS0548/003, 2017/KS0123 */
    "(?<![\\p{L}\\p{N}])" YEAR "[/\\-]" UNIT "[ \\t]?" SEQUENCE "(?:/\\d{3})?(?![\\p{L}\\p{N}])",
    /* M 624/2004 */
    "(?<![\\p{L}\\p{N}])" UNIT "[ \\t\\-]?" SEQUENCE "/" YEAR "(?![\\p{L}\\p{N}]|[/:\\-]\\d)",
    /* dnr 2014.2456, ärende 412/26, vårt dnr: 2024/123 KS */
    "(?<!\\p{L})(?:h?id-?nr|d[.:]?nr|diarie[ \\-]?(?:nr|nummer)|ärende[ \\-]?(?:nr|nummer|id)?"
    "|beteckning|diaarinumero|asianumero|(?:case|reference) (?:no|number))[.:#]*[ \\t]*:?[ \\t]*"
    "(?:" YEAR "[/:.\\-]" NOT_A_DATE SEQUENCE RECORD
    "|(?<seq>\\d{1,6})[/\\-](?<year>(?:19|20)?\\d{2})(?![/\\-]\\d))(?:[ "
    "](?<unit>%s))?(?![\\p{L}\\p{N}])",
    /* 2016-000003: six digits and no code */
    "(?<![\\p{L}\\p{N}/\\-])(?<year>20\\d{2})-(?<seq>0\\d{4,5})(?![\\p{N}\\-])",
};

typedef struct {
    InkPattern *pattern;
    char *unit; /* of a number that says none; NULL = the receiving unit's */
} Shape;

struct InkDnrFinder {
    char **units;
    GPtrArray *shapes; /* Shape: the organisation's own first */
    gboolean has_own;
    InkPattern *ours, *yours; /* the word before a number that says whose it is */
    InkPatternScratch *scratch;
};

/* The codes as one alternation, the longest first so that KSN is not read as KS. */
static int
compare_length(gconstpointer a, gconstpointer b)
{
    gsize left = strlen(*(const char *const *)a), right = strlen(*(const char *const *)b);
    return left > right ? -1 : left < right;
}

static char *
join_codes(const char *const *units)
{
    g_autoptr(GPtrArray) codes = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; units[i] != NULL; i++)
        g_ptr_array_add(codes, g_regex_escape_string(units[i], -1));
    g_ptr_array_sort(codes, compare_length);
    g_ptr_array_add(codes, NULL);
    return g_strjoinv("|", (char **)codes->pdata);
}

static InkPattern *
compile(const char *text)
{
    g_autoptr(GError) error = NULL;
    InkPattern *pattern = ink_pattern_compile(text, NULL, &error);
    if (pattern == NULL) /* the text is our own: a defect */
        g_error("%s: %s", text, error->message);
    return pattern;
}

static void
shape_free(gpointer data)
{
    Shape *shape = data;
    ink_pattern_free(shape->pattern);
    g_free(shape->unit);
    g_free(shape);
}

static void
add_shape(InkDnrFinder *finder, const char *text, const char *unit)
{
    Shape *shape = g_new0(Shape, 1);
    shape->pattern = compile(text);
    shape->unit = g_strdup(unit);
    g_ptr_array_add(finder->shapes, shape);
}

/* The organisation's own way of writing, found without any word before it: "{year}.{seq:4}" as
 * 2026.0412. Without a code in it the padding must tell it from a school year (2025/26). */
static void
add_own_shape(InkDnrFinder *finder, const char *unit, const char *format, const char *codes)
{
    gboolean has_unit = strstr(format, "{unit}") != NULL;
    if (g_str_equal(format, INK_DNR_FORMAT_DEFAULT) ||
        (!has_unit && strstr(format, "{seq:") == NULL))
        return;
    GString *text = g_string_new("(?<![\\p{L}\\p{N}]|[/:.\\-])");
    for (const char *at = format; *at != '\0';) {
        const char *end = *at == '{' ? strchr(at, '}') + 1 : at + strcspn(at, "{");
        g_autofree char *piece = g_strndup(at, (gsize)(end - at));
        g_autofree char *literal = g_regex_escape_string(piece, -1);
        if (g_str_equal(piece, "{unit}"))
            g_string_append_printf(text, "(?<unit>%s)", codes);
        else if (g_str_equal(piece, "{year}"))
            g_string_append(text, YEAR);
        else if (piece[0] == '{')
            /* Nine digits is the widest padding there is, and fits an int. */
            g_string_append_printf(text, "(?<seq>\\d{%c,9})", piece[4] == ':' ? piece[5] : '1');
        else
            g_string_append(text, literal);
        at = end;
    }
    g_string_append(text, RECORD "(?![\\p{L}\\p{N}]|[/:.\\-]\\d)");
    add_shape(finder, text->str, has_unit ? NULL : unit);
    g_string_free(text, TRUE);
    finder->has_own = TRUE;
}

InkDnrFinder *
ink_dnr_finder_new(const char *const *units, const char *const *formats)
{
    InkDnrFinder *finder = g_new0(InkDnrFinder, 1);
    finder->units = g_strdupv((char **)units);
    finder->shapes = g_ptr_array_new_with_free_func(shape_free);
    g_autofree char *codes = join_codes(units);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; formats != NULL && formats[i] != NULL; i++)
        if (g_hash_table_add(seen, (gpointer)formats[i]))
            add_own_shape(finder, units[i], formats[i], codes);
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        g_auto(GStrv) around = g_strsplit(shapes[i], "%s", -1);
        g_autofree char *text = g_strjoinv(codes, around);
        add_shape(finder, text, NULL);
    }
    const char *between = "(?:e|t)?[ \\t]*(?:egen|eget)?[ \\t]*"
                          "(?:beteckning|d[.:]?nr|diarie[ \\-]?(?:nr|nummer)|referens|ref\\.?"
                          "|ärende(?:nr|nummer)?|reference|case)?[ \\t]*(?:no|nr|number)?[.:#]*"
                          "[ \\t]*$";
    g_autofree char *ours = g_strconcat("\\b(?:vår|our)", between, NULL);
    g_autofree char *yours = g_strconcat("\\b(?:er|your)", between, NULL);
    finder->ours = compile(ours);
    finder->yours = compile(yours);
    finder->scratch = ink_pattern_scratch_new();
    return finder;
}

void
ink_dnr_finder_free(InkDnrFinder *finder)
{
    if (finder == NULL)
        return;
    g_ptr_array_unref(finder->shapes);
    ink_pattern_free(finder->ours);
    ink_pattern_free(finder->yours);
    ink_pattern_scratch_free(finder->scratch);
    g_strfreev(finder->units);
    g_free(finder);
}

void
ink_dnr_found_free(InkDnrFound *found)
{
    if (found == NULL)
        return;
    ink_dnr_free(found->dnr);
    g_free(found->text);
    g_free(found);
}

/* A number and where it stands, while overlaps are sorted out. */
typedef struct {
    InkSpan span;
    InkDnrFound *found;
} Candidate;

static char *
get_group(const InkDnrFinder *finder, const Shape *shape, const char *text, const char *name)
{
    InkSpan span;
    if (!ink_pattern_get_group(shape->pattern, finder->scratch, name, &span))
        return NULL;
    return g_strndup(text + span.start, span.end - span.start);
}

static char *
find_unit(const InkDnrFinder *finder, const char *written)
{
    if (written == NULL)
        return NULL;
    g_autofree char *folded = g_utf8_strup(written, -1);
    for (gsize i = 0; finder->units[i] != NULL; i++) {
        g_autofree char *unit = g_utf8_strup(finder->units[i], -1);
        if (g_str_equal(unit, folded))
            return g_strdup(finder->units[i]);
    }
    return NULL;
}

static int
get_number(const InkDnrFinder *finder, const Shape *shape, const char *text, const char *name)
{
    g_autofree char *digits = get_group(finder, shape, text, name);
    int value = 0;
    for (const char *at = digits; at != NULL && *at != '\0'; at = g_utf8_next_char(at))
        value = value * 10 + g_unichar_digit_value(g_utf8_get_char(at));
    return value;
}

static InkDnr *
read_number(const InkDnrFinder *finder, const Shape *shape, const char *text)
{
    g_autofree char *written = get_group(finder, shape, text, "unit");
    g_autofree char *unit = written != NULL ? find_unit(finder, written) : g_strdup(shape->unit);
    int year = get_number(finder, shape, text, "year");
    if (year < 100)
        year += year >= 70 ? 1900 : 2000;
    return ink_dnr_new(unit, year, get_number(finder, shape, text, "seq"),
                       get_number(finder, shape, text, "rec"));
}

/* The words right before a number: the end of its line, or, where it stands first on its own (a
 * letterhead), of the nearest line above that is not empty. */
static char *
get_words_before(const char *text, gsize start)
{
    const char *end = text + start;
    while (end > text && g_ascii_isspace(end[-1]))
        end--;
    const char *line = end;
    while (line > text && line[-1] != '\n' && end - line < LABEL_MAX)
        line--;
    while (line < end && ((guchar)*line & 0xC0) == 0x80) /* not into the middle of a character */
        line++;
    return g_strndup(line, (gsize)(end - line));
}

/* Whose number it is, by the words before it. A shape may have taken the words into its own match
 * ("dnr 2024/1"), so what is looked at ends where the digits or code begin. */
static InkDnrLabel
read_label(InkDnrFinder *finder, const char *text, gsize start)
{
    g_autofree char *words = get_words_before(text, start);
    gsize size = strlen(words);
    InkSpan span;
    if (ink_pattern_find(finder->ours, finder->scratch, words, size, 0, &span) == INK_MATCH_YES)
        return INK_LABEL_OURS;
    if (ink_pattern_find(finder->yours, finder->scratch, words, size, 0, &span) == INK_MATCH_YES)
        return INK_LABEL_YOURS;
    return INK_LABEL_NONE;
}

/* Where the number itself begins: at its first group, after a label such as "dnr:". */
static gsize
get_number_start(const InkDnrFinder *finder, const Shape *shape, InkSpan whole)
{
    gsize start = whole.end;
    for (const char *const *name = (const char *const[]){"unit", "year", "seq", NULL};
         *name != NULL; name++) {
        InkSpan span;
        if (ink_pattern_get_group(shape->pattern, finder->scratch, *name, &span))
            start = MIN(start, span.start);
    }
    return start;
}

static gboolean
overlaps(const GArray *candidates, InkSpan span)
{
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *other = &g_array_index(candidates, Candidate, i);
        if (span.start < other->span.end && other->span.start < span.end)
            return TRUE;
    }
    return FALSE;
}

static void
add_candidate(InkDnrFinder *finder, const Shape *shape, const char *text, InkSpan span,
              GArray *candidates)
{
    if (overlaps(candidates, span))
        return;
    InkDnrFound *found = g_new0(InkDnrFound, 1);
    gsize start = get_number_start(finder, shape, span);
    found->dnr = read_number(finder, shape, text);
    found->text = g_strndup(text + span.start, span.end - span.start);
    found->label = read_label(finder, text, start);
    g_array_append_vals(candidates, &(Candidate){.span = span, .found = found}, 1);
    /* cppcheck-suppress memleak ; the array owns it now */
}

static gsize
move_to_character(const char *text, gsize at)
{
    while (at > 0 && ((guchar)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Every shape has a digit and then one of / : . - in it, perhaps with a blank between; a digit
 * beyond ASCII is not looked at closely. Most lines have none, and need not be searched. */
static gboolean
may_have_number(const char *line, gsize size)
{
    for (gsize i = 1; i < size; i++) {
        if (line[i] != '/' && line[i] != ':' && line[i] != '.' && line[i] != '-')
            continue;
        gsize before = i - 1 - (i > 1 && (line[i - 1] == ' ' || line[i - 1] == '\t'));
        if (g_ascii_isdigit(line[before]) || (line[before] & 0x80) != 0)
            return TRUE;
    }
    return FALSE;
}

/* A window at a time: a search through a whole long line could reach the pattern's limit of work,
 * and the numbers behind that place would be missed. A match so near the window's end that the rest
 * of the number, or what forbids it, may stand outside is left to the next window. */
static void
run_shape(InkDnrFinder *finder, const Shape *shape, const char *text, InkSpan line,
          GArray *candidates)
{
    gsize from = line.start;
    gsize end = from;
    while (end < line.end && candidates->len < CANDIDATES_MOST) {
        end = move_to_character(text, MIN(line.end, from + WINDOW_BYTES));
        gsize last = end == line.end ? end : end - WINDOW_OVERLAP / 2;
        InkSpan span;
        while (candidates->len < CANDIDATES_MOST &&
               ink_pattern_find(shape->pattern, finder->scratch, text, end, from, &span) ==
                   INK_MATCH_YES &&
               span.end <= last) {
            add_candidate(finder, shape, text, span, candidates);
            from = span.end;
        }
        from = MAX(from, move_to_character(text, end - MIN(end, WINDOW_OVERLAP)));
    }
}

static int
compare_place(gconstpointer a, gconstpointer b)
{
    const Candidate *left = a, *right = b;
    return left->span.start < right->span.start ? -1 : left->span.start > right->span.start;
}

GPtrArray *
ink_dnr_finder_run(InkDnrFinder *finder, const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (gsize start = 0, size; normal[start] != '\0'; start += size) {
        size = strcspn(normal + start, "\n");
        if (finder->has_own || may_have_number(normal + start, size))
            for (guint i = 0; i < finder->shapes->len; i++)
                run_shape(finder, finder->shapes->pdata[i], normal, (InkSpan){start, start + size},
                          candidates);
        size += normal[start + size] == '\n';
    }
    g_array_sort(candidates, compare_place);

    GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)ink_dnr_found_free);
    for (guint i = 0; i < candidates->len; i++)
        g_ptr_array_add(found, g_array_index(candidates, Candidate, i).found);
    return found;
}

InkDnr *
ink_dnr_finder_parse(InkDnrFinder *finder, const char *text)
{
    g_autofree char *trimmed = g_strstrip(ink_text_normalise(text));
    g_autoptr(GPtrArray) found = ink_dnr_finder_run(finder, trimmed);
    if (found->len != 1)
        return NULL;
    const InkDnrFound *only = found->pdata[0];
    return strlen(only->text) == strlen(trimmed) ? ink_dnr_copy(only->dnr) : NULL;
}
