/* SPDX-License-Identifier: MIT
 *
 * The automaton of Aho and Corasick (1975) over folded bytes, with every transition worked out
 * beforehand.
 *
 * A state is a beginning of some literal: the longest one that the text read so far ends in. Its
 * row of the table has the next state for each class of bytes; bytes that occur in no literal share
 * class 0, which leads back to the start, and 'A' is in the class of 'a', so that only letters
 * beyond ASCII need to be folded while reading. States are numbered breadth first, which keeps the
 * rows near the start, where a text spends its time, together in the cache. A transition holds the
 * place of the next row in the table; its top bit says that a literal ends there.
 */
#include "ahocorasick.h"

#include "fold.h"

#include <string.h>

#define NONE      G_MAXUINT32
#define IS_OUTPUT (1U << 31)

typedef struct {
    guint32 first_child, sibling;
    guint32 fail;    /* the state of the longest proper ending that is a state */
    guint32 literal; /* that ends here; NONE if none does */
    guint32 output;  /* the nearest state along fail, itself included, where a literal ends */
    guint8 class;    /* of the byte that leads here */
} State;

struct InkAhoCorasick {
    guint8 classes[256];
    guint32 class_count;
    guint32 *table;    /* state × class */
    guint32 *literals; /* by state */
    guint32 *outputs;  /* by state: the first with a literal */
    guint32 *nexts;    /* by state with a literal: the next shorter one, or NONE */
};

static void
number_classes(InkAhoCorasick *automaton, const char *const *literals, guint count)
{
    automaton->class_count = 1;
    for (guint i = 0; i < count; i++)
        for (const char *at = literals[i]; *at != '\0'; at++) {
            guint8 byte = (guint8)*at;
            if (automaton->classes[byte] == 0)
                automaton->classes[byte] = (guint8)automaton->class_count++;
        }
    for (guint c = 'A'; c <= 'Z'; c++)
        automaton->classes[c] = automaton->classes[c + ('a' - 'A')];
}

static guint32
find_child(const GArray *states, guint32 parent, guint8 class)
{
    guint32 child = g_array_index(states, State, parent).first_child;
    while (child != NONE && g_array_index(states, State, child).class != class)
        child = g_array_index(states, State, child).sibling;
    return child;
}

static guint32
add_child(GArray *states, guint32 parent, guint8 class)
{
    State state = {.first_child = NONE,
                   .sibling =
                       parent != NONE ? g_array_index(states, State, parent).first_child : NONE,
                   .literal = NONE,
                   .output = NONE,
                   .class = class};
    g_array_append_val(states, state);
    if (parent != NONE)
        g_array_index(states, State, parent).first_child = states->len - 1;
    return states->len - 1;
}

static GArray *
build_trie(const InkAhoCorasick *automaton, const char *const *literals, guint count)
{
    GArray *states = g_array_new(FALSE, FALSE, sizeof(State));
    add_child(states, NONE, 0);
    for (guint i = 0; i < count; i++) {
        guint32 state = 0;
        for (const char *at = literals[i]; *at != '\0'; at++) {
            guint8 class = automaton->classes[(guint8)*at];
            guint32 child = find_child(states, state, class);
            state = child != NONE ? child : add_child(states, state, class);
        }
        g_array_index(states, State, state).literal = i;
    }
    return states;
}

/* The states in breadth-first order, and the new number of each. */
static guint32 *
order_states(const GArray *states, guint32 *numbers)
{
    guint32 *order = g_new0(guint32, states->len);
    guint32 end = 0;
    order[end++] = 0;
    for (guint32 i = 0; i < end; i++) {
        numbers[order[i]] = i;
        for (guint32 child = g_array_index(states, State, order[i]).first_child; child != NONE;
             child = g_array_index(states, State, child).sibling)
            order[end++] = child;
    }
    return order;
}

/* Breadth first, so that the row of the shorter ending that a state falls back to is ready: the
 * state's row is that row, but for its own children. */
static void
fill_row(InkAhoCorasick *automaton, GArray *states, const guint32 *numbers, guint32 index)
{
    gsize width = automaton->class_count;
    State *state = &g_array_index(states, State, index);
    guint32 *row = automaton->table + numbers[index] * width;
    const guint32 *fallback = automaton->table + numbers[state->fail] * width;
    if (index != 0)
        memcpy(row, fallback, width * sizeof *row);

    guint32 fail_output = g_array_index(states, State, state->fail).output;
    state->output = state->literal != NONE ? index : index != 0 ? fail_output : NONE;
    automaton->literals[numbers[index]] = state->literal;
    automaton->outputs[numbers[index]] = state->output != NONE ? numbers[state->output] : NONE;
    automaton->nexts[numbers[index]] =
        index != 0 && fail_output != NONE ? numbers[fail_output] : NONE;

    for (guint32 child = state->first_child; child != NONE;) {
        State *next = &g_array_index(states, State, child);
        /* Before it is overwritten, the row says where the child falls back to. */
        next->fail = index != 0 ? row[next->class] : 0;
        row[next->class] = child;
        child = next->sibling;
    }
}

static void
finish_table(InkAhoCorasick *automaton, const GArray *states, const guint32 *numbers)
{
    gsize cells = (gsize)states->len * automaton->class_count;
    for (gsize i = 0; i < cells; i++) {
        guint32 target = automaton->table[i];
        gboolean is_output = g_array_index(states, State, target).output != NONE;
        automaton->table[i] =
            numbers[target] * automaton->class_count | (is_output ? IS_OUTPUT : 0);
    }
}

InkAhoCorasick *
ink_aho_corasick_new(const char *const *literals, guint count)
{
    InkAhoCorasick *automaton = g_new0(InkAhoCorasick, 1);
    number_classes(automaton, literals, count);
    g_autoptr(GArray) states = build_trie(automaton, literals, count);
    g_assert((guint64)states->len * automaton->class_count < IS_OUTPUT);

    automaton->table = g_new0(guint32, (gsize)states->len * automaton->class_count);
    automaton->literals = g_new(guint32, states->len);
    automaton->outputs = g_new(guint32, states->len);
    automaton->nexts = g_new(guint32, states->len);
    g_autofree guint32 *numbers = g_new0(guint32, states->len);
    g_autofree guint32 *order = order_states(states, numbers);
    for (guint32 i = 0; i < states->len; i++)
        fill_row(automaton, states, numbers, order[i]);
    finish_table(automaton, states, numbers);
    return automaton;
}

void
ink_aho_corasick_free(InkAhoCorasick *automaton)
{
    if (automaton == NULL)
        return;
    g_free(automaton->table);
    g_free(automaton->literals);
    g_free(automaton->outputs);
    g_free(automaton->nexts);
    g_free(automaton);
}

/* One reading of a text. */
typedef struct {
    const InkAhoCorasick *automaton;
    guint32 row;
    InkLiteralFunc found;
    gpointer data;
} Scan;

static void
report(const Scan *scan, gsize end)
{
    const InkAhoCorasick *automaton = scan->automaton;
    guint32 state = automaton->outputs[scan->row / automaton->class_count];
    for (; state != NONE; state = automaton->nexts[state])
        scan->found(automaton->literals[state], end, scan->data);
}

/* end: the byte after the character that the byte belongs to. */
static inline void
step(Scan *scan, guint8 byte, gsize end)
{
    scan->row = scan->automaton->table[scan->row + scan->automaton->classes[byte]];
    if (G_UNLIKELY((scan->row & IS_OUTPUT) != 0)) {
        scan->row &= ~IS_OUTPUT;
        report(scan, end);
    }
}

/* Returns the bytes read. */
static gsize
step_beyond_ascii(Scan *scan, const char *text, gsize at)
{
    gsize size = (gsize)(g_utf8_next_char(text + at) - (text + at));
    char folded[6];
    int count = g_unichar_to_utf8(ink_fold(g_utf8_get_char(text + at)), folded);
    for (int i = 0; i < count; i++)
        step(scan, (guint8)folded[i], at + size);
    return size;
}

void
ink_aho_corasick_scan(const InkAhoCorasick *automaton, const char *text, gsize size,
                      InkLiteralFunc found, gpointer data)
{
    Scan scan = {automaton, 0, found, data};
    for (gsize at = 0; at < size;) {
        if ((text[at] & 0x80) != 0) {
            at += step_beyond_ascii(&scan, text, at);
        } else {
            step(&scan, (guint8)text[at], at + 1);
            at++;
        }
    }
}
