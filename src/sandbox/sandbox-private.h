/* SPDX-License-Identifier: MIT
 *
 * For this folder and its tests.
 */
#pragma once

#include "inkom/sandbox.h"

/* With a child of the test's own, and cpu_s seconds of processor time for a letter. argument is
 * borrowed. */
InkSandbox *ink_sandbox_new_with_child(const InkLimits *limits, const char *argument, guint cpu_s);
