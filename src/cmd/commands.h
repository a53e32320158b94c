/* SPDX-License-Identifier: MIT
 *
 * The commands, one function each; the table of them is in main.c.
 */
#pragma once

#include "app.h"

int ink_cmd_init(InkApp *app, int argc, char **argv);
int ink_cmd_run(InkApp *app, int argc, char **argv);
int ink_cmd_import(InkApp *app, int argc, char **argv);
int ink_cmd_explain(InkApp *app, int argc, char **argv);
int ink_cmd_rules_check(InkApp *app, int argc, char **argv);
int ink_cmd_case_list(InkApp *app, int argc, char **argv);
int ink_cmd_case_show(InkApp *app, int argc, char **argv);
int ink_cmd_case_new(InkApp *app, int argc, char **argv);
int ink_cmd_case_assign(InkApp *app, int argc, char **argv);
int ink_cmd_case_type(InkApp *app, int argc, char **argv);
int ink_cmd_case_title(InkApp *app, int argc, char **argv);
int ink_cmd_case_move(InkApp *app, int argc, char **argv);
int ink_cmd_case_split(InkApp *app, int argc, char **argv);
int ink_cmd_case_move_record(InkApp *app, int argc, char **argv);
int ink_cmd_case_merge(InkApp *app, int argc, char **argv);
int ink_cmd_case_close(InkApp *app, int argc, char **argv);
int ink_cmd_case_reopen(InkApp *app, int argc, char **argv);
int ink_cmd_case_hold(InkApp *app, int argc, char **argv);
int ink_cmd_case_release(InkApp *app, int argc, char **argv);
int ink_cmd_case_cancel(InkApp *app, int argc, char **argv);
int ink_cmd_case_mark(InkApp *app, int argc, char **argv);
int ink_cmd_case_answer(InkApp *app, int argc, char **argv);
int ink_cmd_case_interim(InkApp *app, int argc, char **argv);
int ink_cmd_template_show(InkApp *app, int argc, char **argv);
int ink_cmd_mail_list(InkApp *app, int argc, char **argv);
int ink_cmd_mail_show(InkApp *app, int argc, char **argv);
int ink_cmd_mail_raw(InkApp *app, int argc, char **argv);
int ink_cmd_mail_reconcile(InkApp *app, int argc, char **argv);
int ink_cmd_review_list(InkApp *app, int argc, char **argv);
int ink_cmd_review_resolve(InkApp *app, int argc, char **argv);
int ink_cmd_outbox_list(InkApp *app, int argc, char **argv);
int ink_cmd_outbox_show(InkApp *app, int argc, char **argv);
int ink_cmd_outbox_retry(InkApp *app, int argc, char **argv);
int ink_cmd_outbox_revive(InkApp *app, int argc, char **argv);
int ink_cmd_outbox_cancel(InkApp *app, int argc, char **argv);
int ink_cmd_deadlines(InkApp *app, int argc, char **argv);
int ink_cmd_doctor(InkApp *app, int argc, char **argv);
