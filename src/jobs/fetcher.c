/* SPDX-License-Identifier: MIT
 *
 * Two queues and a thread: tasks go in, each is done, and comes out on the other side. After the
 * first failure nothing more is done with the source: each later task comes out with that error.
 * The messages of a batch are read by a pool of threads, in any order, each into its own place;
 * who takes the batch waits until the last is there.
 */
#include "fetcher.h"

#define READERS_MOST 8 /* one thread registers what they read, and no more can keep it busy */

typedef struct {
    enum { TASK_FETCH, TASK_ACKNOWLEDGE, TASK_STOP } kind;
    InkListed *const *listed; /* FETCH */
    gsize count;
    InkFetched *fetched; /* the answer of FETCH, the question of ACKNOWLEDGE */
    guint unread;        /* messages of fetched that a reader has yet to read */
    GError *error;
} Task;

/* One message to be read. */
typedef struct {
    Task *task;
    guint index;
} Page;

struct InkFetcher {
    InkSource *source;
    GThread *thread;
    GAsyncQueue *asked, *done; /* Task */
    guint waiting;             /* tasks that are in the queues or at work */
    GThreadPool *pool;
    GAsyncQueue *readers; /* InkReader: those that are not at work */
    GMutex lock;          /* for unread */
    GCond is_read;
};

void
ink_fetched_free(InkFetched *fetched)
{
    if (fetched == NULL)
        return;
    g_ptr_array_unref(fetched->incoming);
    g_ptr_array_unref(fetched->readings);
    g_free(fetched);
}

void
ink_fetched_drop_bytes(InkFetched *fetched)
{
    g_ptr_array_set_size(fetched->readings, 0);
    for (guint i = 0; i < fetched->incoming->len; i++)
        g_clear_pointer(&((InkIncoming *)fetched->incoming->pdata[i])->bytes, g_bytes_unref);
}

static void
free_task(Task *task)
{
    ink_fetched_free(task->fetched);
    g_clear_error(&task->error);
    g_free(task);
}

static void
free_reading(gpointer reading)
{
    ink_reading_free(reading);
}

static void
read_page(gpointer data, gpointer user_data)
{
    g_autofree Page *page = data;
    InkFetcher *fetcher = user_data;
    InkFetched *fetched = page->task->fetched;
    const InkIncoming *incoming = fetched->incoming->pdata[page->index];
    InkReader *reader = g_async_queue_pop(fetcher->readers);
    fetched->readings->pdata[page->index] = ink_reader_read(reader, incoming->bytes);
    g_async_queue_push(fetcher->readers, reader);

    g_mutex_lock(&fetcher->lock);
    if (--page->task->unread == 0)
        g_cond_signal(&fetcher->is_read);
    g_mutex_unlock(&fetcher->lock);
}

static void
wait_until_read(InkFetcher *fetcher, const Task *task)
{
    g_mutex_lock(&fetcher->lock);
    while (task->unread > 0)
        g_cond_wait(&fetcher->is_read, &fetcher->lock);
    g_mutex_unlock(&fetcher->lock);
}

static void
fetch(InkFetcher *fetcher, Task *task)
{
    GPtrArray *incoming =
        ink_source_fetch(fetcher->source, task->listed, task->count, &task->error);
    if (incoming == NULL)
        return;
    task->fetched = g_new0(InkFetched, 1);
    task->fetched->incoming = incoming;
    task->fetched->readings = g_ptr_array_new_with_free_func(free_reading);
    g_ptr_array_set_size(task->fetched->readings, (int)incoming->len);
    task->unread = incoming->len;
    for (guint i = 0; i < incoming->len; i++) {
        Page page = {task, i};
        g_thread_pool_push(fetcher->pool, g_memdup2(&page, sizeof page), NULL);
    }
}

static gboolean
acknowledge(InkSource *source, const GPtrArray *incoming, GError **error)
{
    g_autoptr(GPtrArray) uids = g_ptr_array_new();
    for (guint i = 0; i < incoming->len; i++)
        g_ptr_array_add(uids, ((const InkIncoming *)incoming->pdata[i])->uid);
    return uids->len == 0 ||
           ink_source_acknowledge(source, (const char *const *)uids->pdata, uids->len, error);
}

static gpointer
work(gpointer data)
{
    InkFetcher *fetcher = data;
    g_autoptr(GError) failure = NULL;
    for (;;) {
        Task *task = g_async_queue_pop(fetcher->asked);
        if (task->kind == TASK_STOP) {
            free_task(task);
            return NULL;
        }
        if (failure != NULL)
            task->error = g_error_copy(failure);
        else if (task->kind == TASK_FETCH)
            fetch(fetcher, task);
        else
            acknowledge(fetcher->source, task->fetched->incoming, &task->error);
        if (failure == NULL && task->error != NULL)
            failure = g_error_copy(task->error);
        g_async_queue_push(fetcher->done, task);
    }
}

static void
push(InkFetcher *fetcher, Task task)
{
    g_async_queue_push(fetcher->asked, g_memdup2(&task, sizeof task));
    fetcher->waiting++;
}

static Task *
pop(InkFetcher *fetcher)
{
    fetcher->waiting--;
    Task *task = g_async_queue_pop(fetcher->done);
    wait_until_read(fetcher, task);
    return task;
}

static void
free_reader(gpointer reader)
{
    ink_reader_free(reader);
}

InkFetcher *
ink_fetcher_new(InkSource *source, const InkPipeline *pipeline)
{
    InkFetcher *fetcher = g_new0(InkFetcher, 1);
    guint count = CLAMP(g_get_num_processors(), 1, READERS_MOST);
    fetcher->source = source;
    g_mutex_init(&fetcher->lock);
    g_cond_init(&fetcher->is_read);
    fetcher->readers = g_async_queue_new_full(free_reader);
    for (guint i = 0; i < count; i++)
        g_async_queue_push(fetcher->readers, ink_reader_new(pipeline));
    fetcher->pool = g_thread_pool_new(read_page, fetcher, (int)count, FALSE, NULL);
    fetcher->asked = g_async_queue_new();
    fetcher->done = g_async_queue_new();
    fetcher->thread = g_thread_new("fetcher", work, fetcher);
    return fetcher;
}

void
ink_fetcher_free(InkFetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    while (fetcher->waiting > 0)
        free_task(pop(fetcher));
    push(fetcher, (Task){.kind = TASK_STOP});
    g_thread_join(fetcher->thread);
    g_thread_pool_free(fetcher->pool, FALSE, TRUE);
    g_async_queue_unref(fetcher->readers);
    g_mutex_clear(&fetcher->lock);
    g_cond_clear(&fetcher->is_read);
    g_async_queue_unref(fetcher->asked);
    g_async_queue_unref(fetcher->done);
    g_free(fetcher);
}

void
ink_fetcher_ask(InkFetcher *fetcher, InkListed *const *listed, gsize count)
{
    push(fetcher, (Task){.kind = TASK_FETCH, .listed = listed, .count = count});
}

InkFetched *
ink_fetcher_take(InkFetcher *fetcher, GError **error)
{
    for (;;) {
        Task *task = pop(fetcher);
        InkFetched *fetched = NULL;
        gboolean is_answer = task->kind == TASK_FETCH || task->error != NULL;
        if (task->error != NULL)
            g_propagate_error(error, g_steal_pointer(&task->error));
        else if (is_answer)
            fetched = g_steal_pointer(&task->fetched);
        free_task(task);
        if (is_answer)
            return fetched;
    }
}

void
ink_fetcher_acknowledge(InkFetcher *fetcher, InkFetched *fetched)
{
    push(fetcher, (Task){.kind = TASK_ACKNOWLEDGE, .fetched = fetched});
}

gboolean
ink_fetcher_finish(InkFetcher *fetcher, GError **error)
{
    gboolean is_good = TRUE;
    while (fetcher->waiting > 0) {
        Task *task = pop(fetcher);
        if (task->error != NULL && is_good) {
            g_propagate_error(error, g_steal_pointer(&task->error));
            is_good = FALSE;
        }
        free_task(task);
    }
    return is_good;
}
