/* SPDX-License-Identifier: MIT
 *
 * Addresses that nobody reads.
 */
#pragma once

#include <glib.h>

/* By its local part: mailer-daemon, noreply, owner-x, x-bounces … (RFC 3834 §2, RFC 5230 §4.6).
 * Address tags are looked through: BATV's prvs=…=, SRS0=…= of a forwarder. */
gboolean ink_address_is_machine(const char *address);
