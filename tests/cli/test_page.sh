# The page that the program carries was built from the sources beside it (./x page), all of them.
. "$2/tests/cli/lib.sh"
cd "$source/web" || exit 1
sha256sum --quiet -c dist/SOURCES || fail 'web/dist is older than its sources: run ./x page'
find src public -type f | sort >"$work/now"
sed 's/^[0-9a-f]*  //' dist/SOURCES | grep -e '^src/' -e '^public/' | sort | cmp -s - "$work/now" ||
    fail 'web/dist was built from other files than there are: run ./x page'
finish
