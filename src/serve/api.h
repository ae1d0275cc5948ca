#ifndef SERVE_API_H
#define SERVE_API_H

/* What the handlers of the API share. */

#include "serve/route.h"
#include "store/query.h"

/* The filters among the parameters; false with a reply. */
bool api_filter(Api *api, Filter *filter);
/* Turns the store's error into a reply; false. */
bool api_failed(Api *api, const Err *err);
/* Which of the names a parameter is; 0 where it is not given. False with a reply. */
bool api_choice(Api *api, const char *key, const char *const *names, int count, int *choice);

#endif
