#!/usr/bin/env node
// The command `set_switch`.
import { runPinned } from './run-pinned.mjs';

await runPinned('./set-switch-main.ts');
