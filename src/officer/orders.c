/* SPDX-License-Identifier: MIT
 *
 * What a letter orders. Its own lines are read from the top:
 *   1. A line that is marked for us ("Till diariet: kan avslutas") is an order wherever the sender
 *      wrote it; all of it must be understood.
 *   2. Else the first line, greetings apart, decides. Is it prose, then the letter is prose; an
 *      order further down is asked about.
 *   3. Is it an order, then so must every line down to the next empty one be. What follows after
 *      that may be prose, unless there is a "not" in it.
 *   4. What one ends a letter with ends it. After "SVAR:" everything is the answer.
 * Orders that contradict each other are none.
 */
#include "officer-private.h"

#include "inkom/text.h"

#include <string.h>

#define WRAPPED_CHARS 60 /* a line as long as this may go on in the next one */
#define SHOWN_CHARS   60

static const struct {
    const char *name;
    InkValueKind value;
} kinds[] = {
    [INK_ORDER_CLOSE] = {"close", INK_VALUE_NONE},
    [INK_ORDER_HOLD] = {"hold", INK_VALUE_REASON},
    [INK_ORDER_RETURN] = {"return", INK_VALUE_REASON},
    [INK_ORDER_FORWARD] = {"forward", INK_VALUE_NAME},
    [INK_ORDER_MEASURE] = {"measure", INK_VALUE_TEXT},
    [INK_ORDER_TYPE] = {"type", INK_VALUE_WORD},
    [INK_ORDER_UNIT] = {"unit", INK_VALUE_WORD},
    [INK_ORDER_SECRECY] = {"secrecy", INK_VALUE_WORD},
    [INK_ORDER_IMPORTANT] = {"important", INK_VALUE_NONE},
    [INK_ORDER_ROUTINE] = {"routine", INK_VALUE_NONE},
    [INK_ORDER_INTERIM] = {"interim", INK_VALUE_NONE},
    [INK_ORDER_ANSWER] = {"answer", INK_VALUE_LETTER},
    [INK_ORDER_UNDO] = {"undo", INK_VALUE_NONE},
};

static const InkOrderKind contradictions[][2] = {
    {INK_ORDER_CLOSE, INK_ORDER_HOLD},        {INK_ORDER_CLOSE, INK_ORDER_RETURN},
    {INK_ORDER_CLOSE, INK_ORDER_FORWARD},     {INK_ORDER_CLOSE, INK_ORDER_INTERIM},
    {INK_ORDER_ANSWER, INK_ORDER_RETURN},     {INK_ORDER_ANSWER, INK_ORDER_FORWARD},
    {INK_ORDER_IMPORTANT, INK_ORDER_ROUTINE},
};

const char *
ink_order_kind_get_name(InkOrderKind kind)
{
    return kinds[kind].name;
}

InkValueKind
ink_order_kind_get_value(InkOrderKind kind)
{
    return kinds[kind].value;
}

gboolean
ink_order_kind_find(const char *name, InkOrderKind *out_kind)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *out_kind = (InkOrderKind)i;
            return TRUE;
        }
    return FALSE;
}

void
ink_order_free(gpointer command)
{
    InkOrder *freed = command;
    g_free(freed->value);
    g_free(freed->words);
    g_free(freed);
}

void
ink_orders_free(InkOrders *orders)
{
    if (orders == NULL)
        return;
    g_ptr_array_unref(orders->list);
    g_free(orders->doubt);
    g_free(orders);
}

const InkOrder *
ink_orders_find(const InkOrders *orders, InkOrderKind kind)
{
    for (guint i = 0; i < orders->list->len; i++)
        if (((const InkOrder *)orders->list->pdata[i])->kind == kind)
            return orders->list->pdata[i];
    return NULL;
}

void
ink_orders_drop(InkOrders *orders, InkOrderKind kind)
{
    for (guint i = orders->list->len; i > 0; i--)
        if (((const InkOrder *)orders->list->pdata[i - 1])->kind == kind)
            g_ptr_array_remove_index(orders->list, i - 1);
}

/* --- the way through the lines ----------------------------------------------------------------*/

typedef enum {
    STATE_START,  /* nothing but greetings yet */
    STATE_PROSE,  /* it began with prose */
    STATE_ORDERS, /* in the first paragraph of orders */
    STATE_AFTER,  /* below that */
    STATE_LETTER, /* below SVAR: */
    STATE_END,
} State;

typedef struct {
    const InkOrderWords *words;
    InkOrders *orders;
    State state;
    InkOrder *growing;   /* whose text may go on; NULL = none */
    gboolean is_wrapped; /* the line before may go on */
    char **written;      /* the letter's lines as they stand there, from where we are */
} Reading;

static void G_GNUC_PRINTF(2, 3) doubt(Reading *reading, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (reading->orders->doubt == NULL)
        reading->orders->doubt = g_strdup_vprintf(format, args);
    va_end(args);
    reading->state = STATE_END;
}

static void
doubt_line(Reading *reading, const char *line, const char *why)
{
    g_autofree char *shown = ink_text_one_line(line, SHOWN_CHARS);
    doubt(reading, "\"%s\" %s", shown, why);
}

static void
add_text(InkOrder *command, const char *line, const char *separator)
{
    char *whole = command->value == NULL || command->value[0] == '\0'
                      ? g_strdup(line)
                      : g_strconcat(command->value, separator, line, NULL);
    g_free(command->value);
    command->value = whole;
}

/* A line that ends without a full stop, near the margin, goes on. */
static gboolean
is_wrapped(const char *line)
{
    gsize size = strlen(line);
    return g_utf8_strlen(line, -1) >= WRAPPED_CHARS && strchr(".!?:", line[size - 1]) == NULL;
}

static void
take(Reading *reading, InkReadLine *line, const char *text)
{
    GPtrArray *commands = reading->orders->list;
    reading->growing = NULL;
    while (line->list->len > 0)
        g_ptr_array_add(commands, g_ptr_array_steal_index(line->list, 0));
    InkOrder *last = commands->pdata[commands->len - 1];
    InkValueKind value = ink_order_kind_get_value(last->kind);
    if (value == INK_VALUE_TEXT)
        reading->growing = last;
    reading->is_wrapped = is_wrapped(text) || g_strcmp0(last->value, "") == 0;
    if (value == INK_VALUE_LETTER)
        reading->state = STATE_LETTER;
    else if (line->is_closing)
        reading->state = STATE_END;
}

static void
read_letter_line(Reading *reading, const InkReadLine *line, const char *text)
{
    InkOrder *letter = reading->orders->list->pdata[reading->orders->list->len - 1];
    if (line->kind == INK_LINE_ORDERS)
        doubt_line(reading, text, "står nedanför SVAR: och skulle följa med i svaret");
    else
        add_text(letter, text, "\n");
}

/* Below the first order. */
static void
read_later_line(Reading *reading, InkReadLine *line, const char *text)
{
    if (reading->growing != NULL && reading->is_wrapped && line->kind != INK_LINE_ORDERS) {
        add_text(reading->growing, text, " ");
        reading->is_wrapped = is_wrapped(text);
        return;
    }
    if (line->kind == INK_LINE_ORDERS) {
        if (reading->growing != NULL && reading->is_wrapped && reading->growing->value[0] != '\0')
            doubt_line(reading, text, "kan vara en fortsättning på raden ovanför");
        else
            take(reading, line, text);
        return;
    }
    if (line->is_closing)
        reading->state = STATE_END;
    else if (line->kind == INK_LINE_UNCLEAR)
        doubt(reading, "%s", line->doubt);
    else if (reading->state == STATE_ORDERS || line->has_negation)
        doubt_line(reading, text, "går inte att tyda");
    else
        reading->orders->has_prose = TRUE;
}

static void
read_first_line(Reading *reading, InkReadLine *line, const char *text)
{
    if (line->kind == INK_LINE_UNCLEAR) {
        doubt(reading, "%s", line->doubt);
    } else if (line->kind == INK_LINE_ORDERS) {
        reading->state = STATE_ORDERS;
        take(reading, line, text);
    } else if (!line->is_greeting) {
        reading->state = STATE_PROSE;
        reading->orders->has_prose = TRUE;
    }
}

/* The line as the sender wrote it: what is read has lost its dashes, spaces and margins, and what
 * is sent on may not. Lines come in order, so each is looked for below the one before. */
static char *
find_written(Reading *reading, const char *text)
{
    for (char **line = reading->written; *line != NULL; line++) {
        g_autofree char *normal = ink_text_normalise(*line);
        if (strcmp(g_strstrip(normal), text) != 0)
            continue;
        reading->written = line + 1;
        return g_strchomp(g_strdup(*line));
    }
    reading->written += g_strv_length(reading->written);
    return g_strdup(text);
}

/* "SVAR: Hej Anna": what stands after the word. */
static void
take_first_words(Reading *reading, const char *written)
{
    InkOrder *letter = reading->orders->list->pdata[reading->orders->list->len - 1];
    const char *colon = strchr(written, ':');
    if (colon == NULL || letter->value == NULL || letter->value[0] == '\0')
        return;
    g_free(letter->value);
    letter->value = g_strstrip(g_strdup(colon + 1));
}

static void
read_own_line(Reading *reading, const char *text)
{
    if (text[0] == '\0') {
        if (reading->state == STATE_ORDERS)
            reading->state = STATE_AFTER;
        if (reading->state == STATE_LETTER)
            add_text(reading->orders->list->pdata[reading->orders->list->len - 1], "", "\n");
        reading->growing = NULL;
        return;
    }
    g_autofree char *written = find_written(reading, text);
    g_autoptr(InkReadLine) line = ink_line_read(reading->words, text);
    State before = reading->state;
    switch (reading->state) {
    case STATE_START:
        read_first_line(reading, line, text);
        break;
    case STATE_PROSE:
        if (line->kind == INK_LINE_ORDERS)
            doubt_line(reading, text, "står inte överst i brevet");
        break;
    case STATE_ORDERS:
    case STATE_AFTER:
        read_later_line(reading, line, text);
        break;
    case STATE_LETTER:
        read_letter_line(reading, line, written);
        break;
    case STATE_END:
    default:
        break;
    }
    if (reading->state == STATE_LETTER && before != STATE_LETTER)
        take_first_words(reading, written);
}

/* Lines that are marked for us; they are then empty. */
static void
read_addressed(Reading *reading, char **lines)
{
    for (; *lines != NULL; lines++) {
        g_autofree char *rest = ink_line_find_addressed(reading->words, *lines);
        if (rest == NULL)
            continue;
        g_autoptr(InkReadLine) line = ink_line_read(reading->words, rest);
        if (line->kind == INK_LINE_ORDERS)
            take(reading, line, rest);
        else
            doubt_line(reading, *lines, "går inte att tyda");
        if (reading->state == STATE_LETTER)
            doubt_line(reading, *lines, "är inget sätt att sända ett svar");
        (*lines)[0] = '\0';
    }
}

/* --- the whole --------------------------------------------------------------------------------*/

static gboolean
is_same(const InkOrder *a, const InkOrder *b)
{
    return a->kind == b->kind && (g_strcmp0(a->value, b->value) == 0 || b->value == NULL ||
                                  ink_order_kind_get_value(a->kind) == INK_VALUE_REASON);
}

/* The same thing said twice is said once; twice differently is a contradiction. */
static void
drop_repeated(Reading *reading)
{
    GPtrArray *commands = reading->orders->list;
    for (guint i = 0; i < commands->len; i++)
        for (guint j = commands->len - 1; j > i; j--) {
            const InkOrder *a = commands->pdata[i], *b = commands->pdata[j];
            if (is_same(a, b))
                g_ptr_array_remove_index(commands, j);
            else if (a->kind == b->kind)
                doubt(reading, "\"%s\" står två gånger med olika ord", a->words);
        }
}

static void
check_contradictions(Reading *reading)
{
    for (gsize i = 0; i < G_N_ELEMENTS(contradictions); i++) {
        const InkOrder *a = ink_orders_find(reading->orders, contradictions[i][0]);
        const InkOrder *b = ink_orders_find(reading->orders, contradictions[i][1]);
        if (a != NULL && b != NULL)
            doubt(reading, "\"%s\" och \"%s\" säger emot varandra", a->words, b->words);
    }
    const InkOrder *undo = ink_orders_find(reading->orders, INK_ORDER_UNDO);
    if (undo != NULL && reading->orders->list->len > 1)
        doubt(reading, "\"%s\" står tillsammans med något annat", undo->words);
}

static void
check_values(Reading *reading)
{
    for (guint i = 0; i < reading->orders->list->len; i++) {
        InkOrder *command = reading->orders->list->pdata[i];
        InkValueKind value = ink_order_kind_get_value(command->kind);
        if (value < INK_VALUE_NAME)
            continue;
        g_strchomp(command->value);
        if (command->value[0] == '\0')
            doubt(reading, "efter \"%s\" står ingenting", command->words);
    }
}

/* Orders below a quotation: nobody acts upon them, for who wrote them is not sure enough. */
static void
look_elsewhere(Reading *reading, const InkMessage *message)
{
    g_autofree char *text = ink_text_normalise(message->new_text);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        if (ink_own_text_ends(reading->words, g_strstrip(*line)))
            return;
        g_autoptr(InkReadLine) read = ink_line_read(reading->words, *line);
        if (read->kind == INK_LINE_ORDERS)
            doubt_line(reading, *line, "står inte överst i brevet utan under ett citat");
    }
}

InkOrders *
ink_orders_read(const InkOrderWords *words, const InkMessage *message)
{
    InkOrders *orders = g_new0(InkOrders, 1);
    orders->list = g_ptr_array_new_with_free_func(ink_order_free);
    g_auto(GStrv) written = g_strsplit(message->text, "\n", -1);
    Reading reading = {.words = words, .orders = orders, .written = written};
    g_auto(GStrv) lines = ink_own_lines_new(words, message);
    read_addressed(&reading, lines);
    if (reading.state != STATE_END || orders->doubt == NULL)
        reading.state = STATE_START;
    for (char **line = lines; *line != NULL; line++)
        read_own_line(&reading, *line);
    if (lines[0] == NULL)
        look_elsewhere(&reading, message);
    drop_repeated(&reading);
    check_contradictions(&reading);
    check_values(&reading);
    if (orders->list->len > 0 && message->text_source != INK_TEXT_PLAIN)
        doubt(&reading, "brevet har ingen ren text, bara HTML");
    if (orders->list->len > 0 && message->is_text_cut)
        doubt(&reading, "brevet är för långt");
    if (orders->doubt != NULL)
        g_ptr_array_set_size(orders->list, 0);
    return orders;
}
