// Every read by its path under /api/v1: what the HTTP doors serve and the permission matrix test walks.

import { findCredential } from '#lib/reads/access/find-credential.ts';
import { readAccessLog } from '#lib/reads/access/read-access-log.ts';
import { readDuties } from '#lib/reads/access/read-duties.ts';
import { readFactorOffer } from '#lib/reads/access/read-factor-offer.ts';
import { readKeys } from '#lib/reads/access/read-keys.ts';
import { readMe } from '#lib/reads/access/read-me.ts';
import { readPasskeyChallenge } from '#lib/reads/access/read-passkey-challenge.ts';
import { readPeople } from '#lib/reads/access/read-people.ts';
import { readProfile } from '#lib/reads/access/read-profile.ts';
import { readAlertPolicies } from '#lib/reads/alerts/read-alert-policies.ts';
import { readAlertTimes } from '#lib/reads/alerts/read-alert-times.ts';
import { readAlerts } from '#lib/reads/alerts/read-alerts.ts';
import { readChain } from '#lib/reads/alerts/read-chain.ts';
import { readFiring } from '#lib/reads/alerts/read-firing.ts';
import { readFirings } from '#lib/reads/alerts/read-firings.ts';
import { readNotifications } from '#lib/reads/alerts/read-notifications.ts';
import { readOnCall } from '#lib/reads/alerts/read-on-call.ts';
import { readTestPages } from '#lib/reads/alerts/read-test-pages.ts';
import { readAudit } from '#lib/reads/audit/read-audit.ts';
import { readAuditActors } from '#lib/reads/audit/read-audit-actors.ts';
import { readBackups } from '#lib/reads/audit/read-backups.ts';
import { readCanaries } from '#lib/reads/canary/read-canaries.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { readCanarySeries } from '#lib/reads/canary/read-canary-series.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { replayQuery } from '#lib/reads/canary/replay-query.ts';
import { readApprovals } from '#lib/reads/changes/read-approvals.ts';
import { readChanges } from '#lib/reads/changes/read-changes.ts';
import { readLevels } from '#lib/reads/changes/read-levels.ts';
import { readRollback } from '#lib/reads/changes/read-rollback.ts';
import { readRollbackHistory } from '#lib/reads/changes/read-rollback-history.ts';
import { readSwitchHistory } from '#lib/reads/changes/read-switch-history.ts';
import { readSwitches } from '#lib/reads/changes/read-switches.ts';
import { readIncident } from '#lib/reads/incidents/read-incident.ts';
import { readIncidentSource } from '#lib/reads/incidents/read-incident-source.ts';
import { readIncidents } from '#lib/reads/incidents/read-incidents.ts';
import { readPrevention } from '#lib/reads/incidents/read-prevention.ts';
import { readIncidentSearch } from '#lib/reads/incidents/search-incidents.ts';
import { readRelease } from '#lib/reads/releases/read-release.ts';
import { readReleaseVerdict } from '#lib/reads/releases/read-release-verdict.ts';
import { readReleases } from '#lib/reads/releases/read-releases.ts';
import { readAssessment } from '#lib/reads/runs/read-assessment.ts';
import { readAssessments } from '#lib/reads/runs/read-assessments.ts';
import { readProcedures } from '#lib/reads/runs/read-procedures.ts';
import { readRun } from '#lib/reads/runs/read-run.ts';
import { readRunbookMetrics } from '#lib/reads/runs/read-runbook-metrics.ts';
import { readRuns } from '#lib/reads/runs/read-runs.ts';
import { readEmergencyStops } from '#lib/reads/venue/read-emergency-stops.ts';
import { readFigures } from '#lib/reads/venue/read-figures.ts';
import { readInstances } from '#lib/reads/venue/read-instances.ts';
import { readPositions } from '#lib/reads/venue/read-positions.ts';
import { readWallet } from '#lib/reads/withdrawals/read-wallet.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import { readWithdrawalFigures } from '#lib/reads/withdrawals/read-withdrawal-figures.ts';
import { readWithdrawalPolicy } from '#lib/reads/withdrawals/read-withdrawal-policy.ts';
import { readWithdrawals } from '#lib/reads/withdrawals/read-withdrawals.ts';
import type { AnyRead } from './read.ts';
import { readOutcome } from './read-outcome.ts';
import { readStatus } from './read-status.ts';

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
