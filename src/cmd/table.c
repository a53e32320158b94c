/* SPDX-License-Identifier: MIT
 *
 * Tables and text that fit the terminal.
 */
#include "table.h"

#include "inkom/message.h"
#include "inkom/text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define GAP             2
#define WIDTH_DEFAULT   120 /* when the output is no terminal and COLUMNS is not set */
#define COLUMN_MIN      4   /* a column is not folded narrower than this: 9 columns in 60 */
#define CELL_LINES_MAX  4   /* then the cell is cut */
#define FIELD_COLUMN    15
#define FIELD_CHARS_MAX 500
#define CELL_CHARS_MAX  300
#define TEXT_CHARS_MAX  2000
#define TEXT_MIN        20 /* text is not folded narrower than this */

struct InkTable {
    char **headings;
    guint columns;
    GPtrArray *rows; /* char ** */
};

InkTable *
ink_table_new(const char *const *headings)
{
    InkTable *table = g_new0(InkTable, 1);
    table->headings = g_strdupv((char **)headings);
    table->columns = g_strv_length(table->headings);
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    return table;
}

void
ink_table_free(InkTable *table)
{
    if (table == NULL)
        return;
    g_strfreev(table->headings);
    g_ptr_array_unref(table->rows);
    g_free(table);
}

void
ink_table_add(InkTable *table, const char *const *cells)
{
    char **row = g_new0(char *, table->columns + 1);
    for (guint i = 0; i < table->columns; i++)
        row[i] = cells[i] != NULL ? ink_text_one_line(cells[i], CELL_CHARS_MAX) : g_strdup("–");
    g_ptr_array_add(table->rows, row);
}

gboolean
ink_is_terminal(void)
{
    return isatty(STDOUT_FILENO) == 1;
}

char *
ink_bold(const char *text)
{
    const char *no_color = g_getenv("NO_COLOR");
    gboolean is_plain = !ink_is_terminal() || (no_color != NULL && no_color[0] != '\0');
    return is_plain ? g_strdup(text) : g_strdup_printf("\033[1m%s\033[0m", text);
}

static gsize
get_terminal_width(void)
{
    struct winsize size;
    if (ink_is_terminal() && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char *columns = g_getenv("COLUMNS");
    guint64 width = columns != NULL ? g_ascii_strtoull(columns, NULL, 10) : 0;
    return width > 0 ? (gsize)width : WIDTH_DEFAULT;
}

static void
measure(const InkTable *table, gsize *widths)
{
    for (guint c = 0; c < table->columns; c++)
        widths[c] = ink_text_width(table->headings[c]);
    for (guint r = 0; r < table->rows->len; r++)
        for (guint c = 0; c < table->columns; c++)
            widths[c] = MAX(widths[c], ink_text_width(((char *const *)table->rows->pdata[r])[c]));
}

/* Narrows the widest column, one step at a time, until a line fits. */
static void
fit(const InkTable *table, gsize *widths)
{
    gsize wanted = GAP * (table->columns - 1), room = get_terminal_width();
    for (guint c = 0; c < table->columns; c++)
        wanted += widths[c];
    for (; wanted > room; wanted--) {
        guint widest = 0;
        for (guint c = 1; c < table->columns; c++)
            if (widths[c] > widths[widest])
                widest = c;
        if (widths[widest] <= COLUMN_MIN)
            return;
        widths[widest]--;
    }
}

/* The end of what fits on one line of a cell: at a space if there is one not too near its start. */
static const char *
find_line_end(const char *text, gsize width)
{
    gsize used = 0;
    const char *at = text, *space = NULL;
    for (; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        gsize step = g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
        if (c == ' ' && used >= width / 3)
            space = at;
        if (used + step > width)
            return space != NULL ? space : at;
        used += step;
    }
    return at;
}

/* Takes the next line of a cell from *text; the last one allowed ends in "…" if more is left. */
static char *
take_line(const char **text, gsize width, gboolean is_last)
{
    const char *end = find_line_end(*text, width);
    if (is_last && *end != '\0') {
        end = find_line_end(*text, width - 1);
        g_autofree char *part = g_strndup(*text, (gsize)(end - *text));
        *text = "";
        return g_strconcat(part, "…", NULL);
    }
    char *line = g_strndup(*text, (gsize)(end - *text));
    *text = *end == ' ' ? end + 1 : end;
    return line;
}

/* Takes the next line of running text. A word is never broken: it may be an address to copy. */
static char *
take_words(const char **text, gsize width)
{
    const char *end = find_line_end(*text, width);
    while (*end != '\0' && *end != ' ')
        end++;
    char *line = g_strndup(*text, (gsize)(end - *text));
    *text = *end == ' ' ? end + 1 : end;
    return line;
}

/* Of one safe line; what does not fit beside the lead goes on below it. */
static void
print_folded(const char *lead, const char *text)
{
    gsize indent = ink_text_width(lead), room = get_terminal_width();
    gsize width = room >= indent + TEXT_MIN ? room - indent : TEXT_MIN;
    g_autofree char *first = take_words(&text, width);
    g_print("%s%s\n", lead, first);
    while (text[0] != '\0') {
        g_autofree char *line = take_words(&text, width);
        g_print("%*s%s\n", (int)indent, "", line);
    }
}

void
ink_print_text(const char *lead, const char *text)
{
    g_autofree char *line = ink_text_one_line(text, TEXT_CHARS_MAX);
    print_folded(lead, line);
}

void
ink_print_field(const char *name, const char *value)
{
    if (ink_text_is_blank(value))
        return;
    g_autofree char *line = ink_text_one_line(value, FIELD_CHARS_MAX);
    g_autofree char *lead =
        g_strdup_printf("  %s:%*s", name, (int)(FIELD_COLUMN - 1 - ink_text_width(name)), "");
    print_folded(lead, line);
}

void
ink_print_address(const char *name, const char *address)
{
    g_autofree char *shown = address != NULL ? ink_address_describe(address) : NULL;
    ink_print_field(name, shown);
}

static gboolean
is_done(const char *const *rest, guint columns)
{
    for (guint c = 0; c < columns; c++)
        if (rest[c][0] != '\0')
            return FALSE;
    return TRUE;
}

static char *
format_row(const InkTable *table, char *const *cells, const gsize *widths)
{
    GString *out = g_string_new(NULL);
    g_autofree const char **rest = g_new(const char *, table->columns);
    for (guint c = 0; c < table->columns; c++)
        rest[c] = cells[c];
    for (guint number = 1; number == 1 || !is_done(rest, table->columns); number++) {
        GString *line = g_string_new(NULL);
        for (guint c = 0; c < table->columns; c++) {
            g_autofree char *part = take_line(&rest[c], widths[c], number == CELL_LINES_MAX);
            g_string_append(line, part);
            for (gsize w = ink_text_width(part); w < widths[c] + GAP; w++)
                g_string_append_c(line, ' ');
        }
        g_string_append_printf(out, "%s%s", number > 1 ? "\n" : "", g_strchomp(line->str));
        g_string_free(line, TRUE);
    }
    return g_string_free(out, FALSE);
}

void
ink_table_print(const InkTable *table)
{
    g_autofree gsize *widths = g_new0(gsize, table->columns);
    measure(table, widths);
    fit(table, widths);
    g_autofree char *headings = format_row(table, table->headings, widths);
    g_autofree char *bold = ink_bold(headings);
    g_print("%s\n", bold);
    for (guint r = 0; r < table->rows->len; r++) {
        g_autofree char *line = format_row(table, table->rows->pdata[r], widths);
        g_print("%s\n", line);
    }
}
