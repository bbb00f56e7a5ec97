// Every read by its path under /api/v1: what the HTTP doors serve and the permission matrix test walks.

import { findCredential } from './find-credential.ts';
import type { AnyRead } from './read.ts';
import { readAccessLog } from './read-access-log.ts';
import { readAlertPolicies } from './read-alert-policies.ts';
import { readAlertTimes } from './read-alert-times.ts';
import { readAlerts } from './read-alerts.ts';
import { readApprovals } from './read-approvals.ts';
import { readAssessment } from './read-assessment.ts';
import { readAssessments } from './read-assessments.ts';
import { readAudit } from './read-audit.ts';
import { readAuditActors } from './read-audit-actors.ts';
import { readBackups } from './read-backups.ts';
import { readCanaries } from './read-canaries.ts';
import { readCanary } from './read-canary.ts';
import { readCanarySeries } from './read-canary-series.ts';
import { readChain } from './read-chain.ts';
import { readChanges } from './read-changes.ts';
import { readDuties } from './read-duties.ts';
import { readEmergencyStops } from './read-emergency-stops.ts';
import { readFactorOffer } from './read-factor-offer.ts';
import { readFigures } from './read-figures.ts';
import { readFiring } from './read-firing.ts';
import { readFirings } from './read-firings.ts';
import { readIncident } from './read-incident.ts';
import { readIncidentSource } from './read-incident-source.ts';
import { readIncidents } from './read-incidents.ts';
import { readInstances } from './read-instances.ts';
import { readKeys } from './read-keys.ts';
import { readLevels } from './read-levels.ts';
import { readMe } from './read-me.ts';
import { readNotifications } from './read-notifications.ts';
import { readOnCall } from './read-on-call.ts';
import { readOutcome } from './read-outcome.ts';
import { readPasskeyChallenge } from './read-passkey-challenge.ts';
import { readPeople } from './read-people.ts';
import { readPositions } from './read-positions.ts';
import { readPrevention } from './read-prevention.ts';
import { readProcedures } from './read-procedures.ts';
import { readProfile } from './read-profile.ts';
import { readRelease } from './read-release.ts';
import { readReleaseVerdict } from './read-release-verdict.ts';
import { readReleases } from './read-releases.ts';
import { readRollback } from './read-rollback.ts';
import { readRollbackHistory } from './read-rollback-history.ts';
import { readRun } from './read-run.ts';
import { readRunbookMetrics } from './read-runbook-metrics.ts';
import { readRuns } from './read-runs.ts';
import { readSignoff } from './read-signoff.ts';
import { readStatus } from './read-status.ts';
import { readSwitchHistory } from './read-switch-history.ts';
import { readSwitches } from './read-switches.ts';
import { readTestPages } from './read-test-pages.ts';
import { readWallet } from './read-wallet.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { readWithdrawalFigures } from './read-withdrawal-figures.ts';
import { readWithdrawalPolicy } from './read-withdrawal-policy.ts';
import { readWithdrawals } from './read-withdrawals.ts';
import { replayQuery } from './replay-query.ts';
import { readIncidentSearch } from './search-incidents.ts';

export const READS: ReadonlyMap<string, AnyRead> = new Map<string, AnyRead>([
  ['me', readMe],
  ['status', readStatus],
  ['switches', readSwitches],
  ['switch-history', readSwitchHistory],
  ['changes', readChanges],
  ['rollback', readRollback],
  ['approvals', readApprovals],
  ['levels', readLevels],
  ['firings', readFirings],
  ['alert-times', readAlertTimes],
  ['alert-policies', readAlertPolicies],
  ['positions', readPositions],
  ['emergency-stops', readEmergencyStops],
  ['runs', readRuns],
  ['run', readRun],
  ['procedures', readProcedures],
  ['runbook-metrics', readRunbookMetrics],
  ['canaries', readCanaries],
  ['canary', readCanary],
  ['canary-series', readCanarySeries],
  ['replay', replayQuery],
  ['incidents', readIncidents],
  ['incident', readIncident],
  ['incident-source', readIncidentSource],
  ['incident-search', readIncidentSearch],
  ['rollback-history', readRollbackHistory],
  ['prevention', readPrevention],
  ['instances', readInstances],
  ['figures', readFigures],
  ['alerts', readAlerts],
  ['firing', readFiring],
  ['assessments', readAssessments],
  ['assessment', readAssessment],
  ['audit', readAudit],
  ['audit-actors', readAuditActors],
  ['audit-chain', readChain],
  ['access-log', readAccessLog],
  ['backups', readBackups],
  ['duty-review', readDuties],
  ['outcome', readOutcome],
  ['people', readPeople],
  ['profile', readProfile],
  ['factor-offer', readFactorOffer],
  ['passkey-challenge', readPasskeyChallenge],
  ['keys', readKeys],
  ['credential', findCredential],
  ['on-call', readOnCall],
  ['notifications', readNotifications],
  ['test-pages', readTestPages],
  ['signoff', readSignoff],
  ['releases', readReleases],
  ['release', readRelease],
  ['release-verdict', readReleaseVerdict],
  ['withdrawals', readWithdrawals],
  ['withdrawal', readWithdrawal],
  ['withdrawal-policy', readWithdrawalPolicy],
  ['withdrawal-figures', readWithdrawalFigures],
  ['wallet', readWallet],
]);
