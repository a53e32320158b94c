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
 */
#include "literals.h"

#include "fold.h"

#include <string.h>

#define EXACT_MOST    64   /* strings in a product */
#define REQUIRED_MOST 1000 /* strings of all alternatives: a list of words */
#define CLASS_MOST    6    /* characters of a class that is written out, as [ao] */
#define COMPARED_MOST 100  /* strings that are compared with each other */
#define LEAST_BYTES   2    /* shorter ones are in every text */
#define DEPTH_MOST    50

typedef struct {
    GPtrArray *exact, *required; /* at most one of them; char * */
    GPtrArray *first;            /* a match starts with one of these; not beside exact */
    gboolean is_in_word;         /* or with the word that one of these is in */
} Piece;

typedef struct {
    const char *at;
    gboolean is_lost; /* something was not understood: nothing can be said of the whole */
    guint depth;
    gboolean is_choice; /* the outermost has alternatives */
    GPtrArray
        *sets; /* GPtrArray: what the outermost sequence requires, one thing after the other */
} Reader;

static Piece read_alternatives(Reader *reader);

static void
clear_piece(Piece *piece)
{
    g_clear_pointer(&piece->exact, g_ptr_array_unref);
    g_clear_pointer(&piece->required, g_ptr_array_unref);
    g_clear_pointer(&piece->first, g_ptr_array_unref);
}

static GPtrArray *
new_set(const char *first)
{
    GPtrArray *set = g_ptr_array_new_with_free_func(g_free);
    if (first != NULL)
        g_ptr_array_add(set, g_strdup(first));
    return set;
}

static Piece
exact_piece(const char *text)
{
    return (Piece){.exact = new_set(text)};
}

static Piece
unknown_piece(void)
{
    return (Piece){NULL, NULL, NULL, FALSE};
}

static Piece
lose(Reader *reader)
{
    reader->is_lost = TRUE;
    return unknown_piece();
}

static void
add_once(GPtrArray *set, const char *text)
{
    if (!g_ptr_array_find_with_equal_func(set, text, g_str_equal, NULL))
        g_ptr_array_add(set, g_strdup(text));
}

static gsize
shortest(const GPtrArray *set)
{
    gsize least = G_MAXSIZE;
    for (guint i = 0; i < set->len; i++)
        least = MIN(least, strlen(set->pdata[i]));
    return set->len == 0 ? 0 : least;
}

/* Takes both; returns the one that says more. */
static GPtrArray *
choose(GPtrArray *a, GPtrArray *b)
{
    gsize a_least = a != NULL ? shortest(a) : 0, b_least = b != NULL ? shortest(b) : 0;
    gboolean is_b = b_least > a_least || (b_least == a_least && b_least > 0 && b->len < a->len);
    GPtrArray *loser = is_b ? a : b;
    if (loser != NULL)
        g_ptr_array_unref(loser);
    return is_b ? b : a;
}

/* What the piece requires; takes it. NULL if nothing. */
static GPtrArray *
take_required(Piece *piece)
{
    if (piece->required != NULL)
        return g_steal_pointer(&piece->required);
    if (piece->exact != NULL && shortest(piece->exact) > 0)
        return g_steal_pointer(&piece->exact);
    g_clear_pointer(&piece->exact, g_ptr_array_unref);
    return NULL;
}

/* What a match of the piece starts with; NULL if it cannot be said. */
static GPtrArray *
get_first(const Piece *piece)
{
    if (piece->exact != NULL)
        return shortest(piece->exact) > 0 ? piece->exact : NULL;
    return piece->first;
}

static GPtrArray *
ref_first(const Piece *piece)
{
    GPtrArray *first = get_first(piece);
    return first != NULL ? g_ptr_array_ref(first) : NULL;
}

static GPtrArray *
multiply(const GPtrArray *heads, const GPtrArray *tails)
{
    GPtrArray *product = new_set(NULL);
    for (guint i = 0; i < heads->len; i++)
        for (guint j = 0; j < tails->len; j++) {
            g_autofree char *text = g_strconcat(heads->pdata[i], tails->pdata[j], NULL);
            add_once(product, text);
        }
    return product;
}

static Piece
read_char(Reader *reader)
{
    gunichar c = g_utf8_get_char(reader->at);
    reader->at = g_utf8_next_char(reader->at);
    if (!ink_fold_is_exact(c))
        return unknown_piece();
    char text[8] = "";
    text[g_unichar_to_utf8(ink_fold(c), text)] = '\0';
    return exact_piece(text);
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

static Piece
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
    return is_exact ? exact_piece(all->str) : unknown_piece();
}

static Piece
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
        return exact_piece("");
    if (strchr("dDwWsShHvVRXNtnrfeaxopPc", kind) == NULL && !g_ascii_isdigit(kind))
        return lose(reader);
    skip_escape_argument(reader, kind);
    return unknown_piece();
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
    Piece piece = read_char(reader);
    gboolean is_one = piece.exact != NULL;
    if (is_one)
        add_once(set, piece.exact->pdata[0]);
    clear_piece(&piece);
    return is_one;
}

static Piece
read_class(Reader *reader)
{
    g_autoptr(GPtrArray) set = new_set(NULL);
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
        return unknown_piece();
    return (Piece){.exact = g_steal_pointer(&set)};
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

static Piece
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
    Piece piece = read_alternatives(reader);
    reader->depth--;
    if (*reader->at != ')')
        reader->is_lost = TRUE;
    else
        reader->at++;
    if (is_assertion || reader->is_lost) {
        clear_piece(&piece);
        return is_assertion ? exact_piece("") : unknown_piece();
    }
    return piece;
}

static Piece
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
        return unknown_piece();
    default:
        return exact_piece("");
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

static Piece
read_repeated(Reader *reader)
{
    Piece piece = read_atom(reader);
    gboolean is_once;
    gboolean is_optional = *reader->at == '?';
    guint64 least = read_quantifier(reader, &is_once);
    if (is_once)
        return piece;
    if (least > 0) {
        g_autoptr(GPtrArray) first = ref_first(&piece);
        GPtrArray *required = take_required(&piece);
        clear_piece(&piece);
        return (Piece){NULL, required, g_steal_pointer(&first), piece.is_in_word};
    }
    if (is_optional && piece.exact != NULL) {
        add_once(piece.exact, "");
        return piece;
    }
    clear_piece(&piece);
    return unknown_piece();
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
    if (reader->depth == 0 && set != NULL && shortest(set) >= LEAST_BYTES)
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
find_first(Start *start, const GPtrArray *run, const Piece *piece)
{
    start->is_known = TRUE;
    const GPtrArray *next = piece != NULL ? get_first(piece) : NULL;
    gboolean is_run_empty = run->len == 1 && *(const char *)run->pdata[0] == '\0';
    if (next != NULL && (is_run_empty || !piece->is_in_word) &&
        run->len * next->len <= REQUIRED_MOST) {
        start->first = multiply(run, next);
        start->is_in_word = start->is_in_word || piece->is_in_word;
    } else if (shortest(run) > 0) {
        g_autoptr(GPtrArray) nothing = new_set("");
        start->first = multiply(run, nothing);
    }
}

static Piece
read_sequence(Reader *reader)
{
    GPtrArray *run = new_set(""), *best = NULL;
    Start start = {0};
    gboolean is_exact = TRUE;
    while (*reader->at != '\0' && *reader->at != '|' && *reader->at != ')' && !reader->is_lost) {
        gboolean is_letters = is_at_letters(reader->at);
        start.is_boundary = start.is_boundary || (shortest(run) == 0 && run->len == 1 && is_exact &&
                                                  g_str_has_prefix(reader->at, "\\b"));
        Piece piece = read_repeated(reader);
        if (piece.exact != NULL && run->len * piece.exact->len <= EXACT_MOST) {
            GPtrArray *product = multiply(run, piece.exact);
            g_ptr_array_unref(run);
            run = product;
            clear_piece(&piece);
            continue;
        }
        if (!start.is_known && is_letters && start.is_boundary && run->len == 1 &&
            shortest(run) == 0)
            start.is_in_word = TRUE;
        else if (!start.is_known)
            find_first(&start, run, &piece);
        is_exact = FALSE;
        best = choose(best, note_set(reader, run));
        run = piece.exact != NULL ? g_steal_pointer(&piece.exact) : new_set("");
        best = choose(best, note_set(reader, take_required(&piece)));
        clear_piece(&piece);
    }
    if (is_exact)
        return (Piece){.exact = run};
    if (!start.is_known)
        find_first(&start, run, NULL);
    best = choose(best, note_set(reader, run));
    if (best != NULL && shortest(best) == 0)
        g_clear_pointer(&best, g_ptr_array_unref);
    return (Piece){NULL, best, start.first, start.is_in_word};
}

static GPtrArray *
join_first(Piece *one, const Piece *other)
{
    g_autoptr(GPtrArray) mine = one->exact != NULL ? ref_first(one) : g_steal_pointer(&one->first);
    const GPtrArray *theirs = get_first(other);
    if (mine == NULL || theirs == NULL || mine->len + theirs->len > REQUIRED_MOST)
        return NULL;
    GPtrArray *all = new_set(NULL);
    for (guint i = 0; i < mine->len; i++)
        add_once(all, mine->pdata[i]);
    for (guint i = 0; i < theirs->len; i++)
        add_once(all, theirs->pdata[i]);
    return all;
}

/* Takes other. */
static void
add_alternative(Piece *all, Piece *other)
{
    if (all->exact != NULL && other->exact != NULL &&
        all->exact->len + other->exact->len <= REQUIRED_MOST) {
        for (guint i = 0; i < other->exact->len; i++)
            add_once(all->exact, other->exact->pdata[i]);
        clear_piece(other);
        return;
    }
    all->first = join_first(all, other);
    all->is_in_word = all->is_in_word || other->is_in_word;
    g_autoptr(GPtrArray) mine = take_required(all), theirs = take_required(other);
    clear_piece(other);
    if (mine == NULL || theirs == NULL || mine->len + theirs->len > REQUIRED_MOST)
        return;
    for (guint i = 0; i < theirs->len; i++)
        add_once(mine, theirs->pdata[i]);
    all->required = g_steal_pointer(&mine);
}

static Piece
read_alternatives(Reader *reader)
{
    Piece all = read_sequence(reader);
    while (*reader->at == '|' && !reader->is_lost) {
        reader->is_choice = reader->is_choice || reader->depth == 0;
        reader->at++;
        Piece next = read_sequence(reader);
        add_alternative(&all, &next);
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
    if (set == NULL || shortest(set) < LEAST_BYTES)
        return NULL;
    GPtrArray *literals = new_set(NULL);
    for (guint i = 0; i < set->len; i++) {
        if (has_shorter_part(set, i, is_start))
            continue;
        g_autofree char *literal = g_strndup(set->pdata[i], INK_LITERAL_MOST);
        add_once(literals, literal);
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
    Piece piece = read_alternatives(&reader);
    if (*reader.at != '\0')
        reader.is_lost = TRUE;
    g_autoptr(GPtrArray) first = ref_first(&piece);
    g_autoptr(GPtrArray) required = take_required(&piece);
    clear_piece(&piece);
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
