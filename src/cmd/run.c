/* SPDX-License-Identifier: MIT
 *
 * inkom run: round after round, take in every mailbox, do what time has brought, and send what is
 * due; once a night, compare the mailboxes with the ledger. A mailbox that fails is told of and
 * tried again next round; the others are not delayed by it.
 */
#include "by-mail.h"
#include "commands.h"
#include "count.h"
#include "json.h"
#include "progress.h"
#include "signals.h"
#include "verdict-view.h"

#include "inkom/error.h"
#include "inkom/jobs.h"
#include "inkom/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sysexits.h>
#include <unistd.h>

typedef struct {
    InkApp *app;
    InkSignals *signals;
    InkTransport *transport;
    InkProgress progress;
    InkTally tally;
    GPtrArray *errors; /* char * */
    int status;        /* exit code of the worst error so far */
} Service;

static gboolean
should_stop(gpointer data)
{
    const Service *service = data;
    return ink_signals_should_stop(service->signals);
}

static void
show_progress(gpointer data, gint64 done, gint64 total)
{
    Service *service = data;
    ink_progress_show(&service->progress, "Tar emot", done, total);
}

/* The message says itself which mailbox, or which database, it is about. */
static void
note_error(Service *service, const GError *error)
{
    g_ptr_array_add(service->errors, g_strdup(error->message));
    ink_log_warning("%s", error->message);
    service->status = MAX(service->status, ink_error_exit_code(error));
}

static InkTransport *
new_transport(const InkConfig *config, GError **error)
{
    g_autofree char *password = NULL;
    if (config->transport_password != NULL &&
        (password = ink_secret_read(config->transport_password, error)) == NULL)
        return NULL;
    return ink_transport_new(config->transport, password);
}

/* Told with --verbose; tests/perf/run reads it. */
static void
note_time(gint64 count, const char *one, const char *many, gint64 start_us)
{
    double seconds = (double)(g_get_monotonic_time() - start_us) / G_USEC_PER_SEC;
    g_autofree char *what = ink_count(count, one, many);
    if (count > 0)
        ink_log_info("%s på %.3f s", what, seconds);
}

static gboolean
take_in(Service *service, const InkMailbox *mailbox)
{
    const InkWatch watch = {should_stop, show_progress, service};
    gint64 start_us = g_get_monotonic_time(), taken_before = service->tally.taken;
    g_autoptr(GError) error = NULL;
    gboolean is_good =
        ink_job_take_in(service->app->pipeline, mailbox, &watch, &service->tally, &error);
    if (!is_good)
        note_error(service, error);
    ink_progress_clear(&service->progress);
    note_time(service->tally.taken - taken_before, "meddelande mottaget", "meddelanden mottagna",
              start_us);
    return is_good;
}

static void
work_off(Service *service, gboolean has_all_mail)
{
    const InkWatch watch = {should_stop, NULL, service};
    g_autoptr(GError) error = NULL;
    if (!ink_job_clockwork(service->app->pipeline, has_all_mail, &watch, &error))
        note_error(service, error);
}

/* Every command is a process of its own, with a transaction of its own. */
static void
run_commands(Service *service)
{
    const InkWatch watch = {should_stop, NULL, service};
    const InkLineRunner runner = ink_by_mail_runner(service->app);
    g_autoptr(GError) error = NULL;
    if (!ink_job_run_commands(service->app->pipeline, &runner, &watch, &error))
        note_error(service, error);
}

static void
reconcile(Service *service, const InkMailbox *mailbox)
{
    const InkWatch watch = {should_stop, NULL, service};
    g_autoptr(GError) error = NULL;
    if (!ink_job_reconcile_nightly(service->app->pipeline, mailbox, &watch, &error))
        note_error(service, error);
}

static void
send_letters(Service *service)
{
    const InkWatch watch = {should_stop, show_progress, service};
    gint64 start_us = g_get_monotonic_time(), sent_before = service->tally.sent;
    g_autoptr(GError) error = NULL;
    if (!ink_job_send(service->app->pipeline, service->transport, &watch, &service->tally, &error))
        note_error(service, error);
    note_time(service->tally.sent - sent_before, "brev skickat", "brev skickade", start_us);
}

/* Two programs at once would only do each other's work twice (the register keeps it from counting
 * twice): one round at a time on one register. FALSE if another has it; closing *out_fd lets the
 * next one in. A lock that cannot be had at all (another user's file) is done without: *out_fd -1.
 */
static gboolean
lock_round(const InkConfig *config, int *out_fd)
{
    g_autofree char *file = g_strconcat(config->store, "-round", NULL);
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(fd);
        return FALSE;
    }
    *out_fd = fd;
    return TRUE;
}

/* FALSE if another program is at it: then nothing is done. */
static gboolean
run_round(Service *service)
{
    const GPtrArray *mailboxes = service->app->config->mailboxes;
    gboolean has_all_mail = TRUE;
    int lock;
    if (!lock_round(service->app->config, &lock))
        return FALSE;
    for (guint i = 0; i < mailboxes->len && !should_stop(service); i++)
        has_all_mail &= take_in(service, mailboxes->pdata[i]);
    for (guint i = 0; i < mailboxes->len && !should_stop(service); i++)
        reconcile(service, mailboxes->pdata[i]);
    if (!should_stop(service))
        run_commands(service);
    if (!should_stop(service))
        work_off(service, has_all_mail);
    if (!should_stop(service))
        send_letters(service);
    if (lock >= 0)
        close(lock);
    return TRUE;
}

/* --- what is told after one round -------------------------------------------------------------*/

static void
print_json(const Service *service)
{
    const InkTally *tally = &service->tally;
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    ink_json_add_int(builder, "taken", tally->taken);
    ink_json_add_int(builder, "cases", tally->cases);
    ink_json_add_int(builder, "quarantined", tally->quarantined);
    ink_json_add_int(builder, "sent", tally->sent);
    ink_json_add_int(builder, "postponed", tally->postponed);
    ink_json_add_int(builder, "failed", tally->failed);
    ink_json_add_int(builder, "unknown", tally->unknown);
    g_ptr_array_add(service->errors, NULL);
    ink_json_add_strings(builder, "errors", (char **)service->errors->pdata);
    json_builder_end_object(builder);
    ink_json_print(builder);
}

static void
print_taken(const InkTally *tally)
{
    g_autofree char *taken = ink_count(tally->taken, "nytt meddelande", "nya meddelanden");
    g_autofree char *cases = ink_count(tally->cases, "nytt ärende", "nya ärenden");
    g_print("%s: %s, %" G_GINT64_FORMAT " i karantän.", taken, cases, tally->quarantined);
}

static void
print_letters(const InkTally *tally)
{
    g_autofree char *sent = ink_count(tally->sent, "brev skickat", "brev skickade");
    g_autofree char *failed = ink_count(tally->failed, "misslyckat", "misslyckade");
    g_autofree char *unknown = ink_count(tally->unknown, "okänt", "okända");
    g_print(" %s, %" G_GINT64_FORMAT " skjuts upp, %s, %s.", sent, tally->postponed, failed,
            unknown);
}

static void
print_summary(const Service *service)
{
    const InkTally *tally = &service->tally;
    gint64 tried = tally->sent + tally->postponed + tally->failed + tally->unknown;
    if (tally->taken == 0)
        g_print("Inga nya meddelanden.");
    else
        print_taken(tally);
    if (tried > 0)
        print_letters(tally);
    if (service->errors->len > 0)
        g_print(" Omgången blev inte hel; det som fattas tas om nästa gång.");
    else if (tried == 0 && tally->taken == 0)
        g_print(" Ingenting har ändrats.");
    g_print("\n");
}

static int
run_once(Service *service)
{
    gboolean is_done = run_round(service);
    if (!is_done) {
        g_autoptr(GError) error = g_error_new_literal(
            INK_ERROR, INK_ERROR_TEMPORARY,
            "en annan omgång pågår redan på samma register; ingenting har gjorts");
        note_error(service, error);
    }
    if (service->app->json)
        print_json(service);
    else if (is_done)
        print_summary(service);
    return service->status;
}

static void
log_taken(const InkTally *tally)
{
    g_autofree char *taken = ink_count(tally->taken, "meddelande", "meddelanden");
    g_autofree char *cases = ink_count(tally->cases, "nytt ärende", "nya ärenden");
    ink_log_info("%s, %s", taken, cases);
}

static int
run_for_ever(Service *service)
{
    gint64 interval_s = service->app->config->interval_s;
    do {
        service->tally = (InkTally){0};
        if (!run_round(service))
            ink_log_info("en annan omgång pågår redan på samma register; väntar till nästa");
        if (service->tally.taken > 0)
            log_taken(&service->tally);
        g_ptr_array_set_size(service->errors, 0);
    } while (!ink_signals_wait(service->signals, interval_s));
    return EX_OK;
}

/* --- observe ----------------------------------------------------------------------------------*/

static int
observe(InkApp *app)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func((GDestroyNotify)ink_view_free);
    for (guint i = 0; i < app->config->mailboxes->len; i++)
        if (!ink_job_observe(app->pipeline, app->config->mailboxes->pdata[i], ink_view_collect,
                             views, &error))
            return ink_app_fail(error);
    ink_views_print(app, views);
    return EX_OK;
}

static int
serve(InkApp *app, gboolean is_once)
{
    g_autoptr(GError) error = NULL;
    Service service = {.app = app, .signals = ink_signals_start()};
    service.transport = new_transport(app->config, &error);
    if (service.transport == NULL)
        return ink_app_fail(error);
    service.errors = g_ptr_array_new_with_free_func(g_free);
    int status = is_once ? run_once(&service) : run_for_ever(&service);
    g_ptr_array_unref(service.errors);
    ink_transport_free(service.transport);
    return status;
}

int
ink_cmd_run(InkApp *app, int argc, char **argv)
{
    gboolean is_once = FALSE, is_observe = FALSE;
    const GOptionEntry entries[] = {
        {"once", 0, 0, G_OPTION_ARG_NONE, &is_once, "gör en omgång och sluta", NULL},
        {"observe", 0, 0, G_OPTION_ARG_NONE, &is_observe,
         "visa vad som skulle hända; ta inte emot, skicka inte", NULL},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "run", entries, &argc, &argv, 0, 0, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gboolean is_open = is_observe ? ink_app_open_pipeline_to_look(app, &error)
                                  : ink_app_open_pipeline(app, &error);
    if (!is_open)
        return ink_app_fail(error);
    return is_observe ? observe(app) : serve(app, is_once);
}
