/* SPDX-License-Identifier: MIT
 *
 * The child's side, in pieces that a test's own child can use.
 */
#pragma once

#include "frame.h"

#include "inkom/limits.h"

/* Takes the limits, loads what will be needed, locks the process up and says so. Ends the process
 * where that fails. */
InkLimits ink_serve_start(void);

/* The next question; NULL when there is none to come. */
GBytes *ink_serve_take(void);
/* What the real child answers. Ends the process when nobody listens. */
void ink_serve_answer(GBytes *question, const InkLimits *limits);

/* To the socket, whole; FALSE if nobody listens. */
gboolean ink_serve_write(gconstpointer bytes, gsize size);
