#!/bin/sh
# Runs a program that is not ours, and ends it in order when its launcher is gone: a killed launcher leaves nothing behind.
"$@" &
program=$!
trap 'kill -TERM "$program" 2>/dev/null' TERM INT
while kill -0 "$program" 2>/dev/null; do
  kill -0 "$BULKHEAD_LAUNCHER_PID" 2>/dev/null || kill -TERM "$program" 2>/dev/null
  sleep 1
done
wait "$program"
