#include "syntax/tree.h"

#include <stdbool.h>
#include <string.h>

/* One root, and every word reaches it. */
static bool is_tree(Arena *scratch, uint32_t n, const uint32_t *head) {
    uint32_t *seen = arena_array(scratch, uint32_t, n), roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        roots += head[i] == n;
        uint32_t j = i;
        while (j != n && seen[j] == 0) {
            seen[j] = i + 1;
            j = head[j];
        }
        if (j != n && seen[j] == i + 1) {
            return false;
        }
    }
    return roots == 1;
}

/* A cycle in `head` (head[0] is the root's and not looked at): marks its nodes, gives one of them; 0 if there is none.
 */
static uint32_t find_cycle(Arena *scratch, uint32_t m, const uint32_t *head, bool *in) {
    uint32_t *seen = arena_array(scratch, uint32_t, m);
    for (uint32_t i = 1; i < m; i++) {
        uint32_t j = i;
        while (j != 0 && seen[j] == 0) {
            seen[j] = i;
            j = head[j];
        }
        if (j != 0 && seen[j] == i) {
            uint32_t first = j;
            do {
                in[j] = true;
                j = head[j];
            } while (j != first);
            return first;
        }
    }
    return 0;
}

static void spanning(Arena *scratch, TreeArgmax *argmax, uint32_t m, const float *s, uint32_t *head);

/* Contracts the cycle `in` to one node, solves the rest, opens it again. */
static void contract(Arena *scratch, TreeArgmax *argmax, uint32_t m, const float *s, uint32_t *head, const bool *in) {
    uint32_t *rest = arena_array(scratch, uint32_t, m), k = 0;
    float whole = 0;
    for (uint32_t i = 0; i < m; i++) {
        if (in[i]) {
            whole += s[(size_t)i * m + head[i]];
        } else {
            rest[k++] = i;
        }
    }
    uint32_t w = k + 1; /* node k: the cycle */
    float *t = arena_alloc(scratch, (size_t)w * w * sizeof *t);
    uint32_t *leave = arena_array(scratch, uint32_t, w), *enter = arena_array(scratch, uint32_t, w);
    uint32_t *sub = arena_array(scratch, uint32_t, w);
    t[(size_t)k * w + k] = TREE_NEVER;
    for (uint32_t a = 0; a < k; a++) {
        uint32_t i = rest[a];
        float out = TREE_NEVER, into = TREE_NEVER;
        for (uint32_t b = 0; b < k; b++) {
            t[(size_t)a * w + b] = s[(size_t)i * m + rest[b]];
        }
        for (uint32_t c = 0; c < m; c++) {
            if (in[c]) {
                float from = s[(size_t)i * m + c], to = s[(size_t)c * m + i] - s[(size_t)c * m + head[c]] + whole;
                if (from > out || leave[a] == 0) {
                    out = from;
                    leave[a] = c;
                }
                if (to > into || enter[a] == 0) {
                    into = to;
                    enter[a] = c;
                }
            }
        }
        t[(size_t)a * w + k] = out;
        t[(size_t)k * w + a] = into;
    }
    spanning(scratch, argmax, w, t, sub);
    for (uint32_t a = 1; a < k; a++) {
        head[rest[a]] = sub[a] == k ? leave[a] : rest[sub[a]];
    }
    head[enter[sub[k]]] = rest[sub[k]];
}

/* s [m][m]: s[i][j] head j of node i, s[i][i] TREE_NEVER; node 0 is the root. */
static void spanning(Arena *scratch, TreeArgmax *argmax, uint32_t m, const float *s, uint32_t *head) {
    for (uint32_t i = 1; i < m; i++) {
        head[i] = argmax(s + (size_t)i * m, m);
    }
    head[0] = 0;
    bool *in = arena_array(scratch, bool, m);
    if (find_cycle(scratch, m, head, in) != 0) {
        contract(scratch, argmax, m, s, head, in);
    }
}

/* The spanning tree whose only root is `root`; gives its score. */
static float rooted(Arena *scratch, TreeArgmax *argmax, uint32_t n, const float *score, uint32_t stride, uint32_t root,
                    uint32_t *head) {
    uint32_t m = n + 1, *h = arena_array(scratch, uint32_t, m);
    float *s = arena_alloc(scratch, (size_t)m * m * sizeof *s);
    for (uint32_t i = 0; i < n; i++) {
        float *row = s + (size_t)(i + 1) * m;
        memcpy(row + 1, score + (size_t)i * stride, n * sizeof *row);
        row[0] = i == root ? score[(size_t)i * stride + n] : TREE_NEVER;
        for (uint32_t j = 1; i == root && j < m; j++) {
            row[j] = TREE_NEVER;
        }
    }
    for (uint32_t j = 0; j < m; j++) {
        s[j] = TREE_NEVER;
    }
    spanning(scratch, argmax, m, s, h);
    float sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        head[i] = h[i + 1] == 0 ? n : h[i + 1] - 1;
        sum += score[(size_t)i * stride + head[i]];
    }
    return sum;
}

static void grow(Arena *scratch, uint32_t n, const float *score, uint32_t stride, uint32_t root, uint32_t *head) {
    bool *in = arena_array(scratch, bool, n);
    uint32_t last = root;
    for (uint32_t i = 0; i < n; i++) {
        head[i] = n;
    }
    in[root] = true;
    for (uint32_t k = 1; k < n; k++) {
        uint32_t next = n;
        for (uint32_t i = 0; i < n; i++) {
            if (in[i]) {
                continue;
            }
            const float *row = score + (size_t)i * stride;
            if (head[i] == n || row[last] > row[head[i]]) {
                head[i] = last;
            }
            if (next == n || row[head[i]] > score[(size_t)next * stride + head[next]]) {
                next = i;
            }
        }
        in[next] = true;
        last = next;
    }
}

/* The word that is the best root if each other word could have its best head: an upper bound of what a tree with that
   root can reach.  Words marked in `tried` are passed over; n if there is none. */
static uint32_t next_root(uint32_t n, const float *bound, const bool *tried) {
    uint32_t best = n;
    for (uint32_t i = 0; i < n; i++) {
        if (!tried[i] && (best == n || bound[i] > bound[best])) {
            best = i;
        }
    }
    return best;
}

/* Each word's best head; bound[i]: the sum of the best scores if word i is the root and no other. */
static void greedy(TreeArgmax *argmax, uint32_t n, const float *score, uint32_t stride, uint32_t *head, float *bound) {
    float sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        const float *row = score + (size_t)i * stride;
        uint32_t best = argmax(row, n);
        float top = n > 1 ? row[best] : 0;
        sum += top;
        bound[i] = row[n] - top;
        head[i] = n > 1 && top > row[n] ? best : n;
    }
    for (uint32_t i = 0; i < n; i++) {
        bound[i] += sum;
    }
}

void tree_best(Arena *scratch, TreeArgmax *argmax, uint32_t n, const float *score, uint32_t stride, uint32_t *head) {
    float *bound = arena_array(scratch, float, n), best = TREE_NEVER;
    bool *tried = arena_array(scratch, bool, n);
    uint32_t *try = arena_array(scratch, uint32_t, n);
    greedy(argmax, n, score, stride, head, bound);
    if (is_tree(scratch, n, head)) {
        return;
    }
    if (n > TREE_EXACT) {
        grow(scratch, n, score, stride, next_root(n, bound, tried), head);
        return;
    }
    for (int k = 0; k < TREE_ROOTS; k++) {
        uint32_t root = next_root(n, bound, tried);
        if (root == n || (k > 0 && bound[root] <= best)) {
            return;
        }
        tried[root] = true;
        float sum = rooted(scratch, argmax, n, score, stride, root, try);
        if (k == 0 || sum > best) {
            best = sum;
            memcpy(head, try, n * sizeof *head);
        }
    }
}
