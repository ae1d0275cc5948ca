#!/bin/sh
# usage: check_includes.sh SRC    a file may include its own folder and folders to its left, no others
set -eu
cd "$1"
order="base doc text syntax code store out serve cli"
bad=0
allowed=""
for room in $order; do
    allowed="$allowed $room"
    [ -d "$room" ] || continue
    for line in $(grep -Hno '^#include "[^"]*"' "$room"/*.[ch] 2>/dev/null | tr -d ' '); do
        name=${line##*include\"}
        name=${name%\"}
        from=${name%%/*}
        case " $allowed " in
        *" $from "*) ;;
        *)
            echo "src/${line%%:*}: includes \"$name\": only these rooms are to its left:$allowed" >&2
            bad=1
            ;;
        esac
        [ -f "$name" ] || { echo "src/${line%%:*}: \"$name\" is not written from src/ (room/file.h)" >&2; bad=1; }
    done
done
exit $bad
