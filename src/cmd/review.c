/* SPDX-License-Identifier: MIT
 *
 * inkom review list, resolve: what waits for a person, and the person's decision.
 */
#include "inkom/review.h"

#include "commands.h"
#include "listing.h"

#include "inkom/delivery.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/outbox.h"
#include "inkom/rules.h"
#include "inkom/text.h"

#include <sysexits.h>

static const struct {
    const char *kind, *swedish;
} kinds[] = {
    {"unclear", "oklart"},         {"unknown_number", "okänt nummer"},
    {"lost_letter", "okänt brev"}, {"stranger", "ny avsändare"},
    {"new_matter", "ny sak?"},     {"encrypted", "krypterat"},
    {"quarantine", "karantän"},    {"receipt", "bekräftelse"},
    {"sensitive", "känsligt"},     {"undecided", "regel avbruten"},
    {"bounce", "studs"},           {"automatic", "automatiskt"},
    {"refer", "hänvisas"},         {"review", "avgörs"},
    {"spam", "skräppost"},         {"origin", "upphov"},
    {"form", "formulär"},          {"consent", "samtycke"},
    {"simple", "enkel fråga"},     {"abuse", "personangrepp?"},
    {"letter", "brev?"},           {"minor", "ringa betydelse?"},
    {"officer", "handläggare"},
};

static const char *
get_swedish(const char *kind)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kinds[i].kind, kind))
            return kinds[i].swedish;
    return kind;
}

static void
add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkReviewRow *row = item;
    ink_json_add_int(builder, "id", row->id);
    ink_json_add_string(builder, "kind", row->kind);
    ink_json_add_string(builder, "reason", row->reason);
    ink_json_add_id(builder, "message", row->message);
    ink_json_add_string(builder, "dnr", row->dnr);
    ink_json_add_string(builder, "sender", row->sender);
    ink_json_add_string(builder, "subject", row->subject);
    ink_json_add_time(builder, "created", clock, row->created_at);
    ink_json_add_time(builder, "resolved", clock, row->resolved_at);
    ink_json_add_string(builder, "resolved_by", row->resolved_by);
    ink_json_add_string(builder, "resolution", row->resolution);
}

static char *
describe_resolution(const InkReviewRow *row)
{
    return row->resolution != NULL ? g_strdup_printf("%s (%s)", row->resolution, row->resolved_by)
                                   : NULL;
}

static void
add_row(InkTable *table, const InkClock *clock, gconstpointer item)
{
    const InkReviewRow *row = item;
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, row->id);
    g_autofree char *message = g_strdup_printf("%" G_GINT64_FORMAT, row->message);
    g_autofree char *created = ink_clock_format_short(clock, row->created_at);
    g_autofree char *resolution = describe_resolution(row);
    ink_table_add(table, (const char *const[]){id, created, get_swedish(row->kind), row->dnr,
                                               row->message != 0 ? message : NULL, row->sender,
                                               row->subject, row->reason, resolution, NULL});
}

static const char *const headings[] = {"Id",   "Väntar sedan", "Vad",  "Ärende",  "Meddelande",
                                       "Från", "Ämne",         "Skäl", "Avgjort", NULL};
static const InkListing listing = {add_json, headings, add_row, "Ingenting väntar på en människa."};

static gboolean
list(InkApp *app, gboolean and_resolved, GError **error)
{
    if (!ink_app_open_store(app, error))
        return FALSE;
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(app->store, and_resolved, error);
    if (rows == NULL)
        return FALSE;
    ink_listing_print(&listing, app, rows);
    return TRUE;
}

int
ink_cmd_review_list(InkApp *app, int argc, char **argv)
{
    gboolean all = FALSE;
    const GOptionEntry entries[] = {
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "även det som är avgjort", NULL},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "review list", entries, &argc, &argv, 0, 0, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return list(app, all, &error) ? EX_OK : ink_app_fail(error);
}

/* --- resolving ----------------------------------------------------------------------------*/

typedef struct {
    gboolean is_new, is_send, is_forgive, is_minor, is_abuse, is_letter;
    char *attach, *done, *unit, *type, *title, *sender, *arrived, *to;
    gint64 arrived_at; /* 0 = none given */
    gint64 bounced;    /* a letter; 0 = none */
} Choice;

static void
choice_clear(Choice *choice)
{
    g_free(choice->attach);
    g_free(choice->done);
    g_free(choice->unit);
    g_free(choice->type);
    g_free(choice->title);
    g_free(choice->sender);
    g_free(choice->arrived);
    g_free(choice->to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Choice, choice_clear)

static gboolean
check_choice(InkApp *app, Choice *choice, GError **error)
{
    int count = choice->is_new + choice->is_send + choice->is_forgive + choice->is_minor +
                choice->is_abuse + choice->is_letter + (choice->attach != NULL) +
                (choice->done != NULL) + (choice->bounced != 0);
    if (count != 1)
        return ink_app_refuse(error, "ange en av --new, --attach, --minor, --abuse, --letter, "
                                     "--send, --forgive, --bounced och --done");
    gboolean has_wish = choice->unit != NULL || choice->type != NULL || choice->title != NULL ||
                        choice->sender != NULL || choice->arrived != NULL;
    if (has_wish && !choice->is_new)
        return ink_app_refuse(error,
                              "--unit, --type, --title, --sender och --arrived hör till --new");
    g_autofree char *sender = choice->sender != NULL ? ink_address_canonical(choice->sender) : NULL;
    if (choice->sender != NULL && !ink_address_is_sendable(sender))
        return ink_app_refuse(error, "--sender ska vara en e-postadress");
    if (choice->arrived != NULL &&
        !ink_app_parse_arrival(app, choice->arrived, &choice->arrived_at, error))
        return FALSE;
    g_autofree char *to = choice->to != NULL ? ink_address_canonical(choice->to) : NULL;
    if (to != NULL && (!choice->is_send || !ink_address_is_sendable(to)))
        return ink_app_refuse(error, "--to hör till --send och ska vara en e-postadress");
    if (choice->done != NULL && choice->done[0] == '\0')
        return ink_app_refuse(error, "--done ska säga vad som har gjorts");
    if (choice->unit != NULL && ink_config_find_unit(app->config, choice->unit) == NULL)
        return ink_app_refuse(error, "nämnden i --unit finns inte under units: i konfigurationen");
    if (choice->type != NULL && !g_strv_contains(INK_TYPES, choice->type))
        return ink_app_refuse(error, "ärendetypen i --type är okänd");
    if (choice->title != NULL && !ink_rules_title_is_good(choice->title))
        return ink_app_refuse(error, "--title säger inte vad ärendet rör");
    return TRUE;
}

/* "tillfört TN 2026/0001": the number as the register has it, however it was written here. */
static gboolean
describe(InkApp *app, const char *what, gint64 case_id, char **out_text, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(app->store, case_id, error);
    if (cas == NULL)
        return FALSE;
    *out_text = g_strdup_printf("%s %s", what, cas->dnr);
    return TRUE;
}

static gboolean
register_new(InkApp *app, InkTxn *txn, const InkReviewRow *row, const Choice *choice,
             char **out_text, GError **error)
{
    g_autofree char *title =
        choice->title != NULL ? ink_text_one_line(choice->title, INK_APP_TITLE_MAX) : NULL;
    const InkNewCaseWish wish = {.unit = choice->unit,
                                 .type = choice->type,
                                 .title = title,
                                 .sender = choice->sender,
                                 .arrived = choice->arrived_at};
    gint64 case_id;
    if (!ink_pipeline_register_waiting(app->pipeline, txn, row->message, &wish, &case_id, error))
        return FALSE;
    return describe(app, "registrerat som", case_id, out_text, error);
}

static gboolean
attach(InkApp *app, InkTxn *txn, const InkReviewRow *row, const Choice *choice, char **out_text,
       GError **error)
{
    gint64 case_id = ink_app_find_case(app, choice->attach, error);
    if (case_id == 0 ||
        !ink_pipeline_attach_waiting(app->pipeline, txn, row->message, case_id, error))
        return FALSE;
    return describe(app, "tillfört", case_id, out_text, error);
}

/* Of the inbox that it came to: it has no case. */
static const InkRoutine *
get_routine(const InkApp *app, const InkLedgerRow *message)
{
    const InkMailbox *mailbox = ink_config_find_mailbox(app->config, message->mailbox);
    const InkUnit *unit = mailbox != NULL ? ink_config_find_unit(app->config, mailbox->unit)
                                          : app->config->units->pdata[0];
    return unit->routine;
}

static gboolean
set_minor(InkApp *app, InkTxn *txn, const InkReviewRow *row, char **out_text, GError **error)
{
    g_autoptr(InkLedgerRow) message = ink_store_get_message(app->store, row->message, error);
    if (message == NULL)
        return FALSE;
    if (message->case_id != 0) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "meddelandet hör till %s och kan då inte vara av ringa betydelse",
                    message->dnr);
        return FALSE;
    }
    const InkRoutine *routine = get_routine(app, message);
    g_autofree char *text = routine->minor_decision != NULL
                                ? g_strdup_printf("uppenbart ringa betydelse, gallras enligt %s",
                                                  routine->minor_decision)
                                : g_strdup("uppenbart ringa betydelse");
    if (!ink_txn_set_outcome(txn, row->message, "minor", 0, 0, text, error) ||
        !ink_txn_add_journal(txn, "ringa betydelse", 0, row->message, NULL, routine->minor_decision,
                             error))
        return FALSE;
    *out_text = g_steal_pointer(&text);
    return TRUE;
}

/* B7. */
static gboolean
refuse_abuse(InkApp *app, InkTxn *txn, const InkReviewRow *row, char **out_text, GError **error)
{
    gint64 case_id = row->case_id;
    g_autofree char *no_letter = NULL;
    if (!ink_pipeline_refuse_abuse(app->pipeline, txn, row->message, &case_id, &no_letter, error))
        return FALSE;
    g_autofree char *what =
        no_letter != NULL ? g_strdup_printf("personangrepp, avböjs utan brev (%s):", no_letter)
                          : g_strdup("personangrepp, avböjs med brev:");
    return describe(app, what, case_id, out_text, error);
}

/* What a report has done by itself is undone where it is seen: at the address. */
static gboolean
forgive_bounce(InkApp *app, const InkReviewRow *row, char **out_text, GError **error)
{
    g_autoptr(GPtrArray) dead = ink_store_list_dead_addresses(app->store, row->case_id, error);
    if (dead == NULL)
        return FALSE;
    for (guint i = 0; i < dead->len; i++) {
        const InkDeadAddress *address = dead->pdata[i];
        if (address->message == row->message && address->lifted_at == INK_TIME_NONE) {
            g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                        "inga brev går till %s efter den här studsen; fungerar adressen skriver du "
                        "\"inkom outbox revive %s\"",
                        address->address, address->address);
            return FALSE;
        }
    }
    *out_text = g_strdup("räknas inte som en studs; inget är ändrat");
    return TRUE;
}

static gboolean
confirm_bounce(InkApp *app, InkTxn *txn, const InkReviewRow *row, const Choice *choice,
               char **out_text, GError **error)
{
    if (!g_str_equal(row->kind, "bounce"))
        return ink_app_refuse(error, "--bounced gäller bara det som står som studs");
    g_autoptr(InkOutboxRow) letter = ink_store_get_letter(app->store, choice->bounced, error);
    if (letter == NULL ||
        !ink_pipeline_confirm_bounce(app->pipeline, txn, row->message, choice->bounced, error))
        return FALSE;
    *out_text = g_strdup_printf("brev %" G_GINT64_FORMAT " kom tillbaka; inga brev till %s",
                                choice->bounced, letter->to);
    return TRUE;
}

/* The debt is settled when its row is. */
static gboolean
forgive(InkApp *app, InkTxn *txn, const InkReviewRow *row, char **out_text, GError **error)
{
    if (g_str_equal(row->kind, "bounce"))
        return forgive_bounce(app, row, out_text, error);
    *out_text = g_strdup("ingen bekräftelse skickas");
    return ink_pipeline_forgive_owed(app->pipeline, txn, row->id, error);
}

static gboolean
carry_out(InkApp *app, InkTxn *txn, const InkReviewRow *row, const Choice *choice, char **out_text,
          GError **error)
{
    if (row->message == 0 && choice->done == NULL)
        return ink_app_refuse(
            error, "det här gäller inget meddelande; ange --done med vad som har gjorts");
    if (choice->is_new)
        return register_new(app, txn, row, choice, out_text, error);
    if (choice->attach != NULL)
        return attach(app, txn, row, choice, out_text, error);
    if (choice->is_send) {
        *out_text = g_strdup("bekräftelsen skickas");
        return ink_pipeline_send_owed(app->pipeline, txn, row->id, choice->to, error);
    }
    if (choice->bounced != 0)
        return confirm_bounce(app, txn, row, choice, out_text, error);
    if (choice->is_forgive)
        return forgive(app, txn, row, out_text, error);
    if (choice->is_abuse)
        return refuse_abuse(app, txn, row, out_text, error);
    if (choice->is_letter) {
        *out_text = g_strdup("förfarandets brev skickas");
        return ink_pipeline_send_way_letter(app->pipeline, txn, row->message, row->case_id, error);
    }
    if (choice->is_minor)
        return set_minor(app, txn, row, out_text, error);
    *out_text = g_strdup(choice->done);
    return TRUE;
}

/* Asked before the transaction too: what a row was resolved with is told, and by mail there is a
 * veil over it only here (ink_store_veil()). */
static gboolean
check_waits(const InkApp *app, gint64 id, GError **error)
{
    g_autoptr(InkReviewRow) row = ink_store_get_waiting_review(app->store, id, error);
    return row != NULL;
}

static gboolean
resolve(InkApp *app, const char *argument, Choice *choice, GError **error)
{
    gint64 id;
    if (!ink_app_parse_id(argument, &id, error) || !ink_app_open_pipeline(app, error) ||
        !check_choice(app, choice, error) || !check_waits(app, id, error))
        return FALSE;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    g_autoptr(InkReviewRow) row =
        txn != NULL ? ink_store_get_waiting_review(app->store, id, error) : NULL;
    g_autofree char *text = NULL;
    if (row == NULL || !carry_out(app, txn, row, choice, &text, error) ||
        !ink_txn_resolve_review(txn, id, text, error) || !ink_txn_commit(txn, error))
        return FALSE;
    if (app->json) {
        JsonBuilder *builder = json_builder_new();
        json_builder_begin_object(builder);
        ink_json_add_int(builder, "id", id);
        ink_json_add_string(builder, "resolution", text);
        json_builder_end_object(builder);
        ink_json_print(builder);
    } else if (ink_app_is_by_mail()) { /* the text may name an address */
        g_print("Granskning %" G_GINT64_FORMAT " är avgjord.\n", id);
    } else {
        g_print("Granskning %" G_GINT64_FORMAT " är avgjord: %s.\n", id, text);
    }
    return TRUE;
}

int
ink_cmd_review_resolve(InkApp *app, int argc, char **argv)
{
    g_auto(Choice) choice = {0};
    const GOptionEntry entries[] = {
        {"new", 0, 0, G_OPTION_ARG_NONE, &choice.is_new, "registrera som nytt ärende", NULL},
        {"unit", 0, 0, G_OPTION_ARG_STRING, &choice.unit, "… hos nämnden", "KOD"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &choice.type, "… med ärendetypen", "TYP"},
        {"title", 0, 0, G_OPTION_ARG_STRING, &choice.title, "… med ärendemeningen", "TEXT"},
        {"sender", 0, 0, G_OPTION_ARG_STRING, &choice.sender, "… från den adressen", "ADRESS"},
        {"arrived", 0, 0, G_OPTION_ARG_STRING, &choice.arrived, "… inkommet den dagen", "TID"},
        {"attach", 0, 0, G_OPTION_ARG_STRING, &choice.attach, "tillför till ärendet", "DNR"},
        {"minor", 0, 0, G_OPTION_ARG_NONE, &choice.is_minor, "uppenbart ringa betydelse", NULL},
        {"abuse", 0, 0, G_OPTION_ARG_NONE, &choice.is_abuse,
         "personangrepp: registrera, avböj med brev och avsluta", NULL},
        {"letter", 0, 0, G_OPTION_ARG_NONE, &choice.is_letter, "skicka förfarandets eget brev",
         NULL},
        {"send", 0, 0, G_OPTION_ARG_NONE, &choice.is_send, "skicka bekräftelsen", NULL},
        {"to", 0, 0, G_OPTION_ARG_STRING, &choice.to, "… till den adressen", "ADRESS"},
        {"forgive", 0, 0, G_OPTION_ARG_NONE, &choice.is_forgive,
         "skicka ingen bekräftelse; räkna det inte som en studs", NULL},
        {"bounced", 0, 0, G_OPTION_ARG_INT64, &choice.bounced, "det brevet kom tillbaka", "BREV"},
        {"done", 0, 0, G_OPTION_ARG_STRING, &choice.done, "avgjort på annat sätt", "TEXT"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "review resolve", entries, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return resolve(app, argv[1], &choice, &error) ? EX_OK : ink_app_fail(error);
}
