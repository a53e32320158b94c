/* SPDX-License-Identifier: MIT
 *
 * A search that goes wrong does so where it can go back and try again: at a repeat, at an option,
 * and after a group of alternatives. So a callout is put before and after every item that has a
 * quantifier, at the beginning of a group that has one, and after every group. Between two callouts
 * the work is never more than the pattern is long, and where a match cannot even start, which is
 * nearly everywhere, none is met: PCRE2_AUTO_CALLOUT, one before every item, made searches four
 * times as slow.
 *
 * The pattern must be one that PCRE2 has compiled. What is rare (comments, conditions, recursion,
 * verbs, \Q) is not read here.
 */
#include "callout-private.h"

#include <string.h>

#define CALLOUT    "(?C)"
#define DEPTH_MOST 100

typedef struct {
    const char *at;
    GString *out;
    guint depth;
    gboolean is_lost;
} Reader;

static void
copy(Reader *reader, gsize size)
{
    g_string_append_len(reader->out, reader->at, (gssize)size);
    reader->at += size;
}

static gsize
measure_quantifier(const char *at)
{
    gsize size = 0;
    if (*at == '*' || *at == '+' || *at == '?') {
        size = 1;
    } else if (*at == '{') {
        size = 1 + strspn(at + 1, "0123456789,");
        size = size > 1 && at[size] == '}' && g_ascii_isdigit(at[1]) ? size + 1 : 0;
    }
    return size > 0 && (at[size] == '?' || at[size] == '+') ? size + 1 : size;
}

/* \p{L}, \x{e5}, \d, \.: refers to no group and stands for one character or none. */
static gsize
measure_escape(const char *at)
{
    if (at[1] == '\0')
        return 0;
    if (!g_ascii_isalnum(at[1]))
        return 1 + (gsize)(g_utf8_next_char(at + 1) - (at + 1));
    if (strchr("bBAzZdDwWsShHvVRXNtnrfe", at[1]) != NULL)
        return 2;
    if (strchr("pPx", at[1]) == NULL || at[2] != '{')
        return 0;
    const char *end = strchr(at, '}');
    return end != NULL ? (gsize)(end + 1 - at) : 0;
}

static gsize
measure_class(const char *at)
{
    const char *end = at + 1 + (at[1] == '^');
    for (gboolean is_first = TRUE; is_first || *end != ']'; is_first = FALSE) {
        if (*end == '\0' || (*end == '[' && end[1] != '\0' && strchr(":.=", end[1]) != NULL))
            return 0;
        if (*end == '\\' && (end[1] == 'Q' || end[1] == 'E' || end[1] == '\0'))
            return 0;
        end += *end == '\\' ? 2 : 1;
    }
    return (gsize)(end + 1 - at);
}

/* "(", "(?:", "(?<name>", "(?=" …: up to the content. */
static gsize
measure_group_head(const char *at, gboolean *out_is_assertion)
{
    static const char *const assertions[] = {"(?=", "(?!", "(?<=", "(?<!"};
    *out_is_assertion = FALSE;
    if (at[1] == '*')
        return 0;
    if (at[1] != '?')
        return 1;
    for (gsize i = 0; i < G_N_ELEMENTS(assertions); i++)
        if (g_str_has_prefix(at, assertions[i])) {
            *out_is_assertion = TRUE;
            return strlen(assertions[i]);
        }
    if (at[2] == '<') {
        const char *end = strchr(at, '>');
        return end != NULL ? (gsize)(end + 1 - at) : 0;
    }
    gsize flags = 2 + strspn(at + 2, "-ims");
    return at[flags] == ':' || at[flags] == ')' ? flags + (at[flags] == ':') : 0;
}

static void read_alternatives(Reader *reader);

static void
read_group(Reader *reader)
{
    gboolean is_assertion;
    gsize start = reader->out->len, head = measure_group_head(reader->at, &is_assertion);
    if (head == 0 || ++reader->depth > DEPTH_MOST) {
        reader->is_lost = TRUE;
        return;
    }
    copy(reader, head);
    gboolean is_empty = *reader->at == ')'; /* only flags, (?i), or nothing */
    read_alternatives(reader);
    reader->depth--;
    if (*reader->at != ')') {
        reader->is_lost = TRUE;
        return;
    }
    copy(reader, 1);
    gsize quantifier = measure_quantifier(reader->at);
    if (quantifier > 0) {
        g_string_insert(reader->out, (gssize)(start + head), CALLOUT);
        g_string_insert(reader->out, (gssize)start, CALLOUT);
        copy(reader, quantifier);
    }
    if (!is_assertion && !is_empty)
        g_string_append(reader->out, CALLOUT);
}

static void
read_item(Reader *reader)
{
    const char *at = reader->at;
    gsize size = *at == '\\'  ? measure_escape(at)
                 : *at == '[' ? measure_class(at)
                              : (gsize)(g_utf8_next_char(at) - at);
    if (size == 0 || measure_quantifier(at) > 0) {
        reader->is_lost = TRUE;
        return;
    }
    gsize quantifier = measure_quantifier(at + size);
    if (quantifier > 0)
        g_string_append(reader->out, CALLOUT);
    copy(reader, size + quantifier);
    if (quantifier > 0)
        g_string_append(reader->out, CALLOUT);
}

static void
read_alternatives(Reader *reader)
{
    while (*reader->at != '\0' && *reader->at != ')' && !reader->is_lost) {
        if (*reader->at == '|')
            copy(reader, 1);
        else if (*reader->at == '(')
            read_group(reader);
        else
            read_item(reader);
    }
}

char *
ink_callout_insert(const char *pattern)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Reader reader = {.at = pattern, .out = out};
    read_alternatives(&reader);
    if (reader.is_lost || *reader.at != '\0')
        return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}
