/* SPDX-License-Identifier: MIT
 *
 * The parent's side of one child: started, asked, watched, ended.
 */
#pragma once

#include "frame.h"

#include "inkom/limits.h"

typedef struct InkChild InkChild;

/* This program with one argument; waits until it is locked up. TEMPORARY if it cannot be started
 * now, BAD_CONFIG if the kernel has no lock for it. */
InkChild *ink_child_start(const char *argument, const InkLimits *limits, GError **error);
/* Kills it, and waits for its end. */
void ink_child_free(InkChild *child);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkChild, ink_child_free)

int ink_child_get_landlock(const InkChild *child);

/* Whether it waits for a question, alive and silent; one that does not is not worth asking. */
gboolean ink_child_is_idle(const InkChild *child);

/* Borrowed until the child is asked again or freed. */
typedef struct {
    InkFrameKind kind;
    const char *bytes;
    gsize size;
} InkAnswer;

/* Sends the bytes and waits for the answer, at most cpu_s seconds of the child's processor time and
 * five times that on the wall. FALSE if nothing whole came: then the child is dead or
 * to be ended, and *out_why (new) says what it did, in Swedish ("avbröts av SIGSEGV"). */
gboolean ink_child_ask(InkChild *child, GBytes *bytes, guint cpu_s, InkAnswer *out_answer,
                       char **out_why);
