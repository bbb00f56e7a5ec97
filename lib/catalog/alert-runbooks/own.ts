// Runbooks of what Bulkhead watches about itself.
import type { OWN_ALERTS } from '../alerts/own.ts';
import type { AlertRunbook } from '../runbook-types.ts';

export const OWN_RUNBOOKS = {
  'propagation-slow': {
    means: 'Part of the venue still acts on the value from before the change.',
    look: [
      'Instances: which lag, and since when.',
      'The edge they are connected to, and its other instances.',
      'Load of their hosts.',
    ],
    causes: [
      { cause: 'The instance hangs', fix: 'Restart it. It comes back with the newest values.' },
      { cause: 'Its connection to the edge is slow', fix: 'Connect it to another edge.' },
      { cause: 'It runs where it should not any more', fix: 'Isolate it: changes are measured without it.' },
    ],
    over: 'Every live instance has the newest revision.',
    switches: [],
  },
  'instance-silent': {
    means:
      'Nobody knows which values this instance acts on. It is in its fail mode: some switches fall after 60 s.',
    look: [
      'Whether the process runs, and whether it still trades.',
      'Whether other instances of its host are silent too.',
      'The fail mode that Instances shows for it.',
    ],
    causes: [
      { cause: 'It is down', fix: 'Start it again, or isolate it.' },
      { cause: 'It is cut off and trades', fix: 'Stop it on its host: it cannot be reached from here.' },
    ],
    over: 'It reports again and is in step, or it is isolated.',
    switches: ['global_betting_enabled', 'routing_mode'],
  },
  'audit-broken': {
    means: 'Somebody or something changed the log. Until it is known what, nothing is raised.',
    look: [
      'The entry at which the chain breaks: Audit names it.',
      'The checkpoints outside the database.',
      'Who had access to the database server.',
    ],
    causes: [
      {
        cause: 'The database was restored from a backup',
        fix: 'Put the restore on record; the chain goes on from it.',
      },
      {
        cause: 'A row was changed past Bulkhead',
        fix: 'Keep everything as it is, and call whoever investigates.',
      },
    ],
    over: 'An auditor has said what was touched, and the chain verifies again.',
    switches: [],
  },
  'break-glass': {
    means:
      'A change that takes two people was made by one. Until it is reviewed, nothing else is raised outside that incident.',
    look: [
      'The change set, its reason and its incident.',
      'Whether the person is where they say they are: ask them on another way.',
    ],
    causes: [
      { cause: 'Nobody else could be reached', fix: 'Review it, and put the rota right.' },
      {
        cause: 'The account was used by somebody else',
        fix: 'Disable it, undo the change, end its sessions.',
      },
    ],
    over: 'Another risk manager or super admin has reviewed it on Approvals.',
    switches: [],
  },
  'config-drift': {
    means: 'A copy of the switches says something else than the matrix. Whoever reads that copy acts on it.',
    look: [
      'Which copy it is, and which switch differs.',
      'Who can write to that copy.',
      'Whether the value was changed here meanwhile.',
    ],
    causes: [
      {
        cause: 'Somebody wrote to the copy',
        fix: 'Set the value here, with a reason; take the write right away.',
      },
      { cause: 'The copy was restored from an old state', fix: 'Let it be written anew from the matrix.' },
    ],
    over: 'The copy agrees with the matrix.',
    switches: [],
  },
  'level-drift': {
    means: 'A level was pressed and does not hold any more: somebody set back what it had turned off.',
    look: [
      'Level: which switch drifted, who changed it, when.',
      'Whether they knew of the level, and why they did it.',
    ],
    causes: [
      { cause: 'Somebody did not see the level', fix: 'Set the switch back, or press the level again.' },
      { cause: 'The level is not needed any more', fix: 'Leave it in order, with a second person.' },
    ],
    over: 'Every setting of the level holds again, or the level has been left.',
    switches: ['global_betting_enabled', 'hedge_enabled', 'routing_mode'],
  },
  'deadline-passed': {
    means: 'A value that was meant for some time still holds, and with it what it left unprotected.',
    look: [
      'Approvals lists the value, its owner and what it returns to.',
      'Whether the reason for it still holds.',
    ],
    causes: [
      { cause: 'It was forgotten', fix: 'Set it back.' },
      { cause: 'It is still needed', fix: 'Give it a new deadline, with a reason.' },
    ],
    over: 'The value is set back, or has a new deadline.',
    switches: [],
  },
  'pipeline-silent': {
    means: 'Nothing can fire: silence is no good news any more.',
    look: [
      'Whether Prometheus runs and has its targets.',
      'Whether Alertmanager runs and reaches the intake.',
      'Venue figures on Now: they do not come through this pipeline.',
    ],
    causes: [
      { cause: 'Prometheus or Alertmanager is down', fix: 'Restart it.' },
      { cause: 'The key of the intake was revoked or has run out', fix: 'Give Alertmanager a new one.' },
      { cause: 'The network between them', fix: 'Restore it; what fired meanwhile is sent again.' },
    ],
    over: 'The heartbeat arrives again.',
    switches: [],
    figures: ['hlLatency', 'hotWallet', 'dailyPnl'],
  },
  'canary-blind': {
    means: 'What a canary set is in force, and nothing would roll it back by itself.',
    look: [
      'The run itself: which guard is blind, and what Prometheus answered.',
      'Prometheus: whether it is up, and whether it reaches the venue.',
      'The difference of the clocks, under the guards of the run.',
    ],
    causes: [
      { cause: 'Prometheus is down or too slow', fix: 'Restart it, or take load off it.' },
      { cause: 'The venue is not scraped', fix: 'Look at its target in Prometheus.' },
      { cause: 'A metric has another name since a release', fix: 'End the run, and correct the programme.' },
    ],
    over: 'Every guard has an answer of the last 45 seconds again, or the run has ended and nothing of it is in force.',
    switches: ['global_betting_enabled', 'routing_mode'],
  },
  'release-failing': {
    means: 'The new version is worse than the old one, by a figure that manual 2 leaves to people.',
    look: [
      'Releases: which figure, and by how much.',
      'Whether the venue as a whole changed at that time.',
      'Logs of the new version.',
    ],
    causes: [
      { cause: 'The new version is at fault', fix: 'Roll it back. The target is 30 seconds.' },
      { cause: 'The market changed for both versions', fix: 'Pause the release, and compare again.' },
    ],
    over: 'The figure is inside again, or the release is rolled back.',
    switches: [],
  },
  'release-rolled-back': {
    means: 'The old version has all traffic again. Nothing has to be done for users at this moment.',
    look: [
      'The evidence on the release: figure, limit, baseline.',
      'That the gateway gives the new version nothing any more.',
      'Positions of the time in which it had traffic.',
    ],
    causes: [
      { cause: 'The new version is at fault', fix: 'Fix it in the code, retest, start a new version.' },
      { cause: 'The side it ran on is at fault', fix: 'Mend the machines before the next release.' },
    ],
    over: 'The gateway was seen to give the new version nothing any more.',
    switches: [],
  },
  'release-blind': {
    means: 'A version that fails now would not be rolled back by itself.',
    look: [
      'The reason that the release shows.',
      'Whether Prometheus runs and scrapes both sides.',
      "Whether the gateway's socket answers.",
    ],
    causes: [
      { cause: 'Prometheus is down or slow', fix: 'Restart it.' },
      { cause: 'Too little traffic for the share', fix: 'Wait, or take the release back.' },
    ],
    over: 'It is measured again, or has no traffic any more.',
    switches: [],
  },
  'withdrawal-contradicted': {
    means: 'A customer may have been paid and given back the same amount, or neither.',
    look: [
      'The request: what is known, who reconciled it, and what the wallet says now.',
      "The wallet's own record of the key, and the transaction on the network.",
    ],
    causes: [
      { cause: 'It was reconciled as not sent, and was sent', fix: "Correct the account's balance by hand." },
      { cause: 'The wallet reports another key', fix: 'Mend its reports before anything else is released.' },
    ],
    over: 'Somebody has looked, the balance is right, and resolves it by hand.',
    switches: ['withdrawal_enabled'],
  },
  'alerts-lost': {
    means: 'Something fired that does not stand here.',
    look: ["Alertmanager's own list of active alerts.", 'The rejected deliveries that the board names.'],
    causes: [
      { cause: 'A storm: one group was too large', fix: 'Look at Alertmanager, and group by more labels.' },
      { cause: 'A sender writes enormous labels', fix: 'Find it by the rejected delivery, and cut them.' },
    ],
    over: 'What is active in Alertmanager stands here.',
    switches: [],
  },
} as const satisfies Record<keyof typeof OWN_ALERTS, AlertRunbook>;
