#include "serve/stores.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { NAME_MAX_BYTES = 40 };

typedef struct Slot {
    Store *store;
    bool taken;
    char name[NAME_MAX_BYTES + 1];
    time_t since;
} Slot;

struct Stores {
    const char *path;
    pthread_mutex_t lock;
    pthread_cond_t free, stop;
    pthread_t watch;
    bool watching, stopping;
    Slot slots[STORES_MAX];
};

/* Ends what runs too long; looks once a second. */
static void *watch(void *data) {
    Stores *s = data;
    pthread_mutex_lock(&s->lock);
    while (!s->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&s->stop, &s->lock, &until);
        time_t now = time(NULL);
        for (int i = 0; i < STORES_MAX; i++) {
            if (s->slots[i].taken && now - s->slots[i].since > STORES_SECONDS) {
                store_cancel(s->slots[i].store);
            }
        }
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

Stores *stores_open(const char *path, Err *err) {
    Stores *s = calloc(1, sizeof *s);
    if (s == NULL) {
        err_set(err, "out of memory while the stores were opened");
        return NULL;
    }
    s->path = path;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->free, NULL);
    pthread_cond_init(&s->stop, NULL);
    s->slots[0].store = store_open(path, STORE_READ, err);
    s->watching = s->slots[0].store != NULL && pthread_create(&s->watch, NULL, watch, s) == 0;
    if (!s->watching) {
        if (s->slots[0].store != NULL) {
            err_set(err, "no thread could be started");
        }
        stores_close(s);
        return NULL;
    }
    return s;
}

void stores_close(Stores *s) {
    if (s == NULL) {
        return;
    }
    if (s->watching) {
        pthread_mutex_lock(&s->lock);
        s->stopping = true;
        pthread_cond_signal(&s->stop);
        pthread_mutex_unlock(&s->lock);
        pthread_join(s->watch, NULL);
    }
    for (int i = 0; i < STORES_MAX; i++) {
        store_close(s->slots[i].store);
    }
    pthread_cond_destroy(&s->stop);
    pthread_cond_destroy(&s->free);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* An open one that is free, else an empty place; NULL: all are taken. */
static Slot *free_slot(Stores *s) {
    Slot *empty = NULL;
    for (int i = 0; i < STORES_MAX; i++) {
        if (!s->slots[i].taken && s->slots[i].store != NULL) {
            return &s->slots[i];
        }
        empty = empty == NULL && !s->slots[i].taken ? &s->slots[i] : empty;
    }
    return empty;
}

Store *stores_take(Stores *s, Str name, Err *err) {
    pthread_mutex_lock(&s->lock);
    Slot *slot;
    while ((slot = free_slot(s)) == NULL) {
        pthread_cond_wait(&s->free, &s->lock);
    }
    if (slot->store == NULL) {
        slot->store = store_open(s->path, STORE_READ, err);
    }
    Store *store = slot->store;
    if (store != NULL) {
        uint32_t n = name.n < NAME_MAX_BYTES ? name.n : NAME_MAX_BYTES;
        memcpy(slot->name, n > 0 ? name.at : "", n);
        slot->name[n] = '\0';
        slot->since = time(NULL);
        slot->taken = true;
    }
    pthread_mutex_unlock(&s->lock);
    return store;
}

void stores_give(Stores *s, Store *store) {
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < STORES_MAX; i++) {
        if (s->slots[i].store == store) {
            s->slots[i].taken = false;
            store_resume(store);
        }
    }
    pthread_cond_signal(&s->free);
    pthread_mutex_unlock(&s->lock);
}

int stores_cancel(Stores *s, Str name) {
    int n = 0;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < STORES_MAX && name.n > 0; i++) {
        if (s->slots[i].taken && str_is(name, s->slots[i].name)) {
            store_cancel(s->slots[i].store);
            n++;
        }
    }
    pthread_mutex_unlock(&s->lock);
    return n;
}
