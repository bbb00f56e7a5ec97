// Manual 2, part 9: the runbooks of a system that does not start and of one that is slow.
import { FIGURES } from '#lib/contract/edge.ts';
import type { Procedure } from '../procedure-types.ts';
import { BUILDERS, RESPONDERS } from './parts.ts';

/** Order execution slower than this at P99 is high latency, in ms. */
export const HIGH_LATENCY_MS = 50;

export const RUNBOOKS_OF_SERVICES: Readonly<Record<string, Procedure>> = {
  'runbook-wont-start': {
    key: 'runbook-wont-start',
    title: 'System does not start',
    kind: 'runbook',
    purpose: 'A service does not come up after a deployment: find which of the four usual causes it is.',
    source: 'Manual 2, part 9',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'look',
        title: 'Look',
        steps: [
          {
            key: 'read-logs',
            kind: 'tick',
            title: "The service's own log is read from its start",
            detail: 'Note the first error; those after it are usually its consequences.',
            evidence: 'required',
          },
          {
            key: 'cause',
            kind: 'choose',
            title: 'What does the log say?',
            options: [
              {
                key: 'configuration',
                label: 'Configuration',
                note: 'A file does not parse or a value is refused.',
              },
              { key: 'environment', label: 'Environment', note: 'A variable is missing.' },
              { key: 'migration', label: 'Migration', note: 'The database schema is not the expected one.' },
              { key: 'port', label: 'Port', note: 'Another process listens there already.' },
              { key: 'other', label: 'Something else', note: 'Roll back, then look offline.' },
            ],
          },
        ],
      },
      {
        key: 'fix',
        title: 'Fix',
        steps: [
          {
            key: 'configuration-fixed',
            kind: 'tick',
            title: 'The configuration is valid',
            detail: 'Run the check of the service. For switch values: `bulkhead apply -f FILE --dry-run`.',
            evidence: 'required',
            roles: BUILDERS,
            when: { step: 'cause', is: ['configuration'] },
          },
          {
            key: 'environment-fixed',
            kind: 'tick',
            title: 'Every variable it needs is set',
            detail:
              'List the variables in the environment of the process, names only, and compare with its documentation.',
            evidence: 'required',
            roles: BUILDERS,
            when: { step: 'cause', is: ['environment'] },
          },
          {
            key: 'migration-run',
            kind: 'tick',
            title: 'The migration ran by hand to its end',
            evidence: 'required',
            roles: BUILDERS,
            when: { step: 'cause', is: ['migration'] },
          },
          {
            key: 'port-free',
            kind: 'tick',
            title: 'The port is free',
            detail: 'Find out who listens there, make sure that it is not the running service, and stop it.',
            evidence: 'required',
            roles: BUILDERS,
            when: { step: 'cause', is: ['port'] },
          },
          {
            key: 'result',
            kind: 'choose',
            title: 'Does it start now?',
            options: [
              { key: 'starts', label: 'Yes', note: 'Watch it come into step.' },
              { key: 'fails', label: 'No', note: 'The previous version comes back.' },
            ],
          },
        ],
      },
      {
        key: 'back',
        title: 'Previous version',
        when: { step: 'result', is: ['fails'] },
        steps: [
          {
            key: 'rolled-back',
            kind: 'tick',
            title: 'The previous version runs',
            detail: 'Follow "Take a release back" for blue-green or rolling. Look for the cause offline.',
            evidence: 'required',
            roles: BUILDERS,
          },
        ],
      },
      {
        key: 'confirm',
        title: 'Confirm',
        steps: [
          {
            key: 'in-step',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
        ],
        checkpoint: { title: 'Running', facts: ['Cause known', 'Instances in step'] },
      },
    ],
  },

  'runbook-high-latency': {
    key: 'runbook-high-latency',
    title: 'High latency',
    kind: 'runbook',
    purpose: `Orders take more than ${HIGH_LATENCY_MS} ms at P99: find what is slow and relieve it.`,
    source: 'Manual 2, part 9',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'look',
        title: 'Look',
        anyOrder: true,
        steps: [
          {
            key: 'resources',
            kind: 'tick',
            title: 'Processor, memory and disk of the trading hosts',
            evidence: 'required',
          },
          {
            key: 'network',
            kind: 'tick',
            title: 'Round trip and packet loss to the exchange',
            detail: 'Measure for a minute at least. Note the median and the loss.',
            evidence: 'required',
          },
          {
            key: 'locks',
            kind: 'tick',
            title: 'Lock contention and the profile of the hot path',
            evidence: 'optional',
          },
          {
            key: 'cause',
            kind: 'choose',
            title: 'What is slow?',
            options: [
              {
                key: 'background',
                label: 'Background work',
                note: 'Backtests or optimisation share the host.',
              },
              { key: 'memory', label: 'Memory', note: 'Collection pauses under memory pressure.' },
              {
                key: 'network',
                label: 'The network',
                note: 'Congestion or loss on the way to the exchange.',
              },
              { key: 'code', label: 'The hot path', note: 'A lock or slow code.' },
            ],
          },
        ],
      },
      {
        key: 'relieve',
        title: 'Relieve',
        steps: [
          {
            key: 'throttled',
            kind: 'tick',
            title: 'Background work is throttled or moved',
            evidence: 'required',
            when: { step: 'cause', is: ['background'] },
          },
          {
            key: 'heap',
            kind: 'tick',
            title: 'The process has more memory',
            evidence: 'required',
            when: { step: 'cause', is: ['memory'] },
          },
          {
            key: 'route',
            kind: 'tick',
            title: 'The provider is told, or traffic takes another way',
            evidence: 'required',
            when: { step: 'cause', is: ['network'] },
          },
          {
            key: 'optimised',
            kind: 'tick',
            title: 'The slow code is found and has an owner',
            evidence: 'required',
            when: { step: 'cause', is: ['code'] },
          },
          {
            key: 'force-hl',
            kind: 'tick',
            title: 'Prices that are late are not internalised',
            detail:
              'Compare HL latency with force_hl_latency_ms and lower the switch if late prices are still internalised. Note what you did.',
            evidence: 'required',
          },
          {
            key: 'quick',
            kind: 'verify',
            title: `HL answers within ${HIGH_LATENCY_MS} ms again`,
            detail:
              'If it stays slow, restart the service, one instance after another. While nobody reports the latency, measure it there, and pass this over with the figure.',
            check: {
              kind: 'figure',
              name: FIGURES.hlLatency,
              compare: 'at most',
              bound: HIGH_LATENCY_MS,
              unit: 'ms',
            },
            optional: true,
          },
        ],
        checkpoint: { title: 'Quick again', facts: ['Cause known', 'Within the limit'] },
      },
    ],
  },
};
