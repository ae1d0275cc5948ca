#ifndef CODE_SIZE_H
#define CODE_SIZE_H

/* How many were killed, injured, arrested: numbers with a word of killing, wounding, detaining in the sentence. */

#include "code/role.h"

typedef struct Size {
    int32_t dead, injured, arrested; /* −1: not said */
} Size;

/* What the sentence says; a number counts once, for the verb or noun it stands with. */
Size size_read(const Tree *tree, uint32_t sentence);

/* The value of a number in digits ("1,200") or words ("twenty-six"), −1 if it is none. */
int32_t size_number(Str word);

#endif
