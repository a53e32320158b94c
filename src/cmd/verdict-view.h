/* SPDX-License-Identifier: MIT
 *
 * What would become of messages: shared by `explain` and `run --observe`.
 */
#pragma once

#include "app.h"

/* One message as it would be shown. */
typedef struct InkView InkView;

/* Takes the decision out of the verdict. */
InkView *ink_view_new(const char *file, InkVerdict *verdict);
void ink_view_free(InkView *view);
/* For ink_job_observe(): data is a GPtrArray of InkView. */
void ink_view_collect(const InkEnvelope *envelope, InkVerdict *verdict, gpointer data);

/* As the contract's `explain` with --json, else for people. */
void ink_views_print(const InkApp *app, const GPtrArray *views);
