#ifndef SERVE_PATIENCE_H
#define SERVE_PATIENCE_H

/* How long a client may take for its part, whatever it sends meanwhile: a byte now and then keeps no place.  Whoever is
   later finds the connection closed.  (That nothing at all comes is libmicrohttpd's own time-out.) */

#include "base/err.h"

typedef struct Patience Patience;
typedef struct Visit Visit; /* one connection */

/* NULL with `err`: no memory, no thread.  At most `visits` connections at a time. */
Patience *patience_open(unsigned visits, Err *err);
void patience_close(Patience *patience); /* NULL does nothing */

/* NULL: more than `visits`. */
Visit *patience_begin(Patience *patience, int socket);
/* Its next step may take so many seconds from now on; 0: as long as it likes.  A NULL visit is nobody's. */
void patience_allow(Patience *patience, Visit *visit, int seconds);
void patience_end(Patience *patience, Visit *visit);

#endif
