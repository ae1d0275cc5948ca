/* demarche explain: why. */
#include "cli/command.h"

const char explain_text[] = "Writes for each sentence its tree and for each event its rule.";
const struct poptOption explain_options[] = {POPT_TABLEEND};

int explain_run(poptContext arguments) {
    (void)arguments;
    return EXIT_DONE;
}
