/* SPDX-License-Identifier: MIT
 *
 * Which language a message is in, by its function words.
 */
#pragma once

#include <glib.h>

/* "sv", "en", "fi" or "se". subject and text: valid UTF-8. Anything else, and doubt, is "sv". */
const char *ink_language_guess(const char *subject, const char *text);
