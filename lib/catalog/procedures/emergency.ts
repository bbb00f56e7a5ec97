// Manual 2, part 8: closing positions by hand when the executors do not do it.

import type { Procedure } from '../procedure-types.ts';
import { EXCHANGES } from '../symbols.ts';
import { NONE_OPEN, RESPONDERS, TELL_TEAM } from './parts.ts';

export const EMERGENCY: Readonly<Record<string, Procedure>> = {
  'manual-position-closure': {
    key: 'manual-position-closure',
    title: 'Close positions by hand',
    kind: 'emergency',
    purpose:
      'The executors do not close positions, or do not report: each position is closed one by one, from here or on the site of the exchange, until none is open.',
    source: 'Manual 2, part 8, manual position closure',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'list',
        title: 'List',
        steps: [
          {
            key: 'listed',
            kind: 'tick',
            title: 'Every open position is on a list, from both sides',
            detail: `Positions in the console shows what the executors last reported. Open the exchange accounts (${EXCHANGES.join(', ')}, HL) as well: the exchange is right. Note symbol, side and size of each.`,
            evidence: 'required',
          },
          {
            key: 'way',
            kind: 'choose',
            title: 'Do the executors answer?',
            options: [
              { key: 'answer', label: 'Yes', note: 'Close one position after another from here.' },
              { key: 'silent', label: 'No', note: 'Close on the site of the exchange.' },
            ],
          },
        ],
      },
      {
        key: 'close-here',
        title: 'Close from here',
        when: { step: 'way', is: ['answer'] },
        steps: [
          {
            key: 'close-all-again',
            kind: 'command',
            title: 'Send "close all" once more',
            detail: 'What is left after it, close one by one on Positions.',
            command: 'close_all_positions',
          },
          {
            key: 'done',
            kind: 'verify',
            title: 'The executors are done',
            check: { kind: 'commands' },
            optional: true,
          },
        ],
      },
      {
        key: 'close-there',
        title: 'Close on the site of the exchange',
        when: { step: 'way', is: ['silent'] },
        steps: [
          {
            key: 'orders-cancelled',
            kind: 'tick',
            title: 'Open orders are cancelled there',
            detail: 'Or they would open positions again.',
            evidence: 'required',
          },
          {
            key: 'closed',
            kind: 'tick',
            title: 'Each position is closed at market',
            detail:
              'Sign in at the exchange, open the futures positions, and close each at market. Note the fills.',
            evidence: 'required',
          },
        ],
      },
      {
        key: 'confirm',
        title: 'Confirm',
        steps: [
          NONE_OPEN,
          {
            key: 'none-at-exchange',
            kind: 'sign',
            title: 'The exchange shows no open position',
            people: 1,
            statement: 'I have looked at every exchange account and none has an open position or order.',
          },
          TELL_TEAM,
        ],
        checkpoint: {
          title: 'System status: flat',
          facts: ['No open positions', 'No open orders', 'Team told'],
        },
      },
    ],
  },
};
