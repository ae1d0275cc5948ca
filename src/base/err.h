#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

/* What went wrong, in one complete sentence without a final stop: starts lower-case, names its subject in quotes and
   the place (file, line, byte) where there is one.  A function that can fail takes `Err *` last, returns false and
   fills it. */
typedef struct Err {
    char text[512];
} Err;

/* Fills `err` (which may be NULL) and returns false, so that `return err_set(err, …)` reads well. */
bool err_set(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Puts "PREFIX: " before the message that is there. */
bool err_prefix(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
