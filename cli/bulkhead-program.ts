// The command line of `bulkhead`: its commands and where each is defined.
import { Command } from 'commander';
import { asAlerts } from './alerts.ts';
import { asAnswerQuestion, asListAssessments, asShowAssessment, asStartAssessment } from './assess.ts';
import { asAuditCheckpoints, asAuditExport, asAuditPublicKey } from './audit-export.ts';
import { asAuditTail } from './audit-tail.ts';
import { asAuditVerify } from './audit-verify.ts';
import { asCanary } from './canary.ts';
import { asComplete, asCompletion } from './completion.ts';
import { asApplyConfig } from './config-apply.ts';
import { asExportConfig } from './config-export.ts';
import { asDbBackup } from './db-backup.ts';
import { asDbRestore } from './db-restore.ts';
import { asDbVerify } from './db-verify.ts';
import { withDoor } from './door.ts';
import { asEmergencyStop } from './emergency-stop.ts';
import { EXIT_CODE_HELP } from './exit-codes.ts';
import { asIncident } from './incident.ts';
import { asInstances } from './instances.ts';
import { asLevel } from './level.ts';
import { asLogin } from './login.ts';
import { asLogout } from './logout.ts';
import { asBreakers, asOrder, asPositions, asRetireExecutor } from './positions.ts';
import { asProcedures } from './procedures.ts';
import { asProfileList, asProfileUse } from './profile.ts';
import { asRelease } from './release.ts';
import { asApprove, asBreakGlass, asDeadlines, asRefuse, asRequests, asWithdraw } from './requests.ts';
import { asRollbackMatrix } from './rollback.ts';
import { asRun } from './run.ts';
import { asSignoffExport } from './signoff-export.ts';
import { asSignoffVerify } from './signoff-verify.ts';
import { asStatus } from './status.ts';
import { asGetSwitch } from './switch-get.ts';
import { asSwitchHistory } from './switch-history.ts';
import { asListSwitches } from './switch-list.ts';
import { asResetSwitch } from './switch-reset.ts';
import { asRollbackSwitch } from './switch-rollback.ts';
import { asSetSwitch } from './switch-set.ts';
import { asUndoChangeSet } from './switch-undo.ts';
import { asWithdrawal } from './withdrawal.ts';

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

  asExportConfig(program.command('export'));
  asApplyConfig(program.command('apply'));

  asInstances(program.command('instances'));

  asRollbackMatrix(program.command('rollback'));
  asRequests(program.command('requests'));
  asApprove(program.command('approve'));
  asRefuse(program.command('refuse'));
  asWithdraw(program.command('withdraw'));
  asBreakGlass(program.command('break-glass'));
  asDeadlines(program.command('deadlines'));
  asLevel(program.command('level'));
  asEmergencyStop(program.command('emergency-stop'));
  asPositions(program.command('positions'));
  asOrder(
    program.command('close-position'),
    'close_position',
    'Have one position closed at market.',
    'symbol',
  );
  asOrder(
    program.command('close-all-positions'),
    'close_all_positions',
    'Have every position closed at market.',
  );
  asOrder(program.command('cancel-all-orders'), 'cancel_all_orders', 'Have every open order cancelled.');
  asOrder(program.command('reconnect'), 'reconnect', 'Have executors connect to the exchange again.');
  asBreakers(program.command('breakers'));
  asOrder(
    program.command('reset-breaker'),
    'reset_breaker',
    'Reset a circuit breaker, after what tripped it was validated.',
    'breaker',
  );
  asOrder(
    program.command('resume-trading'),
    'resume_trading',
    'Resume trading after a breaker was reset.',
    'breaker',
  );
  asRetireExecutor(program.command('retire-executor'));
  asAlerts(program.command('alerts'));
  asIncident(program.command('incident'));
  const assess = program.command('assess').description('The decision assistant.');
  asListAssessments(assess.command('list'));
  asStartAssessment(assess.command('start'));
  asShowAssessment(assess.command('show'));
  asAnswerQuestion(assess.command('answer'));

  asProcedures(program.command('procedures'));
  asRun(program.command('run'));
  asCanary(program.command('canary'));
  asRelease(program.command('release'));
  asWithdrawal(program.command('withdrawal'));

  const audit = program.command('audit').description('The audit log.');
  asAuditTail(audit.command('tail'));
  asAuditVerify(audit.command('verify'));
  asAuditExport(audit.command('export'));
  asAuditCheckpoints(audit.command('checkpoints'));
  asAuditPublicKey(audit.command('public-key'));

  const signoff = program.command('signoff').description('Signed forms of canaries.');
  asSignoffVerify(signoff.command('verify'));
  asSignoffExport(signoff.command('export'));

  const db = program.command('db').description("Bulkhead's own database, without the console.");
  asDbBackup(db.command('backup'));
  asDbRestore(db.command('restore'));
  asDbVerify(db.command('verify'));

  asCompletion(program.command('completion'));
  asComplete(program.command('complete', { hidden: true }), program);
  return program;
}
