// The command `bulkhead`: its commands and where each is defined.
import { Command } from 'commander';
import { asAuditVerify } from './audit-verify.ts';
import { runProgram } from './program.ts';
import { asSetSwitch } from './switch-set.ts';

const program = new Command('bulkhead').description('Bulkhead from the command line.');

const audit = program.command('audit').description('The audit log.').exitOverride();
asAuditVerify(audit.command('verify').exitOverride());

const switches = program.command('switch').description('The switches.').exitOverride();
asSetSwitch(switches.command('set').exitOverride());

await runProgram(program, process.argv.slice(2));
