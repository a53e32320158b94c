/* SPDX-License-Identifier: MIT
 *
 * A routine as lines, "answer.within 5 arbetsdagar", one for each key and in the words of the file,
 * so that tests can say what a routine says.
 */
#pragma once

#include "inkom/routine.h"

static inline void
show_list(GString *out, const char *key, char *const *words)
{
    g_autofree char *joined = g_strjoinv(", ", (char **)words);
    g_string_append_printf(out, "%s [%s]\n", key, joined);
}

static inline void
show_period(GString *out, const char *key, InkPeriod period)
{
    g_autofree char *text = ink_period_format(period);
    g_string_append_printf(out, "%s %s\n", key, text);
}

static inline void
show_bool(GString *out, const char *key, gboolean value)
{
    g_string_append_printf(out, "%s %s\n", key, value ? "ja" : "nej");
}

static inline void
show_text(GString *out, const char *key, const char *text)
{
    g_string_append_printf(out, "%s %s\n", key, text != NULL ? text : "ingen");
}

static inline void
show_counted(GString *out, const InkRoutine *routine)
{
    static const char *const starts[] = {"inkommet", "registrerat", "bekräftat", "tilldelat"};
    show_period(out, "answer.within", routine->answer_within);
    show_text(out, "answer.from", starts[routine->answer_from]);
    show_bool(out, "answer.needs_contact", routine->answer_needs_contact);
    show_period(out, "first_response", routine->first_response);
    show_period(out, "assignment.within", routine->assign_within);
    show_text(out, "assignment.officers", routine->is_chef_only ? "chefer" : "alla");
    show_text(out, "assignment.called", routine->officer_title);
    show_text(out, "assignment.hint", routine->officer_hint);
    g_string_append(out, "reminders [");
    for (guint i = 0; i < routine->reminders->len; i++) {
        const InkReminder *reminder = routine->reminders->pdata[i];
        g_autofree char *distance = ink_period_format(reminder->distance);
        g_string_append_printf(out, "%s%s%s", i > 0 ? ", " : "", reminder->is_after ? "+" : "-",
                               distance);
    }
    g_string_append(out, "]\n");
    show_period(out, "closing.after_silence", routine->close_after);
    show_bool(out, "closing.when_answered", routine->closes_when_answered);
    show_bool(out, "closing.announce", routine->announces_closing);
    show_bool(out, "closing.thanks_restart", routine->thanks_restart);
}

static inline void
show_letters(GString *out, const InkRoutine *routine)
{
    gboolean waits = routine->receipt_when == INK_RECEIPT_AT_ASSIGNMENT;
    show_text(out, "receipt.template", routine->receipt_template);
    show_list(out, "receipt.must_say", routine->receipt_must_use);
    show_text(out, "receipt.when", waits ? "tilldelning" : "registrering");
    show_period(out, "receipt.within", routine->receipt_within);
    show_list(out, "copies.registered", routine->copy_registered);
    show_list(out, "copies.answered", routine->copy_answered);
    show_text(out, "later_mail.stranger",
              routine->stranger == INK_LATER_REVIEW ? "granska" : "tillför");
    show_text(out, "later_mail.new_matter",
              routine->new_matter == INK_LATER_REVIEW ? "granska" : "tillför");
    show_text(out, "later_mail.to_closed",
              routine->to_closed == INK_CLOSED_LINK ? "länka" : "öppna");
}

static inline void
show_ways(GString *out, const InkRoutine *routine)
{
    show_text(out, "types", routine->has_many_types ? "flera" : "en");
    show_bool(out, "anonymous.register", routine->registers_anonymous);
    show_list(out, "anonymous.to", routine->anonymous_to);
    show_bool(out, "oral.register", routine->registers_oral);
    show_list(out, "oral.to", routine->oral_to);
    show_bool(out, "oral.consent", routine->needs_consent);
    show_bool(out, "simple_questions.register", routine->registers_simple);
    show_text(out, "minor.decision", routine->minor_decision);
    g_string_append_printf(out, "minor.decided_by %s\n",
                           routine->minor_by_person ? "människa" : "regel");
    show_bool(out, "internal.to_chef", routine->internal_to_chef);
    show_text(out, "internal.hint", routine->internal_hint);
    show_bool(out, "relay", routine->may_relay);
}

static inline void
show_named(GString *out, const InkRoutine *routine)
{
    for (guint i = 0; i < routine->channels->len; i++) {
        const InkChannelRoutine *channel = routine->channels->pdata[i];
        g_autofree char *answer =
            channel->has_answer ? ink_period_format(channel->answer_within) : g_strdup("–");
        g_string_append_printf(out, "channel %s: answer %s, receipt %s, later_mail %s, to %s\n",
                               channel->channel, answer, channel->has_receipt ? "ja" : "nej",
                               channel->files_later ? "ja" : "nej",
                               channel->answer_to != NULL ? channel->answer_to : "ingen");
    }
    for (guint i = 0; i < routine->procedures->len; i++) {
        const InkProcedure *procedure = routine->procedures->pdata[i];
        g_autofree char *to = g_strjoinv(", ", procedure->to);
        g_string_append_printf(
            out, "procedure %s: to [%s], letter %s %s, secrecy %s, case %s, forward %s, copy %s\n",
            procedure->name, to, procedure->letter != NULL ? procedure->letter : "ingen",
            procedure->letter_waits ? "beslut" : "genast",
            procedure->secrecy != NULL ? procedure->secrecy : "ingen",
            procedure->is_case ? "ja" : "nej", procedure->is_forwarded ? "ja" : "nej",
            procedure->wants_answer_copy ? "ja" : "nej");
    }
    for (guint i = 0; i < routine->authorities->len; i++) {
        const InkAuthority *authority = routine->authorities->pdata[i];
        g_string_append_printf(out, "authority %s: %s\n", authority->name, authority->contact);
    }
}

static inline char *
show_routine(const InkRoutine *routine)
{
    GString *out = g_string_new(NULL);
    show_text(out, "name", routine->name);
    show_counted(out, routine);
    show_letters(out, routine);
    show_ways(out, routine);
    show_named(out, routine);
    return g_string_free(out, FALSE);
}

/* Whether one of the lines is exactly this. */
static inline void
assert_says(const char *shown, const char *line)
{
    g_auto(GStrv) lines = g_strsplit(shown, "\n", -1);
    if (!g_strv_contains((const char *const *)lines, line))
        g_test_message("not said: %s\nbut:\n%s", line, shown);
    g_assert_true(g_strv_contains((const char *const *)lines, line));
}
