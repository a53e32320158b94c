/* SPDX-License-Identifier: MIT
 *
 * One error domain for the whole program. The code says what the caller must do;
 * the message says, in Swedish and to a person, what is wrong and how to mend it.
 */
#pragma once

#include <glib.h>

#define INK_ERROR (ink_error_quark())

typedef enum {
    INK_ERROR_TEMPORARY,   /* try again later: a full disk, a lost connection, a 4xx answer */
    INK_ERROR_BAD_MESSAGE, /* quarantine this message and go on with the next */
    INK_ERROR_BAD_CONFIG,  /* stop and tell the person who runs the program */
    INK_ERROR_DUPLICATE,   /* already done: acknowledge and go on */
    INK_ERROR_NOT_FOUND,   /* what the person named does not exist */
    INK_ERROR_REFUSED,     /* what was asked for cannot be done: a closed case, a 5xx answer */
    INK_ERROR_INTERNAL,    /* a defect of Inkom itself */
} InkError;

GQuark ink_error_quark(void);

/* The sysexits(3) code that a command ends with for this error (64, 65, 70, 75 or 78). */
int ink_error_exit_code(const GError *error);
