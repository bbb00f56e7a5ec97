// Manual 2, part 9: the runbooks of positions that do not reconcile and of a breaker that has tripped.
import type { Procedure } from '../procedure-types.ts';
import { KEEP_LOGS, RESPONDERS, RISK } from './parts.ts';

export const RUNBOOKS_OF_TRADING: Readonly<Record<string, Procedure>> = {
  'runbook-positions': {
    key: 'runbook-positions',
    title: 'Positions do not reconcile',
    kind: 'runbook',
    purpose:
      'Internal positions differ from those of the exchange: the exchange is right, and the cause is found.',
    source: 'Manual 2, part 9',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'compare',
        title: 'Compare',
        steps: [
          {
            key: 'both-sides',
            kind: 'record',
            title: 'Positions of both sides',
            fields: [
              { key: 'symbols', label: 'Symbols that differ', type: 'line', required: true },
              { key: 'internal', label: 'Internal net position', type: 'money', required: true, unit: 'USD' },
              { key: 'exchange', label: "The exchange's", type: 'money', required: true, unit: 'USD' },
            ],
          },
          {
            key: 'cause',
            kind: 'choose',
            title: 'Why do they differ?',
            options: [
              {
                key: 'missed-fill',
                label: 'A fill was missed',
                note: 'The exchange filled, nobody told the book.',
              },
              { key: 'duplicate', label: 'An order went out twice', note: 'Two fills for one intention.' },
              { key: 'unrecorded', label: 'The exchange did not record a fill', note: 'Ask its support.' },
              { key: 'unknown', label: 'Not known yet', note: 'Keep looking; correct the book meanwhile.' },
            ],
          },
          KEEP_LOGS,
        ],
      },
      {
        key: 'correct',
        title: 'Correct',
        steps: [
          {
            key: 'book-corrected',
            kind: 'tick',
            title: 'The internal book says what the exchange says',
            detail: 'The exchange is the source of truth. Note each correction with symbol and size.',
            evidence: 'required',
            roles: ['operations', 'engineer', 'super_admin'],
          },
          {
            key: 'closed-by-hand',
            kind: 'tick',
            title: 'Positions that nobody wants are closed',
            detail: 'One by one on Positions, or at the exchange.',
            evidence: 'required',
            optional: true,
          },
          {
            key: 'second-look',
            kind: 'sign',
            title: 'Both sides agree',
            people: 1,
            notStarter: true,
            statement: 'I have compared both sides myself and they agree.',
          },
        ],
        checkpoint: { title: 'Reconciled', facts: ['Book corrected', 'Compared by a second person'] },
      },
      {
        key: 'cause',
        title: 'Root cause',
        steps: [
          {
            key: 'owner',
            kind: 'record',
            title: 'Who finds the root cause, by when',
            fields: [
              { key: 'owner', label: 'Owner', type: 'line', required: true },
              { key: 'due', label: 'Due', type: 'time', required: true },
            ],
          },
        ],
      },
    ],
  },

  'runbook-circuit-breaker': {
    key: 'runbook-circuit-breaker',
    title: 'Circuit breaker activated',
    kind: 'runbook',
    purpose: 'A breaker has halted trading: find out why, validate, and only then reset it and resume.',
    source: 'Manual 2, part 9',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'why',
        title: 'Why did it trip?',
        steps: [
          {
            key: 'reason-read',
            kind: 'tick',
            title: 'The reason that the executor reports is read',
            detail: 'It stands beside the breaker on Positions. Copy it.',
            evidence: 'required',
          },
          {
            key: 'reason',
            kind: 'choose',
            title: 'Which kind is it?',
            options: [
              {
                key: 'daily-loss',
                label: 'Daily loss limit',
                note: 'The loss of the day reached its limit.',
              },
              { key: 'consecutive', label: 'Losses in a row', note: 'The strategy does not fit the market.' },
              {
                key: 'rapid',
                label: 'Rapid unexpected losses',
                note: 'Treat it as a fault until proven otherwise.',
              },
              { key: 'malfunction', label: 'System malfunction', note: 'Nothing resumes before the fix.' },
            ],
          },
        ],
      },
      {
        key: 'validate',
        title: 'Validate before the restart',
        anyOrder: true,
        steps: [
          { key: 'fixed', kind: 'tick', title: 'The issue is fixed', evidence: 'required' },
          {
            key: 'legitimate',
            kind: 'tick',
            title: 'The losses are explained trade by trade',
            evidence: 'required',
          },
          {
            key: 'healthy',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
          {
            key: 'validated',
            kind: 'sign',
            title: 'Trading may resume',
            people: 1,
            notStarter: true,
            roles: RISK,
            statement: 'I have seen the reason, the losses and the fix, and trading may resume.',
          },
        ],
      },
      {
        key: 'restart',
        title: 'Reset and resume',
        steps: [
          {
            key: 'reset',
            kind: 'command',
            title: 'Reset the breaker',
            detail: 'Pass it over if it was reset on Positions meanwhile, and say by whom.',
            command: 'reset_breaker',
            roles: RISK,
            optional: true,
          },
          {
            key: 'resume',
            kind: 'command',
            title: 'Resume trading',
            detail:
              'It can be sent once the executor reports the breaker as reset. Pass it over if trading was resumed on Positions meanwhile, and say by whom.',
            command: 'resume_trading',
            roles: RISK,
            optional: true,
          },
          {
            key: 'done',
            kind: 'verify',
            title: 'The executors are done',
            detail:
              'If an executor has failed, send the command once more on Positions, and pass this over with what came of it.',
            check: { kind: 'commands' },
            optional: true,
          },
          {
            key: 'none-tripped',
            kind: 'verify',
            title: 'No breaker is tripped',
            detail: 'While no executor reports this cannot be seen from here: pass it over with that reason.',
            check: { kind: 'breakers' },
            optional: true,
          },
        ],
        checkpoint: { title: 'Trading again', facts: ['Validated', 'Breaker reset', 'Executors resumed'] },
      },
    ],
  },
};
