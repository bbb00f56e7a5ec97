// The command `bulkhead`.
import { bulkheadProgram } from './bulkhead-program.ts';
import { runProgram } from './program.ts';

await runProgram(bulkheadProgram(), process.argv.slice(2));
