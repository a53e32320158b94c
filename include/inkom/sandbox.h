/* SPDX-License-Identifier: MIT
 *
 * Reading messages from outside in a process that can do nothing else: no network, no files, no
 * register. It serves many messages, and a new one takes over when it dies or has served enough.
 */
#pragma once

#include "inkom/limits.h"
#include "inkom/message.h"

typedef struct InkSandbox InkSandbox; /* one thread at a time; each has a process of its own */

/* limits are borrowed. No process is started before there is something to read. */
InkSandbox *ink_sandbox_new(const InkLimits *limits);
void ink_sandbox_free(InkSandbox *sandbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkSandbox, ink_sandbox_free)

/* As ink_message_parse(). A message that ends its process (a fault, a limit on time or memory,
 * nonsense in the answer) is tried once more in a new one, and is BAD_MESSAGE after that.
 * TEMPORARY if no process can be started; BAD_CONFIG if the kernel cannot lock one up. */
InkMessage *ink_sandbox_parse(InkSandbox *sandbox, GBytes *bytes, GError **error);

/* Starts one, and says how it is locked up, in Swedish. */
char *ink_sandbox_describe(InkSandbox *sandbox, GError **error);
