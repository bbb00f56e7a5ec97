// Manual 3's decision tree: after the stop of a canary, profit and loss, cause and database decide how it comes back.
import {
  BREAKERS,
  DAILY_PNL,
  HL_LATENCY,
  INSTANCES,
  INTEGRITY,
  POSITIONS,
  RESERVE,
  VOLATILITY,
} from './decision-readings.ts';
import type { DecisionTree, Way } from './decision-types.ts';

const ON_TO = (question: string): readonly Way[] => [{ to: { question } }];

export const CANARY_TREE: DecisionTree = {
  key: 'canary',
  title: 'A canary fails',
  source: 'Manual 3, decision tree',
  first: 'stopped',
  questions: {
    stopped: {
      key: 'stopped',
      title: 'Is the canary stopped?',
      help: 'Stopped means: no signals, no open orders, no open positions, and the team knows.',
      readings: [{ kind: 'switch', name: 'strategies_enabled' }, POSITIONS, BREAKERS, DAILY_PNL],
      options: [
        {
          key: 'no',
          label: 'Not yet',
          note: 'Stop it, 30 s',
          ways: [{ to: { end: 'canary-rollback' } }],
          withinSeconds: 0,
        },
        { key: 'yes', label: 'Yes', note: 'Decide how it comes back', ways: ON_TO('loss') },
      ],
    },
    loss: {
      key: 'loss',
      title: 'Is P&L better than -2%?',
      help: 'Of the capital of the canary, from its start to its stop.',
      readings: [DAILY_PNL, RESERVE],
      options: [
        { key: 'better', label: 'Yes', note: 'Restart after the fix', ways: ON_TO('cause') },
        { key: 'worse', label: 'No', note: 'Restart postponed', ways: ON_TO('cause') },
      ],
    },
    cause: {
      key: 'cause',
      title: 'Which cause was found?',
      help: 'What the logs show, not what seems likely.',
      readings: [HL_LATENCY, VOLATILITY, INSTANCES],
      options: [
        { key: 'code', label: 'Code', note: 'Fix, next window', ways: ON_TO('database') },
        { key: 'infrastructure', label: 'Infra', note: 'Repair', ways: ON_TO('database') },
        { key: 'market', label: 'Market', note: 'Adjust, retry', ways: ON_TO('database') },
      ],
    },
    database: {
      key: 'database',
      title: 'Is the database damaged?',
      help: 'Orders, trades and positions against the exchange, and the integrity check.',
      readings: [INTEGRITY, POSITIONS],
      options: [
        { key: 'damaged', label: 'Yes', note: 'Restore, 1 h', ways: [{ to: { end: 'restore' } }] },
        {
          key: 'sound',
          label: 'No',
          note: 'Straight to the fix',
          ways: [
            { when: { question: 'loss', is: ['worse'] }, to: { end: 'review' } },
            { to: { end: 'restart' } },
          ],
        },
      ],
    },
  },
  ends: {
    'canary-rollback': {
      key: 'canary-rollback',
      title: 'Roll the canary back',
      says: 'Signals off, orders cancelled, positions closed: within 30 seconds. Come back here when it is safe.',
      action: { kind: 'procedure' },
      procedure: 'canary-rollback',
    },
    restore: {
      key: 'restore',
      title: 'Restore the database',
      says: 'Save it as it is, restore the last clean backup, about an hour. The restart is decided after that.',
      action: { kind: 'procedure' },
      procedure: 'emergency-database-backup',
    },
    restart: {
      key: 'restart',
      title: 'Fix and restart',
      says: 'The canary restarts after the fix, from 5% of traffic.',
      action: { kind: 'procedure' },
      procedure: 'restart-after-rollback',
    },
    review: {
      key: 'review',
      title: 'Postpone, review in full',
      says: 'Nothing restarts before a full review has approved it: two people who did not start it sign.',
      action: { kind: 'procedure' },
      procedure: 'restart-after-rollback',
    },
  },
};
