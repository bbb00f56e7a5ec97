// The command `bulkhead`.
import { bulkheadProgram } from './bulkhead-program.ts';
import { runProgram } from './program.ts';

// What goes wrong is said in words here; lines of a log would stand in an answer that a program reads.
process.env.BULKHEAD_LOG_LEVEL ??= 'silent';
await runProgram(bulkheadProgram(), process.argv.slice(2));
