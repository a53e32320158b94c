/* SPDX-License-Identifier: MIT
 *
 * Stopping: SIGTERM and SIGINT ask the service to end after what it has begun. If a server keeps
 * us waiting, the program ends all the same within two seconds: nothing that is not committed has
 * been acknowledged, so the next start goes on where this one ended.
 */
#pragma once

#include <glib.h>

typedef struct InkSignals InkSignals;

/* Before any other thread is started. */
InkSignals *ink_signals_start(void);
gboolean ink_signals_should_stop(InkSignals *signals);
/* Waits until a signal or the time has come. TRUE: a signal. */
gboolean ink_signals_wait(InkSignals *signals, gint64 seconds);
