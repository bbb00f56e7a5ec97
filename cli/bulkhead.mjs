#!/usr/bin/env node
// The command `bulkhead`.
import { runPinned } from './run-pinned.mjs';

await runPinned('./main.ts');
