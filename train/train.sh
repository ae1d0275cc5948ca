#!/bin/sh
# usage: train.sh DEMARCHE CORPORA OUT      see README.md; `demarche train CORPORA` runs this
# Each step's result is kept in build/train, so that a run that was broken off goes on where it stopped.
# TRAIN_FEW=200 tries all steps in minutes, with so many sentences of each file and one epoch.
set -eu
here=$(dirname "$0")
program=$1 corpora=$2 out=$3
work=${TMP_TRAIN:-build/train${TRAIN_FEW:+-few}}
python=${PYTHON:-/usr/bin/python3}
[ -x "$python" ] || python=python3
mkdir -p "$work" "$out"
export OMP_NUM_THREADS=1

# step RESULT COMMAND…: runs the command, whose last argument is to be the file it writes, unless RESULT is there
step() {
    result=$1
    shift
    [ -e "$result" ] && return
    echo "train: $result" >&2
    "$@" "$result.part"
    mv "$result.part" "$result"
}
# both COMMAND…: runs it with 1 and with 2 as its last argument, at once
both() {
    "$@" 1 &
    "$@" 2
    wait $!
}
syntax() { "$python" "$here/syntax.py" "$@" --ud "$corpora/ud" --few "${TRAIN_FEW:-0}"; }

# sentences
"$python" "$here/sentence.py" "$program" "$out/sentence.bin" "$corpora/ud/ewt-train.conllu.gz" \
    "$corpora/ud/gum-train.conllu.gz"

# raw news, cut into words by the program; masked words are guessed in it
step "$work/raw.pkl" "$python" "$here/raw.py" "$program" "$corpora"

# the large net and the small one: masked words, then the trees, first in large batches, then in small ones
large() {
    step "$work/pre-large.pt" syntax pretrain --raw "$work/raw.pkl" --H 256 --arc 160 --rel 160 --tag 192 --words 30000 \
        --nsub 32768 --epochs 3 --batch 2000 --out
    step "$work/large-1.pt" syntax train --init "$work/pre-large.pt" --seed 11 --lr 1.5e-3 --epochs 14 --drop 0.33 \
        --batch 1200 --out
    step "$work/large-2.pt" syntax train --init "$work/large-1.pt" --seed 21 --lr 1.2e-3 --epochs 9 --drop 0.25 \
        --batch 450 --out
}
small() {
    step "$work/pre.pt" syntax pretrain --raw "$work/raw.pkl" --H 192 --arc 128 --rel 128 --tag 160 --words 20000 \
        --nsub 16384 --epochs 4 --batch 1500 --out
    step "$work/small-1.pt" syntax train --init "$work/pre.pt" --seed 13 --lr 1.5e-3 --epochs 14 --drop 0.3 \
        --batch 1000 --out
    step "$work/small-2.pt" syntax train --init "$work/small-1.pt" --seed 31 --lr 1.2e-3 --epochs 9 --drop 0.2 \
        --batch 400 --out
}
large &
small
wait $!

# teach MODEL: the model parses the raw news in the program, and says what else it thought of each word
teach() {
    syntax export "$work/$1.pt" --out "$work/$1.bin"
    step "$work/$1-silver.pkl" syntax silver "$work/$1.pt" --file "$work/$1.bin" --program "$program" \
        --raw "$work/raw.pkl" --out
}

# the small model learns from the large one's trees too, in four runs; the means of their weights are taken; then from
# its own, in two runs in which EWT counts twice
teach large-2
# tune START ROUND LR DROP EPOCHS RUN
tune() {
    step "$work/small-$2$6.pt" syntax train --init "$work/$1.pt" --silver "$work/large-2-silver.pkl" --silver-part 12500 \
        --seed "$2$6" --lr "$3" --drop "$4" --epochs "$5" --batch 400 --out
}
both tune small-2 5 1e-3 0.2 2
step "$work/mean-1.pt" syntax soup "$work/small-51.pt" "$work/small-52.pt" --out
step "$work/mean-2.pt" syntax soup "$work/small-51.pt" "$work/small-52.pt" "$work/small-2.pt" --out
both tune mean-1 6 8e-4 0.15 1
step "$work/mean-3.pt" syntax soup "$work/small-61.pt" "$work/small-62.pt" "$work/mean-2.pt" --out
teach mean-3
finish() {
    step "$work/small-7$1.pt" syntax train --init "$work/mean-3.pt" --silver "$work/mean-3-silver.pkl" \
        --silver-part 4000 --ewt-times 2 --tag-weight 1 --seed "7$1" --lr 5e-4 --drop 0.25 --epochs 4 --batch 400 --out
}
both finish
step "$work/final.pt" syntax soup "$work/small-71.pt" "$work/small-72.pt" "$work/mean-3.pt" --out
step "$work/accurate.pt" syntax look "$work/final.pt" --drop 0.25 --out
syntax export "$work/accurate.pt" --out "$out/syntax.bin"

# the fast model: far more of such trees, with all that the accurate one thought of each word
step "$work/fast.pt" syntax train --like "$work/mean-3.pt" --least 10 --silver "$work/mean-3-silver.pkl" \
    --silver-part 40000 --H 64 --layers 2 --tag 48 --arc 48 --rel 48 --seed 5 --lr 3e-3 --drop 0.05 --epochs 14 \
    --batch 1200 --out
step "$work/fast-look.pt" syntax look "$work/fast.pt" --drop 0.15 --out
syntax export "$work/fast-look.pt" --out "$out/syntax-fast.bin"
