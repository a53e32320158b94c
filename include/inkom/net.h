/* SPDX-License-Identifier: MIT
 *
 * What must be done once before any mail server is spoken to.
 */
#pragma once

/* Ignores SIGPIPE, sets libetpan's global timeout, keeps mail out of /tmp. */
void ink_net_init(void);
