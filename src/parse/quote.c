/* SPDX-License-Identifier: MIT
 *
 * What the sender wrote now. Each line gets a kind: text, quotation or signature.
 *   1. Lines that begin with ">" are quotation, and so is the attribution before them. What stands
 *      below or between them is the sender's.
 *   2. A separator, a block of labels or an attribution that no ">" follows begins a quotation that
 *      goes on to the end: programs that quote so put the answer on top.
 *   3. Of what is left, "-- " begins a signature, a telephone's advertisement is one, and so is a
 *      closing phrase near the end when only short lines follow it.
 * Each line is looked at a bounded number of times, with a bounded number of lines after it.
 */
#include "inkom/parse.h"

#include "quote-lead.h"

#include <string.h>

enum { MAX_SIGNATURE = 20, MAX_CLOSING = 9 };

typedef enum { KIND_TEXT, KIND_QUOTE, KIND_SIGNATURE } Kind;

typedef struct {
    InkLine *lines;
    guint8 *kinds;
    gsize count;
} Text;

static void
mark(Text *text, gsize from, gsize after, Kind kind)
{
    memset(text->kinds + from, (int)kind, after - from);
}

/* Whether the next line that is not empty is quoted with ">". */
static gboolean
is_quoted_next(const Text *text, gsize from)
{
    for (gsize i = from; i < text->count && i < from + 3; i++)
        if (text->lines[i].size > 0)
            return ink_line_is_quoted(&text->lines[i]);
    return FALSE;
}

/* The rule that Outlook draws above a quotation belongs to it. */
static void
mark_rule_above(Text *text, gsize from)
{
    while (from > 0 && text->lines[from - 1].size == 0)
        from--;
    if (from > 0 && ink_line_is_rule(&text->lines[from - 1]))
        mark(text, from - 1, from, KIND_QUOTE);
}

/* How many lines at i begin a quotation; 0 if none. *out_is_end: it goes on to the end. */
static gsize
find_boundary(const Text *text, gsize i, gboolean *out_is_end)
{
    const InkLine *line = &text->lines[i];
    gsize left = text->count - i, count = 1;
    if (ink_line_is_separator(line)) {
        *out_is_end = !is_quoted_next(text, i + 1);
        return 1;
    }
    if (ink_lines_begin_header_block(line, left)) {
        *out_is_end = TRUE;
        return 1;
    }
    InkAttribution found = ink_lines_find_attribution(line, left, &count);
    if (found == INK_ATTRIBUTION_NONE)
        return 0;
    gboolean is_quoted = is_quoted_next(text, i + count);
    *out_is_end = !is_quoted;
    return is_quoted || found == INK_ATTRIBUTION_STRONG ? count : 0;
}

static void
mark_quotes(Text *text)
{
    for (gsize i = 0; i < text->count;) {
        gboolean is_end = FALSE;
        if (text->lines[i].size == 0) {
            i++;
            continue;
        }
        if (ink_line_is_quoted(&text->lines[i])) {
            mark(text, i, i + 1, KIND_QUOTE);
            i++;
            continue;
        }
        gsize count = find_boundary(text, i, &is_end);
        if (count > 0) {
            mark_rule_above(text, i);
            mark(text, i, is_end ? text->count : i + count, KIND_QUOTE);
        }
        i = is_end && count > 0 ? text->count : i + MAX(count, 1);
    }
}

/* From "-- " to the next quotation. */
static void
mark_dashed_signature(Text *text)
{
    for (gsize i = 0; i < text->count; i++) {
        if (text->kinds[i] != KIND_TEXT || !ink_line_is_dashes(&text->lines[i]))
            continue;
        gsize after = i + 1, written = 0;
        while (after < text->count && text->kinds[after] == KIND_TEXT && written <= MAX_SIGNATURE)
            written += text->lines[after++].size > 0;
        if (written <= MAX_SIGNATURE) {
            mark(text, i, after, KIND_SIGNATURE);
            return;
        }
    }
}

static void
mark_mobile(Text *text)
{
    for (gsize i = 0; i < text->count; i++)
        if (text->kinds[i] == KIND_TEXT && ink_line_is_mobile(&text->lines[i]))
            mark(text, i, i + 1, KIND_SIGNATURE);
}

static gboolean
has_text_before(const Text *text, gsize i)
{
    while (i > 0) {
        i--;
        if (text->kinds[i] == KIND_TEXT && text->lines[i].size > 0)
            return TRUE;
    }
    return FALSE;
}

/* Upwards from the last line of text, as long as the lines could stand in a signature; the topmost
 * closing phrase met begins it. */
static void
mark_closing(Text *text)
{
    gsize last = text->count, written = 0, found = text->count;
    while (last > 0 && (text->kinds[last - 1] != KIND_TEXT || text->lines[last - 1].size == 0))
        last--;
    for (gsize i = last; i > 0 && written < MAX_CLOSING; i--) {
        const InkLine *line = &text->lines[i - 1];
        if (text->kinds[i - 1] == KIND_QUOTE)
            break;
        if (text->kinds[i - 1] != KIND_TEXT || line->size == 0)
            continue;
        if (ink_line_is_closing(line))
            found = i - 1;
        else if (!ink_line_is_contact(line))
            break;
        written++;
    }
    if (found < last && has_text_before(text, found))
        mark(text, found, last, KIND_SIGNATURE);
}

/* The lines of a kind; of empty lines in a row, as quotations leave them, one. */
static char *
collect(const Text *text, Kind kind)
{
    GString *out = g_string_new(NULL);
    gboolean is_gap = FALSE;
    for (gsize i = 0; i < text->count; i++) {
        const InkLine *line = &text->lines[i];
        if (text->kinds[i] != kind || line->size == 0) {
            is_gap = is_gap || (text->kinds[i] != KIND_SIGNATURE && out->len > 0);
            continue;
        }
        if (out->len > 0)
            g_string_append(out, is_gap ? "\n\n" : "\n");
        g_string_append_len(out, line->at, (gssize)line->size);
        is_gap = FALSE;
    }
    return g_string_free(out, FALSE);
}

void
ink_quote_split(const char *text, char **out_new_text, char **out_signature)
{
    g_autofree char *folded = g_strdup(text);
    g_autoptr(GArray) lines = ink_lines_split(text, folded);
    g_autofree guint8 *kinds = g_new0(guint8, lines->len + 1);
    Text all = {(InkLine *)(gpointer)lines->data, kinds, lines->len};
    mark_quotes(&all);
    mark_dashed_signature(&all);
    mark_mobile(&all);
    mark_closing(&all);
    *out_new_text = collect(&all, KIND_TEXT);
    *out_signature = collect(&all, KIND_SIGNATURE);
}
