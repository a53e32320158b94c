/* SPDX-License-Identifier: MIT
 *
 * A thread that waits for signals.
 */
#include "signals.h"

#include "inkom/log.h"

#include <signal.h>
#include <unistd.h>

#define PATIENCE_US (1500 * 1000)

struct InkSignals {
    GMutex lock;
    GCond changed;
    gboolean has_come;
    sigset_t set;
};

static gpointer
wait_for_signal(gpointer data)
{
    InkSignals *signals = data;
    int number;
    sigwait(&signals->set, &number);
    g_mutex_lock(&signals->lock);
    signals->has_come = TRUE;
    g_cond_broadcast(&signals->changed);
    g_mutex_unlock(&signals->lock);

    g_usleep(PATIENCE_US);
    ink_log_warning("avbryter det som pågår; det tas om vid nästa start");
    _exit(0);
}

InkSignals *
ink_signals_start(void)
{
    InkSignals *signals = g_new0(InkSignals, 1);
    g_mutex_init(&signals->lock);
    g_cond_init(&signals->changed);
    sigemptyset(&signals->set);
    sigaddset(&signals->set, SIGTERM);
    sigaddset(&signals->set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals->set, NULL);
    g_thread_unref(g_thread_new("signals", wait_for_signal, signals));
    return signals;
}

gboolean
ink_signals_should_stop(InkSignals *signals)
{
    g_mutex_lock(&signals->lock);
    gboolean has_come = signals->has_come;
    g_mutex_unlock(&signals->lock);
    return has_come;
}

gboolean
ink_signals_wait(InkSignals *signals, gint64 seconds)
{
    gint64 until = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
    g_mutex_lock(&signals->lock);
    while (!signals->has_come && g_cond_wait_until(&signals->changed, &signals->lock, until))
        ;
    gboolean has_come = signals->has_come;
    g_mutex_unlock(&signals->lock);
    return has_come;
}
