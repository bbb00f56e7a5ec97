// The command line of `bulkhead`: its commands and where each is defined.
import { Command } from 'commander';
import { asAuditCheckpoints, asAuditExport, asAuditPublicKey } from './audit-export.ts';
import { asAuditTail } from './audit-tail.ts';
import { asAuditVerify } from './audit-verify.ts';
import { asComplete, asCompletion } from './completion.ts';
import { withDoor } from './door.ts';
import { EXIT_CODE_HELP } from './exit-codes.ts';
import { asInstances } from './instances.ts';
import { asLogin } from './login.ts';
import { asLogout } from './logout.ts';
import { asProfileList, asProfileUse } from './profile.ts';
import { asStatus } from './status.ts';
import { asGetSwitch } from './switch-get.ts';
import { asSwitchHistory } from './switch-history.ts';
import { asListSwitches } from './switch-list.ts';
import { asResetSwitch } from './switch-reset.ts';
import { asRollbackSwitch } from './switch-rollback.ts';
import { asSetSwitch } from './switch-set.ts';
import { asUndoChangeSet } from './switch-undo.ts';

export function bulkheadProgram(): Command {
  const program = withDoor(new Command('bulkhead'))
    .description('Bulkhead from the command line.')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODE_HELP)
    // Before there are commands: they take it over.
    .exitOverride();

  asLogin(program.command('login'));
  asLogout(program.command('logout'));
  asStatus(program.command('status'));
  const profiles = program.command('profile').description('Stored consoles.');
  asProfileList(profiles.command('list'));
  asProfileUse(profiles.command('use'));

  const switches = program.command('switch').description('The switches.');
  asGetSwitch(switches.command('get'));
  asSetSwitch(switches.command('set'));
  asListSwitches(switches.command('list'));
  asSwitchHistory(switches.command('history'));
  asRollbackSwitch(switches.command('rollback'));
  asResetSwitch(switches.command('reset'));
  asUndoChangeSet(switches.command('undo'));

  asInstances(program.command('instances'));

  const audit = program.command('audit').description('The audit log.');
  asAuditTail(audit.command('tail'));
  asAuditVerify(audit.command('verify'));
  asAuditExport(audit.command('export'));
  asAuditCheckpoints(audit.command('checkpoints'));
  asAuditPublicKey(audit.command('public-key'));

  asCompletion(program.command('completion'));
  asComplete(program.command('complete', { hidden: true }), program);
  return program;
}
