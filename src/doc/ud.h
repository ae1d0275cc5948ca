#ifndef DOC_UD_H
#define DOC_UD_H

/* Universal Dependencies v2 as the English treebanks use it: one list each, which makes the enum and the names.
   Values are stored in model files: append, never reorder. */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The parameter is not called X, for that is a tag. */
/* clang-format off */
#define UPOS_LIST(DO)                                                                                                  \
    DO(X)                                                                                                              \
    DO(ADJ)                                                                                                            \
    DO(ADP)                                                                                                            \
    DO(ADV) DO(AUX) DO(CCONJ) DO(DET) DO(INTJ) DO(NOUN) DO(NUM) DO(PART) DO(PRON) DO(PROPN) DO(PUNCT) DO(SCONJ)        \
    DO(SYM) DO(VERB)
/* clang-format on */

/* Penn Treebank tags: C name, tag */
/* clang-format off */
#define XPOS_LIST(X)                                                                                                   \
    X(NONE, "_")                                                                                                       \
    X(ADD, "ADD")                                                                                                      \
    X(AFX, "AFX") X(CC, "CC") X(CD, "CD") X(DT, "DT") X(EX, "EX") X(FW, "FW") X(GW, "GW") X(HYPH, "HYPH") X(IN, "IN")  \
    X(JJ, "JJ") X(JJR, "JJR") X(JJS, "JJS") X(LS, "LS") X(MD, "MD") X(NFP, "NFP") X(NN, "NN") X(NNP, "NNP")            \
    X(NNPS, "NNPS") X(NNS, "NNS") X(PDT, "PDT") X(POS, "POS") X(PRP, "PRP") X(PRPS, "PRP$") X(RB, "RB")                \
    X(RBR, "RBR") X(RBS, "RBS") X(RP, "RP") X(SYM, "SYM") X(TO, "TO") X(UH, "UH") X(VB, "VB")                          \
    X(VBD, "VBD") X(VBG, "VBG") X(VBN, "VBN") X(VBP, "VBP") X(VBZ, "VBZ") X(WDT, "WDT") X(WP, "WP")                    \
    X(WPS, "WP$") X(WRB, "WRB") X(LRB, "-LRB-") X(RRB, "-RRB-") X(OPEN, "``") X(CLOSE, "''")                           \
    X(COMMA, ",") X(STOP, ".") X(COLON, ":") X(DOLLAR, "$")
/* clang-format on */

/* relations: C name, relation */
/* clang-format off */
#define DEPREL_LIST(X)                                                                                                 \
    X(dep, "dep")                                                                                                      \
    X(root, "root")                                                                                                    \
    X(acl, "acl") X(acl_relcl, "acl:relcl") X(advcl, "advcl") X(advcl_relcl, "advcl:relcl") X(advmod, "advmod")        \
    X(amod, "amod") X(appos, "appos") X(aux, "aux") X(aux_pass, "aux:pass") X(case, "case") X(cc, "cc")                \
    X(cc_preconj, "cc:preconj") X(ccomp, "ccomp") X(compound, "compound") X(compound_prt, "compound:prt")              \
    X(conj, "conj") X(cop, "cop") X(csubj, "csubj") X(csubj_outer, "csubj:outer")                                      \
    X(csubj_pass, "csubj:pass") X(det, "det") X(det_predet, "det:predet") X(discourse, "discourse")                    \
    X(dislocated, "dislocated") X(expl, "expl") X(fixed, "fixed") X(flat, "flat")                                      \
    X(goeswith, "goeswith") X(iobj, "iobj") X(list, "list") X(mark, "mark") X(nmod, "nmod")                            \
    X(nmod_desc, "nmod:desc") X(nmod_poss, "nmod:poss") X(nmod_unmarked, "nmod:unmarked")                              \
    X(nsubj, "nsubj") X(nsubj_outer, "nsubj:outer") X(nsubj_pass, "nsubj:pass")                                        \
    X(nummod, "nummod") X(obj, "obj") X(obl, "obl") X(obl_agent, "obl:agent")                                          \
    X(obl_unmarked, "obl:unmarked") X(orphan, "orphan")                                                                \
    X(parataxis, "parataxis") X(punct, "punct")                                                                        \
    X(reparandum, "reparandum") X(vocative, "vocative")                                                                \
    X(xcomp, "xcomp")
/* clang-format on */

#define ENUM_UPOS(name)         UPOS_##name,
#define ENUM_XPOS(name, text)   XPOS_##name,
#define ENUM_DEPREL(name, text) DEPREL_##name,

typedef enum Upos { UPOS_LIST(ENUM_UPOS) UPOS_COUNT } Upos;
typedef enum Xpos { XPOS_LIST(ENUM_XPOS) XPOS_COUNT } Xpos;
typedef enum Deprel { DEPREL_LIST(ENUM_DEPREL) DEPREL_COUNT } Deprel;

extern const char *const upos_names[UPOS_COUNT];
extern const char *const xpos_names[XPOS_COUNT];
extern const char *const deprel_names[DEPREL_COUNT];

#endif
