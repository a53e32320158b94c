/* SPDX-License-Identifier: MIT
 *
 * inkom doctor: tries everything the service needs, and says how to mend what fails. Sends no
 * mail, takes in none. With --probe it writes a letter instead, for a person to send from outside.
 */
#include "commands.h"
#include "count.h"
#include "json.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/review.h"
#include "inkom/sandbox.h"
#include "inkom/source.h"
#include "inkom/text.h"
#include "inkom/transport.h"

#include <string.h>
#include <sysexits.h>

typedef struct {
    char *what, *finding;
    gboolean is_good;
} Check;

typedef struct {
    GPtrArray *checks;
    int status;
} Examination;

static void
check_free(gpointer data)
{
    Check *check = data;
    g_free(check->what);
    g_free(check->finding);
    g_free(check);
}

/* An error says which mailbox it is about, and so does the line where it will stand. */
static const char *
skip_what(const char *message, const char *what)
{
    gsize size = strlen(what);
    gboolean is_said = g_str_has_prefix(message, what) && g_str_has_prefix(message + size, ": ");
    return is_said ? message + size + 2 : message;
}

/* error NULL: it is well, and finding says how. Takes finding. */
static void
add(Examination *examination, const char *what, char *finding, const GError *error)
{
    Check *check = g_new0(Check, 1);
    check->what = g_strdup(what);
    check->is_good = error == NULL;
    check->finding = g_strdup(error != NULL ? skip_what(error->message, what) : finding);
    g_free(finding);
    g_ptr_array_add(examination->checks, check);
    examination->status = MAX(examination->status, ink_error_exit_code(error));
}

static void
examine_mailbox(Examination *examination, const InkConfig *config, const InkMailbox *mailbox)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *what = g_strdup_printf("brevlådan %s", mailbox->name);
    g_autoptr(InkSource) source = ink_source_open(mailbox, &config->limits, &error);
    g_autoptr(GPtrArray) listed = source != NULL ? ink_source_list(source, 0, &error) : NULL;
    g_autofree char *count =
        ink_count(listed != NULL ? listed->len : 0, "meddelande", "meddelanden");
    add(examination, what,
        listed != NULL ? g_strdup_printf("öppen, %s väntar%s", count,
                                         ink_source_has_marks(source)
                                             ? ""
                                             : "; servern tar inga nyckelord, ange hellre done:")
                       : NULL,
        error);
}

static void
examine_transport(Examination *examination, const InkConfig *config)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *password = NULL;
    if (config->transport_password != NULL)
        password = ink_secret_read(config->transport_password, &error);
    g_autoptr(InkTransport) transport =
        error == NULL ? ink_transport_new(config->transport, password) : NULL;
    if (transport != NULL)
        ink_transport_check(transport, &error);
    add(examination, "utgående post", ink_endpoint_format(config->transport), error);
}

/* A register that is not there yet is made by the first command, and its folder too. But a folder
 * that is missing is likelier a mistake in the path, and then a new register, with its own numbers,
 * would begin where nobody looks. */
static void
check_folder(const char *store, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(store);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "mappen %s finns inte; skapa den, eller rätta store: i konfigurationen",
                    folder);
}

/* The register is not made here: run by another user than the service, that would shut it out. */
static void
examine_register(Examination *examination, InkApp *app)
{
    g_autoptr(GError) error = NULL;
    gint64 rows = 0;
    gboolean exists = g_file_test(app->config->store, G_FILE_TEST_EXISTS);
    check_folder(app->config->store, &error);
    GError **failure = error == NULL ? &error : NULL;
    if (exists ? ink_app_open_store(app, failure) : ink_app_open_pipeline_to_look(app, failure))
        ink_store_check_journal(app->store, &rows, failure);
    add(examination, "registret",
        exists ? g_strdup_printf("%s, journalens %" G_GINT64_FORMAT " %s ihop", app->config->store,
                                 rows, rows == 1 ? "rad hänger" : "rader hänger")
               : g_strdup_printf("%s finns inte än; det skapas vid första körningen",
                                 app->config->store),
        error);
}

/* Somebody has answered a letter that this register never wrote. Nothing is said when all is well.
 */
static void
examine_numbers(Examination *examination, InkStore *store)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) reviews = ink_store_list_reviews(store, FALSE, &error);
    gint64 lost = 0;
    for (guint i = 0; reviews != NULL && i < reviews->len; i++)
        lost += g_str_equal(((const InkReviewRow *)reviews->pdata[i])->kind, "lost_letter");
    g_autofree char *count = ink_count(lost, "meddelande", "meddelanden");
    if (lost > 0)
        g_set_error(
            &error, INK_ERROR, INK_ERROR_REFUSED,
            "%s på granskningslistan svarar på brev från oss som inte finns i registret; är "
            "det återställt ur en säkerhetskopia, stega över de nummer som har lämnats ut med "
            "\"inkom case new --dnr\"",
            count);
    if (error != NULL)
        add(examination, "numren", NULL, error);
}

static void
add_json(JsonBuilder *builder, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const Check *check = item;
    ink_json_add_string(builder, "what", check->what);
    ink_json_add_bool(builder, "good", check->is_good);
    ink_json_add_string(builder, "finding", check->finding);
}

static void
print(const GPtrArray *checks)
{
    for (guint i = 0; i < checks->len; i++) {
        const Check *check = checks->pdata[i];
        g_autofree char *finding = ink_text_printable(check->finding);
        g_print("%s %s: %s\n", check->is_good ? "✓" : "✗", check->what, finding);
    }
}

static void
examine_sandbox(Examination *examination, const InkConfig *config)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&config->limits);
    char *finding = ink_sandbox_describe(sandbox, &error);
    add(examination, "läsning av meddelanden", finding, error);
}

/* Only where officers are believed by what the border says; where they confirm, it is of use but
 * not needed. */
static void
examine_border(Examination *examination, const InkApp *app)
{
    const InkConfig *config = app->config;
    g_autoptr(GError) error = NULL;
    g_autofree char *finding = NULL;
    gboolean is_proved = FALSE;
    if (config->authserv_id == NULL || config->officers->len == 0)
        return;
    if (ink_pipeline_describe_border(app->pipeline, &is_proved, &finding, &error) && !is_proved &&
        config->officers_proved_by == INK_PROVED_BY_AUTHENTICATION)
        g_set_error_literal(&error, INK_ERROR, INK_ERROR_REFUSED, finding);
    add(examination, "gränsservern", g_steal_pointer(&finding), error);
}

static void
examine_all(Examination *examination, InkApp *app)
{
    g_autoptr(GError) error = NULL;
    add(examination, "konfigurationen", g_strdup(app->config->file), NULL);
    examine_register(examination, app);
    if (app->store != NULL) {
        examine_numbers(examination, app->store);
        gboolean is_good = ink_app_open_pipeline(app, &error);
        add(examination, "regler och mallar", g_strdup("inga fel"), is_good ? NULL : error);
        if (is_good)
            examine_border(examination, app);
    }
    examine_sandbox(examination, app->config);
    for (guint i = 0; i < app->config->mailboxes->len; i++)
        examine_mailbox(examination, app->config, app->config->mailboxes->pdata[i]);
    examine_transport(examination, app->config);
}

/* The service's own register is what will know the letter again: none is made for it. */
static gboolean
write_probe(InkApp *app, const char *from, GError **error)
{
    if (!g_file_test(app->config->store, G_FILE_TEST_EXISTS)) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s finns inte än; kör \"inkom run --once\" först", app->config->store);
        return FALSE;
    }
    if (!ink_app_open_pipeline(app, error))
        return FALSE;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    g_autofree char *letter =
        txn != NULL ? ink_pipeline_issue_probe(app->pipeline, txn, from, error) : NULL;
    if (letter == NULL || !ink_txn_commit(txn, error))
        return FALSE;
    g_print("%s", letter);
    return TRUE;
}

static int
examine(InkApp *app)
{
    Examination examination = {.checks = g_ptr_array_new_with_free_func(check_free)};
    examine_all(&examination, app);
    if (app->json)
        ink_json_print_array(app->clock, examination.checks, add_json);
    else
        print(examination.checks);
    g_ptr_array_unref(examination.checks);
    return examination.status;
}

int
ink_cmd_doctor(InkApp *app, int argc, char **argv)
{
    int status;
    g_autofree char *from = NULL;
    const GOptionEntry entries[] = {
        {"probe", 0, 0, G_OPTION_ARG_STRING, &from,
         "skriv i stället ett brev som prövar gränsservern, att skicka utifrån från ADRESS",
         "ADRESS"},
        {0},
    };
    if (!ink_app_parse(app, "doctor", entries, &argc, &argv, 0, 0, &status))
        return status;
    g_autoptr(GError) error = NULL;
    if (!ink_app_open_config(app, &error) || (from != NULL && !write_probe(app, from, &error)))
        return ink_app_fail(error);
    return from != NULL ? EX_OK : examine(app);
}
