# README and manual page name every command and every format there is.
. "$2/tests/cli/lib.sh"
for command in $("$demarche" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    grep -q "^| \`demarche $command" "$source/README.md" || fail "README.md has no row for \"demarche $command\""
    grep -q "^\.SS \"demarche $command " "$source/demarche.1" || fail "demarche.1 does not have \"demarche $command\""
done
for format in $("$demarche" manual | sed -n '/^\.SH FORMATS/,/^\.SH/s/^\.B //p'); do
    grep -q "^| \`$format\`" "$source/README.md" || fail "README.md has no row for format \"$format\""
done
finish
