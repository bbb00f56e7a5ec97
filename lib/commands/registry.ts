// Every command by name: what the HTTP door, the server actions and the worker look up. The matrix test walks it.
import type { AnyCommand } from '#lib/write/command.ts';
import { abortCanary } from './abort-canary.ts';
import { actOnFiring } from './act-on-firing.ts';
import { actOnStorm } from './act-on-storm.ts';
import { addPasskey } from './add-passkey.ts';
import { addRunNote } from './add-run-note.ts';
import { advanceRun } from './advance-run.ts';
import { allowSignIn } from './allow-sign-in.ts';
import { amendWithdrawal } from './amend-withdrawal.ts';
import { answerQuestion } from './answer-question.ts';
import { answerTestPage } from './answer-test-page.ts';
import { applyConfig } from './apply-config.ts';
import { applyStep } from './apply-step.ts';
import { approveChange } from './approve-change.ts';
import { approveRelease } from './approve-release.ts';
import { approveWithdrawals } from './approve-withdrawals.ts';
import { changePassword } from './change-password.ts';
import { changeRoles } from './change-roles.ts';
import { chooseOption } from './choose-option.ts';
import { closeAssessment } from './close-assessment.ts';
import { commandExecutors } from './command-executors.ts';
import { commandStep } from './command-step.ts';
import { confirmByPagerDuty } from './confirm-by-pagerduty.ts';
import { confirmFiring } from './confirm-firing.ts';
import { confirmLevel } from './confirm-level.ts';
import { confirmStorm } from './confirm-storm.ts';
import { createKey } from './create-key.ts';
import { createToken } from './create-token.ts';
import { declineForm } from './decline-form.ts';
import { disablePerson } from './disable-person.ts';
import { disarmCanary } from './disarm-canary.ts';
import { emergencyStop } from './emergency-stop.ts';
import { enablePerson } from './enable-person.ts';
import { endColdTransfer } from './end-cold-transfer.ts';
import { endRun } from './end-run.ts';
import { ensureAccount } from './ensure-account.ts';
import { ensureApiKey } from './ensure-api-key.ts';
import { escalateFiring } from './escalate-firing.ts';
import { expireRequest } from './expire-request.ts';
import { expireWithdrawal } from './expire-withdrawal.ts';
import { exportAudit } from './export-audit.ts';
import { exportWithdrawals } from './export-withdrawals.ts';
import { extendCanary } from './extend-canary.ts';
import { failCanary } from './fail-canary.ts';
import { fileWithdrawal } from './file-withdrawal.ts';
import { finishPrevention } from './finish-prevention.ts';
import { handOver } from './hand-over.ts';
import { holdWithdrawal } from './hold-withdrawal.ts';
import { invitePerson } from './invite-person.ts';
import { isolateInstance } from './isolate-instance.ts';
import { issueFirstRunLink } from './issue-first-run-link.ts';
import { leaveLevel } from './leave-level.ts';
import { linkIncident } from './link-incident.ts';
import { lookAtLink } from './look-at-link.ts';
import { markReleaseGood } from './mark-release-good.ts';
import { mitigateIncident } from './mitigate-incident.ts';
import { moveDeadline } from './move-deadline.ts';
import { noteCanaryEvidence } from './note-canary-evidence.ts';
import { noteDeadline } from './note-deadline.ts';
import { noteEffective } from './note-effective.ts';
import { noteFiring } from './note-firing.ts';
import { noteForm } from './note-form.ts';
import { noteIncident } from './note-incident.ts';
import { noteReleaseEffective } from './note-release-effective.ts';
import { noteWalletAnswer } from './note-wallet-answer.ts';
import { openForSignature } from './open-for-signature.ts';
import { openIncident } from './open-incident.ts';
import { passOverStep } from './pass-over-step.ts';
import { pauseCanary } from './pause-canary.ts';
import { pauseRelease } from './pause-release.ts';
import { planCanary } from './plan-canary.ts';
import { pressLevel } from './press-level.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { raiseDrill } from './raise-drill.ts';
import { reconcileWithdrawal } from './reconcile-withdrawal.ts';
import { recordBackup } from './record-backup.ts';
import { recordColdTransfer } from './record-cold-transfer.ts';
import { recordEdgeStop } from './record-edge-stop.ts';
import { recordFields } from './record-fields.ts';
import { recordImpact } from './record-impact.ts';
import { recordIntegrity } from './record-integrity.ts';
import { recordMissedBudget } from './record-missed-budget.ts';
import { refuseChange } from './refuse-change.ts';
import { refuseRelease } from './refuse-release.ts';
import { rejectWithdrawal } from './reject-withdrawal.ts';
import { releaseWithdrawal } from './release-withdrawal.ts';
import { removeChannel } from './remove-channel.ts';
import { removeContact } from './remove-contact.ts';
import { removeOverride } from './remove-override.ts';
import { removePasskey } from './remove-passkey.ts';
import { removeTotp } from './remove-totp.ts';
import { renamePasskey } from './rename-passkey.ts';
import { reportWalletBalances } from './report-wallet-balances.ts';
import { reportWithdrawal } from './report-withdrawal.ts';
import { resetSecondFactor } from './reset-second-factor.ts';
import { resetToDefault } from './reset-to-default.ts';
import { resolveFiring } from './resolve-firing.ts';
import { resolveIncident } from './resolve-incident.ts';
import { restartAfterStop } from './restart-after-stop.ts';
import { restoreInstance } from './restore-instance.ts';
import { resumeCanary } from './resume-canary.ts';
import { resumeRelease } from './resume-release.ts';
import { resumeWithdrawal } from './resume-withdrawal.ts';
import { retireExecutor } from './retire-executor.ts';
import { retryCanary } from './retry-canary.ts';
import { reviewBreakGlass } from './review-break-glass.ts';
import { revokeKey } from './revoke-key.ts';
import { revokeSession } from './revoke-session.ts';
import { revokeToken } from './revoke-token.ts';
import { rollBackByTrigger } from './roll-back-by-trigger.ts';
import { rollBackRelease } from './roll-back-release.ts';
import { rollbackMatrix } from './rollback-matrix.ts';
import { rollbackSwitch } from './rollback-switch.ts';
import { rotateKey } from './rotate-key.ts';
import { savePostMortem } from './save-post-mortem.ts';
import { seeRejected } from './see-rejected.ts';
import { sendAgain } from './send-again.ts';
import { sendTestPage } from './send-test-page.ts';
import { setAlertPolicy } from './set-alert-policy.ts';
import { setChannel } from './set-channel.ts';
import { setContact } from './set-contact.ts';
import { setIncidentSeverity } from './set-incident-severity.ts';
import { setOverride } from './set-override.ts';
import { setRota } from './set-rota.ts';
import { setSwitch } from './set-switch.ts';
import { setSwitches } from './set-switches.ts';
import { setUpTotp } from './set-up-totp.ts';
import { signForm } from './sign-form.ts';
import { signIn } from './sign-in.ts';
import { signInWithOidc } from './sign-in-with-oidc.ts';
import { signInWithPasskey } from './sign-in-with-passkey.ts';
import { signOut } from './sign-out.ts';
import { signPostMortem } from './sign-post-mortem.ts';
import { signStep } from './sign-step.ts';
import { startAssessment } from './start-assessment.ts';
import { startObserve } from './start-observe.ts';
import { startRelease } from './start-release.ts';
import { startRun } from './start-run.ts';
import { stepRelease } from './step-release.ts';
import { syncCatalogue } from './sync-catalogue.ts';
import { takeBackAnswer } from './take-back-answer.ts';
import { takeDeliveries } from './take-deliveries.ts';
import { takeIncident } from './take-incident.ts';
import { takeOverFiring } from './take-over-firing.ts';
import { tickStep } from './tick-step.ts';
import { undoChangeSet } from './undo-change-set.ts';
import { undoWithdrawalApproval } from './undo-withdrawal-approval.ts';
import { unlinkIncident } from './unlink-incident.ts';
import { useLink } from './use-link.ts';
import { verifyStep } from './verify-step.ts';
import { voidForm } from './void-form.ts';
import { withdrawChange } from './withdraw-change.ts';
import { withdrawLink } from './withdraw-link.ts';
import { withdrawRelease } from './withdraw-release.ts';

const ALL: readonly AnyCommand[] = [
  addRunNote,
  advanceRun,
  applyStep,
  chooseOption,
  commandStep,
  endRun,
  passOverStep,
  recordFields,
  signStep,
  startObserve,
  startRun,
  tickStep,
  verifyStep,
  startAssessment,
  answerQuestion,
  takeBackAnswer,
  closeAssessment,
  addPasskey,
  allowSignIn,
  approveChange,
  applyConfig,
  changePassword,
  changeRoles,
  commandExecutors,
  confirmLevel,
  createKey,
  createToken,
  disablePerson,
  emergencyStop,
  enablePerson,
  ensureAccount,
  ensureApiKey,
  expireRequest,
  exportAudit,
  exportWithdrawals,
  invitePerson,
  isolateInstance,
  issueFirstRunLink,
  leaveLevel,
  lookAtLink,
  moveDeadline,
  noteDeadline,
  pressLevel,
  proveSecondFactor,
  recordEdgeStop,
  recordBackup,
  recordIntegrity,
  recordMissedBudget,
  refuseChange,
  removePasskey,
  removeTotp,
  renamePasskey,
  resetSecondFactor,
  resetToDefault,
  restartAfterStop,
  restoreInstance,
  retireExecutor,
  reviewBreakGlass,
  revokeKey,
  revokeSession,
  revokeToken,
  rollbackMatrix,
  rollbackSwitch,
  rotateKey,
  setSwitch,
  setSwitches,
  setUpTotp,
  signIn,
  signInWithOidc,
  signInWithPasskey,
  signOut,
  syncCatalogue,
  takeDeliveries,
  actOnFiring,
  actOnStorm,
  confirmFiring,
  confirmStorm,
  seeRejected,
  escalateFiring,
  noteEffective,
  noteFiring,
  raiseDrill,
  resolveFiring,
  setAlertPolicy,
  takeOverFiring,
  openIncident,
  takeIncident,
  setIncidentSeverity,
  mitigateIncident,
  resolveIncident,
  recordImpact,
  noteIncident,
  linkIncident,
  unlinkIncident,
  savePostMortem,
  signPostMortem,
  finishPrevention,
  ...[noteForm, openForSignature, signForm, declineForm, voidForm],
  ...[setRota, setOverride, removeOverride, handOver, setContact, removeContact],
  ...[confirmByPagerDuty, setChannel, removeChannel, sendAgain, sendTestPage, answerTestPage],
  ...[startRelease, approveRelease, refuseRelease, withdrawRelease, stepRelease, pauseRelease, resumeRelease],
  ...[rollBackRelease, rollBackByTrigger, markReleaseGood, noteReleaseEffective],
  ...[planCanary, retryCanary, pauseCanary, resumeCanary, extendCanary],
  ...[abortCanary, noteCanaryEvidence, failCanary, disarmCanary],
  ...[fileWithdrawal, amendWithdrawal, approveWithdrawals, undoWithdrawalApproval],
  ...[releaseWithdrawal, noteWalletAnswer, reportWithdrawal, reportWalletBalances, reconcileWithdrawal],
  ...[recordColdTransfer, endColdTransfer],
  ...[holdWithdrawal, resumeWithdrawal, rejectWithdrawal, expireWithdrawal],
  undoChangeSet,
  useLink,
  withdrawChange,
  withdrawLink,
];

export const COMMANDS: ReadonlyMap<string, AnyCommand> = new Map(
  ALL.map((command) => [command.name, command]),
);

/** Commands that have their own door (sign-in, through next-auth; the exports, with their files) and are not served by POST /api/v1/commands. */
export const NOT_OVER_HTTP: ReadonlySet<string> = new Set([
  'sign-in',
  'sign-in-with-passkey',
  'sign-in-with-oidc',
  'export-audit',
  'export-withdrawals',
]);
