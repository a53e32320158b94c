/* SPDX-License-Identifier: MIT
 *
 * What mail programs put where the sender wrote no subject.
 */
#pragma once

/* The subject (in normal form), or "" for "(inget ämne)", "Sv: no subject" and the like. */
const char *ink_title_get_subject(const char *subject);
