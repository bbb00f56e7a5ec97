// Every command by name: what the HTTP door, the server actions and the worker look up. The matrix test walks it.

import { addPasskey } from '#lib/commands/access/add-passkey.ts';
import { allowSignIn } from '#lib/commands/access/allow-sign-in.ts';
import { changePassword } from '#lib/commands/access/change-password.ts';
import { changeRoles } from '#lib/commands/access/change-roles.ts';
import { createKey } from '#lib/commands/access/create-key.ts';
import { createToken } from '#lib/commands/access/create-token.ts';
import { disablePerson } from '#lib/commands/access/disable-person.ts';
import { enablePerson } from '#lib/commands/access/enable-person.ts';
import { ensureAccount } from '#lib/commands/access/ensure-account.ts';
import { ensureApiKey } from '#lib/commands/access/ensure-api-key.ts';
import { invitePerson } from '#lib/commands/access/invite-person.ts';
import { issueFirstRunLink } from '#lib/commands/access/issue-first-run-link.ts';
import { lookAtLink } from '#lib/commands/access/look-at-link.ts';
import { proveSecondFactor } from '#lib/commands/access/prove-second-factor.ts';
import { removePasskey } from '#lib/commands/access/remove-passkey.ts';
import { removeTotp } from '#lib/commands/access/remove-totp.ts';
import { renamePasskey } from '#lib/commands/access/rename-passkey.ts';
import { resetSecondFactor } from '#lib/commands/access/reset-second-factor.ts';
import { revokeKey } from '#lib/commands/access/revoke-key.ts';
import { revokeSession } from '#lib/commands/access/revoke-session.ts';
import { revokeToken } from '#lib/commands/access/revoke-token.ts';
import { rotateKey } from '#lib/commands/access/rotate-key.ts';
import { setUpTotp } from '#lib/commands/access/set-up-totp.ts';
import { signIn } from '#lib/commands/access/sign-in.ts';
import { signInWithOidc } from '#lib/commands/access/sign-in-with-oidc.ts';
import { signInWithPasskey } from '#lib/commands/access/sign-in-with-passkey.ts';
import { signOut } from '#lib/commands/access/sign-out.ts';
import { useLink } from '#lib/commands/access/use-link.ts';
import { withdrawLink } from '#lib/commands/access/withdraw-link.ts';
import { actOnFiring } from '#lib/commands/alerts/act-on-firing.ts';
import { actOnStorm } from '#lib/commands/alerts/act-on-storm.ts';
import { answerTestPage } from '#lib/commands/alerts/answer-test-page.ts';
import { confirmByPagerDuty } from '#lib/commands/alerts/confirm-by-pagerduty.ts';
import { confirmFiring } from '#lib/commands/alerts/confirm-firing.ts';
import { confirmStorm } from '#lib/commands/alerts/confirm-storm.ts';
import { escalateFiring } from '#lib/commands/alerts/escalate-firing.ts';
import { handOver } from '#lib/commands/alerts/hand-over.ts';
import { noteEffective } from '#lib/commands/alerts/note-effective.ts';
import { noteFiring } from '#lib/commands/alerts/note-firing.ts';
import { raiseDrill } from '#lib/commands/alerts/raise-drill.ts';
import { removeChannel } from '#lib/commands/alerts/remove-channel.ts';
import { removeContact } from '#lib/commands/alerts/remove-contact.ts';
import { removeOverride } from '#lib/commands/alerts/remove-override.ts';
import { resolveFiring } from '#lib/commands/alerts/resolve-firing.ts';
import { seeRejected } from '#lib/commands/alerts/see-rejected.ts';
import { sendAgain } from '#lib/commands/alerts/send-again.ts';
import { sendTestPage } from '#lib/commands/alerts/send-test-page.ts';
import { setAlertPolicy } from '#lib/commands/alerts/set-alert-policy.ts';
import { setChannel } from '#lib/commands/alerts/set-channel.ts';
import { setContact } from '#lib/commands/alerts/set-contact.ts';
import { setOverride } from '#lib/commands/alerts/set-override.ts';
import { setRota } from '#lib/commands/alerts/set-rota.ts';
import { takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import { takeOverFiring } from '#lib/commands/alerts/take-over-firing.ts';
import { exportAudit } from '#lib/commands/audit/export-audit.ts';
import { recordBackup } from '#lib/commands/audit/record-backup.ts';
import { recordIntegrity } from '#lib/commands/audit/record-integrity.ts';
import { abortCanary } from '#lib/commands/canary/abort-canary.ts';
import { declineForm } from '#lib/commands/canary/decline-form.ts';
import { disarmCanary } from '#lib/commands/canary/disarm-canary.ts';
import { extendCanary } from '#lib/commands/canary/extend-canary.ts';
import { failCanary } from '#lib/commands/canary/fail-canary.ts';
import { noteCanaryEvidence } from '#lib/commands/canary/note-canary-evidence.ts';
import { noteForm } from '#lib/commands/canary/note-form.ts';
import { openForSignature } from '#lib/commands/canary/open-for-signature.ts';
import { pauseCanary } from '#lib/commands/canary/pause-canary.ts';
import { planCanary } from '#lib/commands/canary/plan-canary.ts';
import { resumeCanary } from '#lib/commands/canary/resume-canary.ts';
import { retryCanary } from '#lib/commands/canary/retry-canary.ts';
import { signForm } from '#lib/commands/canary/sign-form.ts';
import { voidForm } from '#lib/commands/canary/void-form.ts';
import { applyConfig } from '#lib/commands/changes/apply-config.ts';
import { approveChange } from '#lib/commands/changes/approve-change.ts';
import { confirmLevel } from '#lib/commands/changes/confirm-level.ts';
import { expireRequest } from '#lib/commands/changes/expire-request.ts';
import { leaveLevel } from '#lib/commands/changes/leave-level.ts';
import { moveDeadline } from '#lib/commands/changes/move-deadline.ts';
import { noteDeadline } from '#lib/commands/changes/note-deadline.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { recordMissedBudget } from '#lib/commands/changes/record-missed-budget.ts';
import { refuseChange } from '#lib/commands/changes/refuse-change.ts';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { reviewBreakGlass } from '#lib/commands/changes/review-break-glass.ts';
import { rollbackMatrix } from '#lib/commands/changes/rollback-matrix.ts';
import { rollbackSwitch } from '#lib/commands/changes/rollback-switch.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { syncCatalogue } from '#lib/commands/changes/sync-catalogue.ts';
import { undoChangeSet } from '#lib/commands/changes/undo-change-set.ts';
import { withdrawChange } from '#lib/commands/changes/withdraw-change.ts';
import { finishPrevention } from '#lib/commands/incidents/finish-prevention.ts';
import { linkIncident } from '#lib/commands/incidents/link-incident.ts';
import { mitigateIncident } from '#lib/commands/incidents/mitigate-incident.ts';
import { noteIncident } from '#lib/commands/incidents/note-incident.ts';
import { openIncident } from '#lib/commands/incidents/open-incident.ts';
import { recordImpact } from '#lib/commands/incidents/record-impact.ts';
import { resolveIncident } from '#lib/commands/incidents/resolve-incident.ts';
import { savePostMortem } from '#lib/commands/incidents/save-post-mortem.ts';
import { setIncidentSeverity } from '#lib/commands/incidents/set-incident-severity.ts';
import { signPostMortem } from '#lib/commands/incidents/sign-post-mortem.ts';
import { takeIncident } from '#lib/commands/incidents/take-incident.ts';
import { unlinkIncident } from '#lib/commands/incidents/unlink-incident.ts';
import { approveRelease } from '#lib/commands/releases/approve-release.ts';
import { markReleaseGood } from '#lib/commands/releases/mark-release-good.ts';
import { noteReleaseEffective } from '#lib/commands/releases/note-release-effective.ts';
import { pauseRelease } from '#lib/commands/releases/pause-release.ts';
import { refuseRelease } from '#lib/commands/releases/refuse-release.ts';
import { resumeRelease } from '#lib/commands/releases/resume-release.ts';
import { rollBackByTrigger } from '#lib/commands/releases/roll-back-by-trigger.ts';
import { rollBackRelease } from '#lib/commands/releases/roll-back-release.ts';
import { startRelease } from '#lib/commands/releases/start-release.ts';
import { stepRelease } from '#lib/commands/releases/step-release.ts';
import { withdrawRelease } from '#lib/commands/releases/withdraw-release.ts';
import { addRunNote } from '#lib/commands/runs/add-run-note.ts';
import { advanceRun } from '#lib/commands/runs/advance-run.ts';
import { answerQuestion } from '#lib/commands/runs/answer-question.ts';
import { applyStep } from '#lib/commands/runs/apply-step.ts';
import { chooseOption } from '#lib/commands/runs/choose-option.ts';
import { closeAssessment } from '#lib/commands/runs/close-assessment.ts';
import { commandStep } from '#lib/commands/runs/command-step.ts';
import { endRun } from '#lib/commands/runs/end-run.ts';
import { passOverStep } from '#lib/commands/runs/pass-over-step.ts';
import { recordFields } from '#lib/commands/runs/record-fields.ts';
import { signStep } from '#lib/commands/runs/sign-step.ts';
import { startAssessment } from '#lib/commands/runs/start-assessment.ts';
import { startObserve } from '#lib/commands/runs/start-observe.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { takeBackAnswer } from '#lib/commands/runs/take-back-answer.ts';
import { tickStep } from '#lib/commands/runs/tick-step.ts';
import { verifyStep } from '#lib/commands/runs/verify-step.ts';
import { commandExecutors } from '#lib/commands/venue/command-executors.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { isolateInstance } from '#lib/commands/venue/isolate-instance.ts';
import { recordEdgeStop } from '#lib/commands/venue/record-edge-stop.ts';
import { restartAfterStop } from '#lib/commands/venue/restart-after-stop.ts';
import { restoreInstance } from '#lib/commands/venue/restore-instance.ts';
import { retireExecutor } from '#lib/commands/venue/retire-executor.ts';
import { amendWithdrawal } from '#lib/commands/withdrawals/amend-withdrawal.ts';
import { approveWithdrawals } from '#lib/commands/withdrawals/approve-withdrawals.ts';
import { endColdTransfer } from '#lib/commands/withdrawals/end-cold-transfer.ts';
import { expireWithdrawal } from '#lib/commands/withdrawals/expire-withdrawal.ts';
import { exportWithdrawals } from '#lib/commands/withdrawals/export-withdrawals.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import { holdWithdrawal } from '#lib/commands/withdrawals/hold-withdrawal.ts';
import { noteWalletAnswer } from '#lib/commands/withdrawals/note-wallet-answer.ts';
import { reconcileWithdrawal } from '#lib/commands/withdrawals/reconcile-withdrawal.ts';
import { recordColdTransfer } from '#lib/commands/withdrawals/record-cold-transfer.ts';
import { rejectWithdrawal } from '#lib/commands/withdrawals/reject-withdrawal.ts';
import { releaseWithdrawal } from '#lib/commands/withdrawals/release-withdrawal.ts';
import { reportWalletBalances } from '#lib/commands/withdrawals/report-wallet-balances.ts';
import { reportWithdrawal } from '#lib/commands/withdrawals/report-withdrawal.ts';
import { resumeWithdrawal } from '#lib/commands/withdrawals/resume-withdrawal.ts';
import { undoWithdrawalApproval } from '#lib/commands/withdrawals/undo-withdrawal-approval.ts';
import type { AnyCommand } from '#lib/write/command.ts';

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
