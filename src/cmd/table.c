/* SPDX-License-Identifier: MIT
 *
 * Tables that fit the terminal.
 */
#include "table.h"

#include "inkom/text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define GAP            2
#define WIDTH_DEFAULT  120 /* when the output is no terminal and COLUMNS is not set */
#define COLUMN_MIN     6
#define CELL_CHARS_MAX 300

struct InkTable {
    char **headings;
    guint columns, flexible;
    GPtrArray *rows; /* char ** */
};

InkTable *
ink_table_new(const char *const *headings, guint flexible)
{
    InkTable *table = g_new0(InkTable, 1);
    table->headings = g_strdupv((char **)headings);
    table->columns = g_strv_length(table->headings);
    table->flexible = flexible;
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

guint
ink_table_get_size(const InkTable *table)
{
    return table->rows->len;
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

/* Takes the surplus from the flexible column first, then always from the widest. */
static void
fit(const InkTable *table, gsize *widths)
{
    gsize wanted = GAP * (table->columns - 1), room = get_terminal_width();
    for (guint c = 0; c < table->columns; c++)
        wanted += widths[c];
    guint column = table->flexible;
    while (wanted > room) {
        gsize floor = column == table->flexible ? 3 * COLUMN_MIN : COLUMN_MIN;
        if (widths[column] > floor) {
            gsize cut = MIN(wanted - room, widths[column] - floor);
            widths[column] -= cut;
            wanted -= cut;
        }
        if (wanted <= room)
            return;
        column = 0;
        for (guint c = 1; c < table->columns; c++)
            if (widths[c] > widths[column])
                column = c;
        if (widths[column] <= COLUMN_MIN ||
            (column == table->flexible && widths[column] <= 3 * COLUMN_MIN))
            return;
    }
}

static void
append_cell(GString *line, const char *cell, gsize width, gboolean is_last)
{
    gsize shown = 0;
    gboolean is_cut = ink_text_width(cell) > width;
    for (const char *at = cell; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        gsize step = g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
        if (is_cut && shown + step > width - 1)
            break;
        g_string_append_unichar(line, c);
        shown += step;
    }
    if (is_cut) {
        g_string_append(line, "…");
        shown++;
    }
    for (; !is_last && shown < width + GAP; shown++)
        g_string_append_c(line, ' ');
}

static char *
format_row(const InkTable *table, char *const *cells, const gsize *widths)
{
    GString *line = g_string_new(NULL);
    for (guint c = 0; c < table->columns; c++)
        append_cell(line, cells[c], widths[c], c + 1 == table->columns);
    return g_strchomp(g_string_free(line, FALSE));
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
