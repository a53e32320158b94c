/* SPDX-License-Identifier: MIT
 *
 * Registrars' commands by mail: each is run by this program, as if it had been typed.
 */
#pragma once

#include "app.h"

#include "inkom/jobs.h"

/* Set for a command that stands in a letter: who has ordered it, for the journal. Its output goes
 * out by mail. */
#define INK_BY_MAIL_VARIABLE "INKOM_BY_MAIL"

InkLineRunner ink_by_mail_runner(const InkApp *app);
