/* SPDX-License-Identifier: MIT
 *
 * The decision about a message: names and lifetimes.
 */
#include "inkom/decision.h"

#include "inkom/clock.h"

static const struct {
    const char *name, *swedish;
} names[] = {
    [INK_DISPOSITION_NEW] = {"new", "nytt ärende"},
    [INK_DISPOSITION_ATTACH] = {"attach", "tillfört"},
    [INK_DISPOSITION_ANSWER] = {"answer", "svar"},
    [INK_DISPOSITION_COMMAND] = {"command", "kommando"},
    [INK_DISPOSITION_BOUNCE] = {"bounce", "studs"},
    [INK_DISPOSITION_AUTOMATIC] = {"automatic", "automatiskt"},
    [INK_DISPOSITION_REFER] = {"refer", "hänvisas"},
    [INK_DISPOSITION_MINOR] = {"minor", "ringa betydelse"},
    [INK_DISPOSITION_REVIEW] = {"review", "granskas"},
    [INK_DISPOSITION_QUARANTINE] = {"quarantine", "karantän"},
    [INK_DISPOSITION_DUPLICATE] = {"duplicate", "dubblett"},
};

const char *
ink_disposition_get_name(InkDisposition disposition)
{
    return names[disposition].name;
}

const char *
ink_disposition_get_swedish(InkDisposition disposition)
{
    return names[disposition].swedish;
}

gboolean
ink_disposition_find(const char *name, InkDisposition *out_disposition)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_strcmp0(names[i].name, name) == 0) {
            *out_disposition = (InkDisposition)i;
            return TRUE;
        }
    return FALSE;
}

InkRuleHit *
ink_rule_hit_new(const char *rule, const char *file, guint line, const char *part,
                 const char *match, const char *target, int points)
{
    InkRuleHit *hit = g_new0(InkRuleHit, 1);
    hit->rule = g_strdup(rule);
    hit->file = g_strdup(file);
    hit->line = line;
    hit->part = g_strdup(part);
    hit->match = g_strdup(match);
    hit->target = g_strdup(target);
    hit->points = points;
    return hit;
}

void
ink_rule_hit_free(InkRuleHit *hit)
{
    if (hit == NULL)
        return;
    g_free(hit->rule);
    g_free(hit->file);
    g_free(hit->part);
    g_free(hit->match);
    g_free(hit->target);
    g_free(hit);
}

/* Names of parts and targets as a registrar says them; what is not here is shown as it is. */
static const struct {
    const char *name, *swedish;
} words[] = {
    {"words", "ämne och text"}, {"subject", "ämnesraden"},
    {"text", "texten"},         {"all_text", "hela texten"},
    {"from", "avsändaren"},     {"to", "mottagaren"},
    {"cc", "kopian"},           {"attachment", "bilagan"},
    {"language", "språk"},      {"type", "typ"},
    {"unit", "nämnd"},          {"channel", "kanal"},
    {"title", "ärendemening"},  {"disposition", "utfall"},
    {"flag", "flagga"},         {"secrecy", "sekretess"},
    {"officer", "handläggare"}, {"importance", "vikt"},
    {"field", "uppgiften"},     {"procedure", "förfarande"},
    {"authority", "instans"},
};

static const char *
get_word(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(words[i].name, name) == 0)
            return words[i].swedish;
    return name;
}

/* Plain appending: there are some twenty lines for each message, and printf would cost more than
 * all the rest of the ledger. */
static void
append_all(GString *out, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        g_string_append(out, *texts);
}

char *
ink_rule_hit_describe(const InkRuleHit *hit)
{
    g_auto(GStrv) target = g_strsplit(hit->target, "=", 2);
    g_autofree char *file = g_strdup_printf("%s:%u", hit->file, hit->line);
    GString *line = g_string_new("regel ");
    append_all(line, (const char *const[]){hit->rule, " (", file, ")", NULL});
    if (hit->match[0] != '\0')
        append_all(line, (const char *const[]){", \"", hit->match, "\" i ", get_word(hit->part),
                                               ",", NULL});
    append_all(line, (const char *const[]){" ger ", get_word(target[0]), NULL});
    if (target[0] != NULL && target[1] != NULL)
        append_all(line, (const char *const[]){" ", target[1], NULL});
    if (hit->points != 0)
        g_string_append_printf(line, " %+d", hit->points);
    return g_string_free(line, FALSE);
}

InkReviewNote *
ink_review_note_new(const char *kind, const char *reason)
{
    InkReviewNote *note = g_new0(InkReviewNote, 1);
    note->kind = g_strdup(kind);
    note->reason = g_strdup(reason);
    return note;
}

void
ink_review_note_free(InkReviewNote *note)
{
    if (note == NULL)
        return;
    g_free(note->kind);
    g_free(note->reason);
    g_free(note);
}

static void
free_told(gpointer data)
{
    InkTold *told = data;
    g_free(told->to);
    g_free(told->what);
    g_free(told->request);
    g_free(told);
}

InkDecision *
ink_decision_new(void)
{
    InkDecision *decision = g_new0(InkDecision, 1);
    decision->arrived = INK_TIME_NONE;
    decision->flags = g_new0(char *, 1);
    decision->more_types = g_new0(char *, 1);
    decision->reasons = g_ptr_array_new_with_free_func(g_free);
    decision->hits = g_ptr_array_new_with_free_func((GDestroyNotify)ink_rule_hit_free);
    decision->notes = g_ptr_array_new_with_free_func((GDestroyNotify)ink_review_note_free);
    decision->told = g_ptr_array_new_with_free_func(free_told);
    return decision;
}

void
ink_decision_free(InkDecision *decision)
{
    if (decision == NULL)
        return;
    g_free(decision->dnr);
    g_free(decision->follows);
    g_free(decision->unit);
    g_free(decision->type);
    g_strfreev(decision->more_types);
    g_free(decision->channel);
    g_free(decision->language);
    g_free(decision->title);
    g_free(decision->officer);
    g_free(decision->secrecy);
    g_free(decision->importance);
    g_free(decision->sender);
    g_free(decision->sender_name);
    g_strfreev(decision->flags);
    g_free(decision->arrived_by);
    g_free(decision->reply.kind);
    g_free(decision->reply.to);
    g_free(decision->reply.language);
    g_free(decision->reply.reason);
    g_free(decision->reply.letter);
    g_free(decision->reply.contact);
    g_free(decision->procedure);
    g_free(decision->authority);
    g_free(decision->held);
    g_free(decision->disposal);
    g_ptr_array_unref(decision->told);
    g_ptr_array_unref(decision->reasons);
    g_ptr_array_unref(decision->hits);
    g_ptr_array_unref(decision->notes);
    g_free(decision);
}

void
ink_decision_add_reason(InkDecision *decision, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_ptr_array_add(decision->reasons, g_strdup_vprintf(format, args));
    va_end(args);
}

void
ink_decision_add_note(InkDecision *decision, const char *kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *reason = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(decision->notes, ink_review_note_new(kind, reason));
}

void
ink_decision_add_flag(InkDecision *decision, const char *flag)
{
    if (g_strv_contains((const char *const *)decision->flags, flag))
        return;
    guint count = g_strv_length(decision->flags);
    decision->flags = g_renew(char *, decision->flags, count + 2);
    decision->flags[count] = g_strdup(flag);
    decision->flags[count + 1] = NULL;
}

InkTold *
ink_decision_add_told(InkDecision *decision, const char *to, const char *what)
{
    for (guint i = 0; i < decision->told->len; i++) {
        InkTold *told = decision->told->pdata[i];
        if (g_str_equal(told->to, to))
            return told;
    }
    InkTold *told = g_new0(InkTold, 1);
    told->to = g_strdup(to);
    told->what = g_strdup(what);
    g_ptr_array_add(decision->told, told);
    return told;
}
