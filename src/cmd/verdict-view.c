/* SPDX-License-Identifier: MIT
 *
 * A verdict, shown.
 */
#include "verdict-view.h"

#include "json.h"
#include "table.h"

#include "inkom/text.h"

/* Everything is copied: a view outlives the message. */
struct InkView {
    char *file, *from, *subject;
    InkDecision *decision;
    InkOrigin *origin; /* NULL: it could not be read */
};

InkView *
ink_view_new(const char *file, InkVerdict *verdict)
{
    const InkMessage *message = verdict->message;
    const InkAddress *sender = message != NULL ? ink_message_get_sender(message) : NULL;
    InkView *view = g_new0(InkView, 1);
    view->file = g_utf8_make_valid(file, -1);
    view->from = sender != NULL ? g_strdup(sender->address) : NULL;
    view->subject = message != NULL ? g_strdup(message->subject) : NULL;
    view->decision = g_steal_pointer(&verdict->decision);
    view->origin = g_steal_pointer(&verdict->origin);
    return view;
}

void
ink_view_free(InkView *view)
{
    g_free(view->file);
    g_free(view->from);
    g_free(view->subject);
    ink_decision_free(view->decision);
    ink_origin_free(view->origin);
    g_free(view);
}

void
ink_view_collect(const InkEnvelope *envelope, InkVerdict *verdict, gpointer data)
{
    g_autofree char *name = g_strdup_printf("%s/%s", envelope->mailbox, envelope->uid);
    g_ptr_array_add(data, ink_view_new(name, verdict));
}

/* --- JSON -------------------------------------------------------------------------------------*/

static void
add_reply(JsonBuilder *builder, const InkDecision *decision)
{
    json_builder_set_member_name(builder, "reply");
    json_builder_begin_object(builder);
    ink_json_add_bool(builder, "send", decision->reply.send);
    ink_json_add_bool(builder, "owed", decision->reply.is_owed);
    ink_json_add_string(builder, "kind", decision->reply.kind);
    ink_json_add_string(builder, "to", decision->reply.to);
    ink_json_add_string(builder, "language", decision->reply.language);
    ink_json_add_string(builder, "reason", decision->reply.reason);
    json_builder_end_object(builder);
}

static void
add_origin(JsonBuilder *builder, const InkClock *clock, const InkOrigin *origin)
{
    json_builder_set_member_name(builder, "origin");
    if (origin == NULL) {
        json_builder_add_null_value(builder);
        return;
    }
    json_builder_begin_object(builder);
    ink_json_add_string(builder, "kind", ink_origin_kind_get_name(origin->kind));
    ink_json_add_string(builder, "confidence", origin->is_certain ? "high" : "low");
    ink_json_add_string(builder, "sender", origin->sender);
    ink_json_add_string(builder, "name", origin->sender_name);
    ink_json_add_string(builder, "phone", origin->phone);
    ink_json_add_time(builder, "date", clock, origin->date);
    ink_json_add_string(builder, "passed_on_by", origin->passed_on_by);
    ink_json_add_string(builder, "form", origin->form);
    json_builder_set_member_name(builder, "evidence");
    json_builder_begin_array(builder);
    for (guint i = 0; i < origin->evidence->len; i++)
        json_builder_add_string_value(builder, origin->evidence->pdata[i]);
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

static void
add_hit(JsonBuilder *builder, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkRuleHit *hit = item;
    ink_json_add_string(builder, "id", hit->rule);
    ink_json_add_string(builder, "file", hit->file);
    ink_json_add_int(builder, "line", hit->line);
    ink_json_add_string(builder, "part", hit->part);
    ink_json_add_string(builder, "match", hit->match);
    ink_json_add_string(builder, "target", hit->target);
    ink_json_add_int(builder, "points", hit->points);
}

static void
add_note(JsonBuilder *builder, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkReviewNote *note = item;
    ink_json_add_string(builder, "kind", note->kind);
    ink_json_add_string(builder, "reason", note->reason);
}

static void
add_view(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkView *view = item;
    const InkDecision *decision = view->decision;
    ink_json_add_string(builder, "file", view->file);
    ink_json_add_string(builder, "from", view->from);
    ink_json_add_string(builder, "sender", decision->sender);
    ink_json_add_string(builder, "subject", view->subject);
    ink_json_add_time(builder, "arrived", clock, decision->arrived);
    ink_json_add_string(builder, "arrived_by", decision->arrived_by);
    ink_json_add_string(builder, "disposition", ink_disposition_get_name(decision->disposition));
    ink_json_add_string(builder, "dnr", decision->dnr);
    ink_json_add_string(builder, "follows", decision->follows);
    ink_json_add_string(builder, "unit", decision->unit);
    ink_json_add_string(builder, "type", decision->type);
    ink_json_add_string(builder, "channel", decision->channel);
    ink_json_add_string(builder, "language", decision->language);
    ink_json_add_string(builder, "title", decision->title);
    ink_json_add_string(builder, "officer", decision->officer);
    ink_json_add_strings(builder, "flags", decision->flags);
    ink_json_add_types(builder, decision->type, decision->more_types);
    ink_json_add_string(builder, "procedure", decision->procedure);
    ink_json_add_string(builder, "authority", decision->authority);
    ink_json_add_string(builder, "secrecy", decision->secrecy);
    add_origin(builder, clock, view->origin);
    add_reply(builder, decision);
    json_builder_set_member_name(builder, "reasons");
    json_builder_begin_array(builder);
    for (guint i = 0; i < decision->reasons->len; i++)
        json_builder_add_string_value(builder, decision->reasons->pdata[i]);
    json_builder_end_array(builder);
    ink_json_add_array(builder, "rules", clock, decision->hits, add_hit);
    ink_json_add_array(builder, "review", clock, decision->notes, add_note);
}

/* --- for people -------------------------------------------------------------------------------*/

/* NULL: the sender wrote it. */
static char *
describe_author(const InkView *view)
{
    const InkOrigin *origin = view->origin;
    if (origin == NULL || origin->kind == INK_ORIGIN_DIRECT)
        return NULL;
    const char *name = origin->sender_name != NULL ? origin->sender_name : "";
    const char *address = origin->sender != NULL ? origin->sender : "okänd adress";
    return g_strdup_printf("%s%s%s (%s)", name, *name != '\0' ? ", " : "", address,
                           origin->is_certain ? "säkert" : "osäkert");
}

static void
print_outcome(const InkView *view)
{
    const InkDecision *decision = view->decision;
    g_autofree char *reply =
        g_strdup_printf("%s%s%s: %s", decision->reply.send ? "ja, till " : "nej",
                        decision->reply.send ? decision->reply.to : "",
                        decision->reply.is_owed ? " (väntar på beslut)" : "",
                        decision->reply.reason != NULL ? decision->reply.reason : "");
    g_autofree char *flags = g_strjoinv(", ", decision->flags);
    g_autofree char *author = describe_author(view);
    ink_print_address("Från", view->from);
    ink_print_field("Skrivet av", author);
    ink_print_field("Ämne", view->subject);
    ink_print_field("Blir", ink_disposition_get_swedish(decision->disposition));
    ink_print_field("Ärende", decision->dnr);
    ink_print_field("Länkas till", decision->follows);
    ink_print_field("Nämnd", decision->unit);
    g_autofree char *types =
        decision->type != NULL ? ink_types_join(decision->type, decision->more_types) : NULL;
    ink_print_field("Typ", types);
    ink_print_field("Kanal", decision->channel);
    ink_print_field("Språk", decision->language);
    ink_print_field("Ärendemening", decision->title);
    ink_print_field("Förfarande", decision->procedure);
    ink_print_field("Instans", decision->authority);
    ink_print_field("Sekretess", decision->secrecy);
    ink_print_field("Flaggor", flags[0] != '\0' ? flags : NULL);
    ink_print_field("Bekräftelse", reply);
}

static void
print_view(const InkView *view)
{
    const InkDecision *decision = view->decision;
    g_autofree char *name = ink_text_one_line(view->file, 300);
    g_autofree char *bold = ink_bold(name);
    g_print("%s\n", bold);
    print_outcome(view);
    g_print("  Därför:\n");
    for (guint i = 0; i < decision->reasons->len; i++)
        ink_print_text("    – ", decision->reasons->pdata[i]);
    for (guint i = 0; i < decision->hits->len; i++) {
        g_autofree char *hit = ink_rule_hit_describe(decision->hits->pdata[i]);
        ink_print_text("    – ", hit);
    }
    for (guint i = 0; i < decision->notes->len; i++) {
        const InkReviewNote *note = decision->notes->pdata[i];
        ink_print_text("    – till granskning: ", note->reason);
    }
}

void
ink_views_print(const InkApp *app, const GPtrArray *views)
{
    if (app->json) {
        ink_json_print_array(app->clock, views, add_view);
        return;
    }
    for (guint i = 0; i < views->len; i++) {
        if (i > 0)
            g_print("\n");
        print_view(views->pdata[i]);
    }
    if (views->len == 0)
        g_print("Inga meddelanden.\n");
}
