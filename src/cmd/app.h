/* SPDX-License-Identifier: MIT
 *
 * What every command shares: the options before the command's name, and the parts it asks for.
 */
#pragma once

#include "inkom/config.h"
#include "inkom/pipeline.h"

#define INK_APP_TITLE_MAX 200 /* characters of a title that a person gives */

typedef struct {
    char *config_file;
    char *now; /* --now, NULL = the system's clock */
    gboolean json;
    gboolean is_verbose;

    InkConfig *config;
    InkClock *clock;
    InkStore *store;
    InkPipeline *pipeline;
} InkApp;

typedef struct {
    const char *name;      /* "case list" */
    const char *arguments; /* "DNR [TEXT]" */
    const char *summary;   /* Swedish, one line */
    int (*run)(InkApp *app, int argc, char **argv);
} InkCommand;

extern const InkCommand ink_commands[]; /* ends with a NULL name */

/* Opens what has not been opened yet. On failure the error is for ink_app_fail(). */
gboolean ink_app_open_config(InkApp *app, GError **error);
gboolean ink_app_open_store(InkApp *app, GError **error);
gboolean ink_app_open_pipeline(InkApp *app, GError **error);
/* For commands that change nothing at all: an empty register in memory if there is none yet. */
gboolean ink_app_open_pipeline_to_look(InkApp *app, GError **error);
void ink_app_clear(InkApp *app);

/* What is wrong with the flags, in Swedish. */
char *ink_app_explain_option(const GError *error);

/* Reads the options after the command's name (GLib's, and --help and --json, which every command
 * has). argv[0] is the command. FALSE: the command is over, with *out_status. */
gboolean ink_app_parse(InkApp *app, const char *command, const GOptionEntry *entries, int *argc,
                       char ***argv, int least, int most, int *out_status);

/* An option or argument that makes no sense, in Swedish: exit code 64. Always FALSE. */
gboolean ink_app_refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
gboolean ink_app_check_limit(gint64 limit, GError **error); /* of --limit: at least 1 */

/* Says what is wrong on standard error; returns the exit code. */
int ink_app_fail(const GError *error);
/* The same of each (GError); the exit code of the worst, EX_OK if there are none. */
int ink_app_fail_all(const GPtrArray *errors);

/* A number in any spelling, also without a code; NULL if it is none. */
InkDnr *ink_app_parse_dnr(InkDnrFinder *finder, const char *text);
/* The case that a number on the command line means, in any spelling; a number without a code is
 * looked for in every unit. 0 with NOT_FOUND. */
gint64 ink_app_find_case(InkApp *app, const char *dnr, GError **error);
/* A row number of the ledger, the outbox or the review list. */
gboolean ink_app_parse_id(const char *text, gint64 *out_id, GError **error);
/* When something came in, as --arrived says it: a day or a time that has been. */
gboolean ink_app_parse_arrival(InkApp *app, const char *text, gint64 *out_time, GError **error);
/* A whole command that takes such a number and no flag of its own; the register is open when job
 * runs. Returns the exit code. */
typedef gboolean (*InkRowJob)(InkApp *app, gint64 id, GError **error);
int ink_app_run_on_row(InkApp *app, const char *command, int argc, char **argv, InkRowJob job);
/* Whether what is printed goes out by mail: it may not name what only the register holds. */
gboolean ink_app_is_by_mail(void);
InkTxn *ink_app_begin(InkApp *app, GError **error); /* in the name of the person at the terminal */
