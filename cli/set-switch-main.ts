// The command `set_switch` of the manual: NAME VALUE --reason "...".
import { Command } from 'commander';
import { withDoor } from './door.ts';
import { runProgram } from './program.ts';
import { asSetSwitch } from './switch-set.ts';

await runProgram(asSetSwitch(withDoor(new Command('set_switch'))), process.argv.slice(2));
