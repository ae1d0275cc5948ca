#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

/* The sockets: libmicrohttpd in front of route().

   Who may ask: on a loopback address, everybody on this machine whose request names that address as its host (so that
   no foreign page can reach in by a name of its own).  On any other address, who has the token, or everybody where the
   site is said to be public.  One address http://…/?token=TOKEN sets the token as a cookie.
   Limits: 300 connections (100 of one address from elsewhere), 15 seconds of silence, 15 for a header, 60 for a body,
   60 to take a reply that is no download (patience.h), 64 KiB of header, REQUEST_BODY_MAX bytes of body. */

#include "serve/route.h"

typedef struct HttpOptions {
    const char *listen; /* "127.0.0.1:8642", "[::1]:0", "0.0.0.0:80" */
    const char *token;  /* NULL none */
    bool public;        /* --read-only-public */
} HttpOptions;

typedef struct Http Http;

/* NULL with `err`: no such address, already taken, or an address that needs a token.  `site` must outlive it. */
Http *http_start(const Site *site, const HttpOptions *options, Err *err);
/* "http://127.0.0.1:8642/", with the token where there is one. */
const char *http_address(const Http *http);
/* Ends the running questions and closes all connections. */
void http_stop(Http *http);

#endif
