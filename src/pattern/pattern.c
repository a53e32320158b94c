/* SPDX-License-Identifier: MIT
 *
 * PCRE2 with limits that hold.
 *
 * PCRE2's own match limit does not bound the time: neither the JIT nor the interpreter counts a
 * step for each character that \w+ eats, so \w+[@#] on a long word costs the square of its length
 * and is never stopped. So every pattern is compiled with callouts (callout.c says where): PCRE2
 * calls us, in the JIT too, and we count the work: one share for the call, one for each byte that
 * was passed since the call before. When the work of one search,
 * or of all searches for one message, is used up, the search is undecided. The count is the same
 * on every machine, so the same message gets the same answer everywhere.
 *
 * Two kinds of work do not show in the calls, and make each call dearer: a fixed repeat that fails
 * (\w{500}x), and the comparing of a back reference.
 */
#include "inkom/pattern.h"

#include "callout-private.h"
#include "inkom/error.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#define WORK_PER_CALL   8
#define WORK_PER_SEARCH 8000000 /* about 40 ms at most */
#define WORK_OF_BACKREF 256
#define MATCH_LIMIT     1000000
#define DEPTH_LIMIT     1000000
#define HEAP_LIMIT_KIB  16384
/* 32 KiB, PCRE2's own choice, is too little for (?:\w+\s?)+ on an ordinary letter. */
#define JIT_STACK_START (32 * 1024)
#define JIT_STACK_MOST  (1024 * 1024)

struct InkPattern {
    char *text;
    pcre2_code *code;
    guint32 groups;
    gint64 work_per_call;
    gint64 work_per_byte;
    GPtrArray *names; /* char *, NULL-terminated */
};

struct InkPatternScratch {
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    pcre2_match_data *data;
    guint32 groups;     /* room in data */
    gboolean is_budget; /* the searches share message_work */
    gint64 message_work;
};

typedef struct {
    const InkPattern *pattern;
    gint64 left;
    gsize position;
} Work;

typedef struct {
    const char *bytes;
    gsize size;
} Text;

static int
count_work(pcre2_callout_block *block, void *data)
{
    Work *work = data;
    work->left -= work->pattern->work_per_call;
    if (block->current_position > work->position)
        work->left -=
            (gint64)(block->current_position - work->position) * work->pattern->work_per_byte;
    work->position = block->current_position;
    return work->left < 0 ? PCRE2_ERROR_CALLOUT : 0;
}

/* The largest n of {n or {n, in the pattern. Braces that mean something else only make the limit a
 * little tighter. */
static gint64
find_fixed_repeat(const char *text)
{
    gint64 most = 0;
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{'))
        most = MAX(most, g_ascii_strtoll(at + 1, NULL, 10));
    return most;
}

static GPtrArray *
read_names(const pcre2_code *code)
{
    guint32 count = 0, entry_size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);

    /* The table is in alphabetical order; the first two bytes are the number of the group. */
    guint32 groups = 0;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint32 group = 1; group <= groups; group++)
        for (guint32 i = 0; i < count; i++) {
            PCRE2_SPTR entry = table + (gsize)i * entry_size;
            const char *name = (const char *)entry + 2;
            if (((guint32)entry[0] << 8 | entry[1]) == group &&
                !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
                g_ptr_array_add(names, g_strdup(name));
        }
    g_ptr_array_add(names, NULL);
    return names;
}

/* The mistakes people make, in Swedish; PCRE2's own words for the rest. */
static char *
describe_error(int code)
{
    static const struct {
        int code;
        const char *text;
    } known[] = {
        {PCRE2_ERROR_END_BACKSLASH, "\\ står sist; skriv \\\\ för ett omvänt snedstreck"},
        {PCRE2_ERROR_UNKNOWN_ESCAPE, "okänt tecken efter \\"},
        {PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER, "talen i {} står i fel ordning"},
        {PCRE2_ERROR_QUANTIFIER_TOO_BIG, "talet i {} är för stort"},
        {PCRE2_ERROR_MISSING_SQUARE_BRACKET, "] saknas efter ["},
        {PCRE2_ERROR_CLASS_RANGE_ORDER, "intervallet inom [] står i fel ordning"},
        {PCRE2_ERROR_QUANTIFIER_INVALID, "det finns inget att upprepa före tecknet"},
        {PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, ") saknas"},
        {PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, ") utan motsvarande ("},
        {PCRE2_ERROR_MISSING_NAME_TERMINATOR, "namnet på gruppen avslutas inte med >"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        if (known[i].code == code)
            return g_strdup(known[i].text);
    char message[256] = "";
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message);
    return g_strdup(message);
}

static pcre2_code *
compile(const char *text, guint32 options, int *out_error, gsize *out_offset)
{
    return pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
                         PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_DUPNAMES |
                             PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT | options,
                         out_error, out_offset, NULL);
}

/* The code with callouts in it; the pattern itself is known to be right. */
static pcre2_code *
compile_with_callouts(const char *text)
{
    int error;
    gsize offset;
    g_autofree char *with_callouts = ink_callout_insert(text);
    pcre2_code *code = with_callouts != NULL ? compile(with_callouts, 0, &error, &offset) : NULL;
    return code != NULL ? code : compile(text, PCRE2_AUTO_CALLOUT, &error, &offset);
}

InkPattern *
ink_pattern_compile(const char *text, gsize *out_offset, GError **error)
{
    int code_error = 0;
    gsize offset = 0;
    pcre2_code *code = compile(text, 0, &code_error, &offset);
    if (code == NULL) {
        g_autofree char *message = describe_error(code_error);
        if (out_offset != NULL)
            *out_offset = offset;
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "mönstret går inte att läsa: %s",
                    message);
        return NULL;
    }
    pcre2_code_free(code);
    code = compile_with_callouts(text);
    /* Where there is no JIT (a service that may not make memory executable) the interpreter is
     * used, with the same limits. */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);

    InkPattern *pattern = g_new0(InkPattern, 1);
    pattern->text = g_strdup(text);
    pattern->code = code;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &pattern->groups);
    guint32 backref = 0;
    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &backref);
    pattern->work_per_byte = backref > 0 ? WORK_OF_BACKREF : 1;
    pattern->work_per_call = (WORK_PER_CALL + find_fixed_repeat(text)) * pattern->work_per_byte;
    pattern->names = read_names(code);
    return pattern;
}

void
ink_pattern_free(InkPattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_code_free(pattern->code);
    g_ptr_array_unref(pattern->names);
    g_free(pattern->text);
    g_free(pattern);
}

/* Without a stack of its own the JIT uses 32 KiB of the program's. */
static InkPatternScratch *
scratch_new(pcre2_jit_stack *stack)
{
    InkPatternScratch *scratch = g_new0(InkPatternScratch, 1);
    scratch->context = pcre2_match_context_create(NULL);
    scratch->stack = stack;
    scratch->groups = 8;
    scratch->data = pcre2_match_data_create(scratch->groups + 1, NULL);
    if (scratch->context == NULL || scratch->data == NULL)
        g_error("no memory for PCRE2");
    pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
    pcre2_set_match_limit(scratch->context, MATCH_LIMIT);
    pcre2_set_depth_limit(scratch->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(scratch->context, HEAP_LIMIT_KIB);
    return scratch;
}

InkPatternScratch *
ink_pattern_scratch_new(void)
{
    return scratch_new(pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MOST, NULL));
}

void
ink_pattern_scratch_free(InkPatternScratch *scratch)
{
    if (scratch == NULL)
        return;
    pcre2_match_data_free(scratch->data);
    pcre2_match_context_free(scratch->context);
    pcre2_jit_stack_free(scratch->stack);
    g_free(scratch);
}

void
ink_pattern_scratch_begin_message(InkPatternScratch *scratch)
{
    scratch->is_budget = TRUE;
    scratch->message_work = INK_PATTERN_SEARCHES_PER_MESSAGE * (gint64)WORK_PER_SEARCH;
}

static void
make_room(InkPatternScratch *scratch, const InkPattern *pattern)
{
    if (pattern->groups <= scratch->groups)
        return;
    pcre2_match_data_free(scratch->data);
    scratch->groups = pattern->groups;
    scratch->data = pcre2_match_data_create(scratch->groups + 1, NULL);
    if (scratch->data == NULL)
        g_error("no memory for PCRE2");
}

/* A match that starts at or after from, and not after last. */
static InkMatch
search(const InkPattern *pattern, InkPatternScratch *scratch, Text text, gsize from, gsize last,
       Work *work)
{
    work->position = from;
    pcre2_set_callout(scratch->context, count_work, work);
    pcre2_set_offset_limit(scratch->context, last);
    int result = pcre2_match(pattern->code, (PCRE2_SPTR)text.bytes, text.size, from,
                             PCRE2_NO_UTF_CHECK, scratch->data, scratch->context);
    return result == PCRE2_ERROR_NOMATCH ? INK_MATCH_NO
           : result < 0                  ? INK_MATCH_UNDECIDED
                                         : INK_MATCH_YES;
}

static Work
begin_work(const InkPattern *pattern, InkPatternScratch *scratch)
{
    make_room(scratch, pattern);
    gint64 allowed =
        scratch->is_budget ? MIN(WORK_PER_SEARCH, scratch->message_work) : WORK_PER_SEARCH;
    scratch->message_work -= allowed;
    return (Work){.pattern = pattern, .left = allowed};
}

static void
end_work(InkPatternScratch *scratch, const Work *work, InkMatch match, InkSpan *out_span)
{
    scratch->message_work += work->left;
    if (match != INK_MATCH_YES || out_span == NULL)
        return;
    const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(scratch->data);
    *out_span = (InkSpan){.start = MIN(spans[0], spans[1]), .end = spans[1]};
}

InkMatch
ink_pattern_find(const InkPattern *pattern, InkPatternScratch *scratch, const char *text,
                 gsize size, gsize from, InkSpan *out_span)
{
    if (from > size)
        return INK_MATCH_NO;
    Work work = begin_work(pattern, scratch);
    InkMatch match = search(pattern, scratch, (Text){text, size}, from, PCRE2_UNSET, &work);
    end_work(scratch, &work, match, out_span);
    return match;
}

InkMatch
ink_pattern_find_at(const InkPattern *pattern, InkPatternScratch *scratch, const char *text,
                    gsize size, const guint32 *starts, gsize count, InkSpan *out_span)
{
    Work work = begin_work(pattern, scratch);
    InkMatch match = INK_MATCH_NO;
    for (gsize i = 0; i < count && match == INK_MATCH_NO; i++)
        match = search(pattern, scratch, (Text){text, size}, starts[i], starts[i], &work);
    end_work(scratch, &work, match, out_span);
    return match;
}

gboolean
ink_pattern_get_group(const InkPattern *pattern, const InkPatternScratch *scratch, const char *name,
                      InkSpan *out_span)
{
    PCRE2_SPTR first = NULL, last = NULL;
    int entry_size = pcre2_substring_nametable_scan(pattern->code, (PCRE2_SPTR)name, &first, &last);
    if (entry_size <= 0)
        return FALSE;
    const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(scratch->data);
    for (PCRE2_SPTR entry = first; entry <= last; entry += entry_size) {
        gsize group = (gsize)entry[0] << 8 | entry[1];
        if (group > pattern->groups || spans[2 * group] == PCRE2_UNSET)
            continue;
        *out_span = (InkSpan){.start = spans[2 * group], .end = spans[2 * group + 1]};
        return TRUE;
    }
    return FALSE;
}

const char *const *
ink_pattern_get_names(const InkPattern *pattern)
{
    return (const char *const *)pattern->names->pdata;
}

const char *
ink_pattern_get_text(const InkPattern *pattern)
{
    return pattern->text;
}

gboolean
ink_pattern_matches_empty(const InkPattern *pattern)
{
    static const char *const texts[] = {"", "a", " ", "a b", "1.", "\n"};
    g_autoptr(InkPatternScratch) scratch = scratch_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        gsize size = strlen(texts[i]);
        InkSpan span;
        for (gsize from = 0; from <= size; from++)
            if (ink_pattern_find(pattern, scratch, texts[i], size, from, &span) == INK_MATCH_YES &&
                span.start == span.end)
                return TRUE;
    }
    return FALSE;
}
