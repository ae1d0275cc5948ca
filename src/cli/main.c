#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("demarche %s\n", DEMARCHE_VERSION);
        return 0;
    }
    fprintf(stderr, "usage: demarche COMMAND …\n");
    return 2;
}
