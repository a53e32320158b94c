/* SPDX-License-Identifier: MIT
 *
 * A pattern is read once, by recursive descent. Each piece of it is known in one of three ways:
 *
 *   exact     it matches one of these strings and nothing else: gat(a|u) is {gata, gatu}
 *   required  any match has one of these strings in it: (lampa|lykta)\w* needs {lampa, lykta}
 *   nothing   \w+
 *
 * Exact pieces that follow each other are multiplied; where that ends (at an inexact piece, or when
 * there are too many) the strings so far are one candidate for what the whole sequence requires,
 * and the candidate whose shortest string is longest wins. Of alternatives, each must require
 * something; then one of all their strings is required. What has no width (\b, look-arounds) is the
 * empty string. Everything is folded, so that it can be compared with folded text.
 *
 * What a match starts with is found in the same way, from the beginning of the sequence only. If
 * all that comes before the first literal is \b and letters, as in \b\p{L}*gatan, the match starts
 * where the word begins that the literal is in.
 */
#include "literals.h"

#include "fold.h"
#include "literal-piece.h"

#include <string.h>

#define EXACT_MOST    64  /* strings in a product */
#define CLASS_MOST    6   /* characters of a class that is written out, as [ao] */
#define COMPARED_MOST 100 /* strings that are compared with each other */
#define LEAST_BYTES   2   /* shorter ones are in every text */
#define DEPTH_MOST    50

typedef struct {
    const char *at;
    gboolean is_lost; /* something was not understood: nothing can be said of the whole */
    guint depth;
    gboolean is_choice;   /* the outermost has alternatives */
    gboolean is_boundary; /* before the group that comes, only \b and what has no width was read */
    GPtrArray *sets;      /* GPtrArray: all that the outermost sequence requires */
} Reader;

static InkPiece read_alternatives(Reader *reader);

static InkPiece
lose(Reader *reader)
{
    reader->is_lost = TRUE;
    return ink_piece_new_unknown();
}

static InkPiece
read_char(Reader *reader)
{
    gunichar c = g_utf8_get_char(reader->at);
    reader->at = g_utf8_next_char(reader->at);
    if (!ink_fold_is_exact(c))
        return ink_piece_new_unknown();
    char text[8] = "";
    text[g_unichar_to_utf8(ink_fold(c), text)] = '\0';
    return ink_piece_new_exact(text);
}

static void
skip_past(Reader *reader, char end)
{
    const char *found = strchr(reader->at, end);
    if (found == NULL)
        reader->is_lost = TRUE;
    else
        reader->at = found + 1;
}

/* \x41, \x{41}, \p{L}, \pL, \012, \cA: more may be skipped than belongs to it, never less, since
 * what is skipped is only left out of the literals. */
static void
skip_escape_argument(Reader *reader, char kind)
{
    if (*reader->at == '{' && strchr("xopPN", kind) != NULL)
        skip_past(reader, '}');
    else if (kind == 'x')
        reader->at += strspn(reader->at, "0123456789abcdefABCDEF");
    else if (g_ascii_isdigit(kind))
        reader->at += strspn(reader->at, "0123456789");
    else if ((kind == 'p' || kind == 'P' || kind == 'c') && *reader->at != '\0')
        reader->at = g_utf8_next_char(reader->at);
}

static InkPiece
read_quoted(Reader *reader)
{
    const char *end = strstr(reader->at, "\\E");
    if (end == NULL || (end[2] != '\0' && strchr("*+?{", end[2]) != NULL))
        return lose(reader); /* a quantifier would be for the last character alone */
    g_autoptr(GString) all = g_string_new(NULL);
    gboolean is_exact = TRUE;
    for (; reader->at < end; reader->at = g_utf8_next_char(reader->at)) {
        gunichar c = g_utf8_get_char(reader->at);
        is_exact = is_exact && ink_fold_is_exact(c);
        g_string_append_unichar(all, ink_fold(c));
    }
    reader->at = end + 2;
    return is_exact ? ink_piece_new_exact(all->str) : ink_piece_new_unknown();
}

static InkPiece
read_escape(Reader *reader)
{
    char kind = *reader->at;
    if (kind == '\0')
        return lose(reader);
    if (!g_ascii_isalnum(kind))
        return read_char(reader);
    reader->at++;
    if (kind == 'Q')
        return read_quoted(reader);
    if (strchr("bBAzZGK", kind) != NULL)
        return ink_piece_new_exact("");
    if (strchr("dDwWsShHvVRXNtnrfeaxopPc", kind) == NULL && !g_ascii_isdigit(kind))
        return lose(reader);
    skip_escape_argument(reader, kind);
    return ink_piece_new_unknown();
}

/* One item of a class. Adds its character to set; FALSE if it stands for more than one, or for one
 * that no literal may have. */
static gboolean
read_class_item(Reader *reader, GPtrArray *set)
{
    if (*reader->at == '\\' && g_ascii_isalnum(reader->at[1])) {
        char kind = reader->at[1];
        if (strchr("dDwWsShHvVRNtnrfeaxopPcb", kind) == NULL && !g_ascii_isdigit(kind))
            reader->is_lost = TRUE;
        reader->at += 2;
        skip_escape_argument(reader, kind);
        return FALSE;
    }
    if (*reader->at == '[' && reader->at[1] != '\0' && strchr(":.=", reader->at[1]) != NULL) {
        gsize name = strspn(reader->at + 2, "^abcdefghijklmnopqrstuvwxyz");
        if (strncmp(reader->at + 2 + name, ":]", 2) != 0)
            reader->is_lost = TRUE;
        else
            reader->at += name + 4;
        return FALSE;
    }
    if (*reader->at == '\\')
        reader->at++;
    InkPiece piece = read_char(reader);
    gboolean is_one = piece.exact != NULL;
    if (is_one)
        ink_literal_set_add(set, piece.exact->pdata[0]);
    ink_piece_clear(&piece);
    return is_one;
}

static InkPiece
read_class(Reader *reader)
{
    g_autoptr(GPtrArray) set = ink_literal_set_new(NULL);
    gboolean is_plain = *reader->at != '^';
    if (!is_plain)
        reader->at++;
    for (gboolean is_first = TRUE; is_first || *reader->at != ']'; is_first = FALSE) {
        if (*reader->at == '\0' || reader->is_lost)
            return lose(reader);
        if (*reader->at == '-' && !is_first && reader->at[1] != ']')
            is_plain = FALSE; /* a range */
        is_plain = read_class_item(reader, set) && is_plain;
    }
    reader->at++;
    if (!is_plain || set->len == 0 || set->len > CLASS_MOST)
        return ink_piece_new_unknown();
    return (InkPiece){.exact = g_steal_pointer(&set)};
}

/* After "(?": what kind of group it is. Leaves the reader at its content, or at its ')' when it is
 * only flags. */
static gboolean
read_group_head(Reader *reader, gboolean *out_is_assertion)
{
    const char *at = reader->at;
    gsize flags = strspn(at, "imsnJU-");
    if (at[flags] == ')' || at[flags] == ':') {
        *out_is_assertion = at[flags] == ')';
        reader->at += at[flags] == ')' ? flags : flags + 1;
        return TRUE;
    }
    if (*at == '>' || *at == '|') {
        reader->at++;
        return TRUE;
    }
    if (*at == '=' || *at == '!' || (*at == '<' && (at[1] == '=' || at[1] == '!'))) {
        *out_is_assertion = TRUE;
        reader->at += *at == '<' ? 2 : 1;
        return TRUE;
    }
    if (*at == 'P' && at[1] == '<')
        at++;
    if (*at != '<' && *at != '\'')
        return FALSE; /* a condition, a recursion, a comment, (?x) … */
    reader->at = at + 1;
    skip_past(reader, *at == '<' ? '>' : '\'');
    return !reader->is_lost;
}

static InkPiece
read_group(Reader *reader)
{
    gboolean is_assertion = FALSE;
    if (*reader->at == '*' || reader->depth >= DEPTH_MOST)
        return lose(reader);
    if (*reader->at == '?') {
        reader->at++;
        if (!read_group_head(reader, &is_assertion))
            return lose(reader);
    }
    reader->depth++;
    InkPiece piece = read_alternatives(reader);
    reader->depth--;
    if (*reader->at != ')')
        reader->is_lost = TRUE;
    else
        reader->at++;
    if (is_assertion || reader->is_lost) {
        ink_piece_clear(&piece);
        return is_assertion ? ink_piece_new_exact("") : ink_piece_new_unknown();
    }
    return piece;
}

static InkPiece
read_atom(Reader *reader)
{
    char c = *reader->at;
    if (strchr("([\\.^$", c) == NULL)
        return read_char(reader);
    reader->at++;
    switch (c) {
    case '(':
        return read_group(reader);
    case '[':
        return read_class(reader);
    case '\\':
        return read_escape(reader);
    case '.':
        return ink_piece_new_unknown();
    default:
        return ink_piece_new_exact("");
    }
}

/* How often the atom before may occur at the least; *out_is_once if it is just as it stands. */
static guint64
read_quantifier(Reader *reader, gboolean *out_is_once)
{
    guint64 least = 0;
    *out_is_once = FALSE;
    gsize inner = *reader->at == '{' ? strspn(reader->at + 1, "0123456789, ") : 0;
    if (*reader->at == '+') {
        least = 1;
        reader->at++;
    } else if (*reader->at == '*' || *reader->at == '?') {
        reader->at++;
    } else if (inner > 0 && reader->at[1 + inner] == '}') {
        /* {,3} is plain text to this PCRE2 and a quantifier to the next: nothing is said of it. */
        least = g_ascii_strtoull(reader->at + 1, NULL, 10);
        reader->at += inner + 2;
    } else {
        *out_is_once = TRUE;
        return 1;
    }
    if (*reader->at == '?' || *reader->at == '+')
        reader->at++;
    return least;
}

static InkPiece
read_repeated(Reader *reader)
{
    InkPiece piece = read_atom(reader);
    gboolean is_once;
    gboolean is_optional = *reader->at == '?';
    guint64 least = read_quantifier(reader, &is_once);
    if (is_once)
        return piece;
    if (least > 0) {
        g_autoptr(GPtrArray) first = ink_piece_ref_first(&piece);
        GPtrArray *required = ink_piece_take_required(&piece);
        ink_piece_clear(&piece);
        return (InkPiece){NULL, required, g_steal_pointer(&first), piece.is_in_word};
    }
    if (is_optional && piece.exact != NULL) {
        ink_literal_set_add(piece.exact, "");
        return piece;
    }
    ink_piece_clear(&piece);
    return ink_piece_new_unknown();
}

/* \p{L} and \w: with a \b before them, what they match begins where the word begins. */
static gboolean
is_at_letters(const char *at)
{
    static const char *const letters[] = {"\\p{L}", "\\p{Lu}", "\\p{Ll}", "\\pL", "\\w"};
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        if (g_str_has_prefix(at, letters[i]))
            return TRUE;
    return FALSE;
}

/* A match of a sequence has something of every set in it. Of those of the outermost one all are
 * told: (barn|elev)\w*.{0,80}(slår|hotar) is then not tried on every text that has a child in it.
 */
static GPtrArray *
note_set(Reader *reader, GPtrArray *set)
{
    if (reader->depth == 0 && set != NULL && ink_literal_set_get_shortest(set) >= LEAST_BYTES)
        g_ptr_array_add(reader->sets, g_ptr_array_ref(set));
    return set;
}

/* How a sequence starts, while that is not yet known. */
typedef struct {
    gboolean is_known;
    gboolean is_boundary; /* nothing with a width has been read, and \b has */
    GPtrArray *first;
    gboolean is_in_word;
} Start;

/* The exact beginning is run, and then comes piece (NULL: the end of the sequence). */
static void
find_first(Start *start, const GPtrArray *run, const InkPiece *piece)
{
    start->is_known = TRUE;
    const GPtrArray *next = piece != NULL ? ink_piece_get_first(piece) : NULL;
    gboolean is_run_empty = run->len == 1 && *(const char *)run->pdata[0] == '\0';
    if (next != NULL && (is_run_empty || !piece->is_in_word) &&
        run->len * next->len <= INK_SET_MOST) {
        start->first = ink_literal_set_multiply(run, next);
        start->is_in_word = start->is_in_word || piece->is_in_word;
    } else if (ink_literal_set_get_shortest(run) > 0) {
        g_autoptr(GPtrArray) nothing = ink_literal_set_new("");
        start->first = ink_literal_set_multiply(run, nothing);
    }
}

static InkPiece
read_sequence(Reader *reader)
{
    GPtrArray *run = ink_literal_set_new(""), *best = NULL;
    Start start = {.is_boundary = reader->is_boundary};
    gboolean is_exact = TRUE;
    while (*reader->at != '\0' && *reader->at != '|' && *reader->at != ')' && !reader->is_lost) {
        gboolean is_letters = is_at_letters(reader->at);
        gboolean is_empty = is_exact && run->len == 1 && ink_literal_set_get_shortest(run) == 0;
        start.is_boundary = start.is_boundary || (is_empty && g_str_has_prefix(reader->at, "\\b"));
        reader->is_boundary = start.is_boundary && is_empty;
        InkPiece piece = read_repeated(reader);
        if (piece.exact != NULL && run->len * piece.exact->len <= EXACT_MOST) {
            GPtrArray *product = ink_literal_set_multiply(run, piece.exact);
            g_ptr_array_unref(run);
            run = product;
            ink_piece_clear(&piece);
            continue;
        }
        if (!start.is_known && is_letters && start.is_boundary && run->len == 1 &&
            ink_literal_set_get_shortest(run) == 0)
            start.is_in_word = TRUE;
        else if (!start.is_known)
            find_first(&start, run, &piece);
        is_exact = FALSE;
        ink_literal_set_take_better(&best, note_set(reader, run));
        run = piece.exact != NULL ? g_steal_pointer(&piece.exact) : ink_literal_set_new("");
        ink_literal_set_take_better(&best, note_set(reader, ink_piece_take_required(&piece)));
        ink_piece_clear(&piece);
    }
    if (is_exact)
        return (InkPiece){.exact = run};
    if (!start.is_known)
        find_first(&start, run, NULL);
    ink_literal_set_take_better(&best, note_set(reader, run));
    if (best != NULL && ink_literal_set_get_shortest(best) == 0)
        g_clear_pointer(&best, g_ptr_array_unref);
    return (InkPiece){NULL, best, start.first, start.is_in_word};
}

static InkPiece
read_alternatives(Reader *reader)
{
    gboolean is_boundary = reader->is_boundary;
    InkPiece all = read_sequence(reader);
    while (*reader->at == '|' && !reader->is_lost) {
        reader->is_choice = reader->is_choice || reader->depth == 0;
        reader->is_boundary = is_boundary;
        reader->at++;
        InkPiece next = read_sequence(reader);
        ink_piece_add_alternative(&all, &next);
    }
    return all;
}

/* gatan and "gatan " need only gatan: for what a match starts with it must be at the start. */
static gboolean
has_shorter_part(const GPtrArray *set, guint index, gboolean is_start)
{
    const char *text = set->pdata[index];
    for (guint i = 0; i < set->len && set->len <= COMPARED_MOST; i++) {
        const char *part = strstr(text, set->pdata[i]);
        if (i != index && part != NULL && (!is_start || g_str_has_prefix(text, set->pdata[i])))
            return TRUE;
    }
    return FALSE;
}

static GPtrArray *
finish(const GPtrArray *set, gboolean is_start)
{
    if (set == NULL || ink_literal_set_get_shortest(set) < LEAST_BYTES)
        return NULL;
    GPtrArray *literals = ink_literal_set_new(NULL);
    for (guint i = 0; i < set->len; i++) {
        if (has_shorter_part(set, i, is_start))
            continue;
        g_autofree char *literal = g_strndup(set->pdata[i], INK_LITERAL_MOST);
        ink_literal_set_add(literals, literal);
    }
    return literals;
}

static gboolean
is_same_set(const GPtrArray *a, const GPtrArray *b)
{
    if (b == NULL || a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++)
        if (!g_str_equal(a->pdata[i], b->pdata[i]))
            return FALSE;
    return TRUE;
}

/* The sets besides the best one. */
static GPtrArray *
finish_others(const GPtrArray *sets, const GPtrArray *best, gboolean is_choice)
{
    GPtrArray *others = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < sets->len && !is_choice && others->len < INK_LITERALS_OTHERS_MOST; i++) {
        g_autoptr(GPtrArray) set = finish(sets->pdata[i], FALSE);
        if (set != NULL && !is_same_set(set, best))
            g_ptr_array_add(others, g_steal_pointer(&set));
    }
    return others;
}

InkLiterals *
ink_literals_find(const char *pattern)
{
    g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    Reader reader = {.at = pattern, .sets = sets};
    InkPiece piece = read_alternatives(&reader);
    if (*reader.at != '\0')
        reader.is_lost = TRUE;
    g_autoptr(GPtrArray) first = ink_piece_ref_first(&piece);
    g_autoptr(GPtrArray) required = ink_piece_take_required(&piece);
    ink_piece_clear(&piece);
    InkLiterals *literals = g_new0(InkLiterals, 1);
    if (reader.is_lost)
        return literals;
    literals->required = finish(required, FALSE);
    literals->others = finish_others(sets, literals->required, reader.is_choice);
    /* \G is true where a search begins, wherever that is. */
    if (strstr(pattern, "\\G") == NULL)
        literals->starts = finish(first, TRUE);
    literals->is_in_word = piece.is_in_word;
    return literals;
}

void
ink_literals_free(InkLiterals *literals)
{
    if (literals == NULL)
        return;
    g_clear_pointer(&literals->required, g_ptr_array_unref);
    g_clear_pointer(&literals->starts, g_ptr_array_unref);
    g_clear_pointer(&literals->others, g_ptr_array_unref);
    g_free(literals);
}
