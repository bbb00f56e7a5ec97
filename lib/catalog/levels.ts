// Degradation levels (manual 1): what each sets, who presses it, when it is called for, and what its "available" list says.
import { type Role, someone } from './roles.ts';
import type { SwitchSetting } from './switches.ts';

export type LevelNumber = 1 | 2 | 3;

/** What the manual's list says of a function of the exchange: there, there by hand or in part, not there. */
export type Availability = 'yes' | 'limited' | 'no';

export interface Level {
  level: LevelNumber;
  name: string;
  title: string;
  /** In a few words, on the button. */
  means: string;
  settings: readonly SwitchSetting[];
  /** May press it, and with it set exactly these switches. */
  pressedBy: readonly Role[];
  /** When the manual calls for it. */
  triggers: readonly string[];
  /** What stays open to users of the exchange; the test of the venue proves it. */
  available: Readonly<Record<'query' | 'withdraw' | 'open' | 'close' | 'internalise', Availability>>;
  /** What is no longer protected while it holds: said in amber before the press. */
  losing?: string;
}

const RISK: readonly Role[] = ['risk_manager', 'super_admin'];

export const FULL = { level: 0, name: 'Full', title: 'Full function' } as const;

/** Higher is safer: moving up is one press, moving down is leaving. */
export const LEVELS: readonly Level[] = [
  {
    level: 1,
    name: 'Partial',
    title: 'Partial function',
    means: 'Internalisation off, opens on HL only',
    settings: [
      { switch: 'global_betting_enabled', value: false },
      { switch: 'hedge_enabled', value: false },
      { switch: 'routing_mode', value: 'NORMAL_MODE' },
    ],
    pressedBy: RISK,
    triggers: ['Internalisation or liquidation fails while HL is fine'],
    available: { query: 'yes', withdraw: 'yes', open: 'yes', close: 'limited', internalise: 'no' },
    losing:
      'Hedging stops: what is still held internally stays unhedged until it is closed or hedged by hand.',
  },
  {
    level: 2,
    name: 'Read-only',
    title: 'Read-only and limited',
    means: 'No opens, close at market, withdraw',
    settings: [
      { switch: 'global_betting_enabled', value: false },
      { switch: 'routing_mode', value: 'HL_MODE' },
      { switch: 'liquidation_enabled', value: false },
      { switch: 'new_orders_enabled', value: false },
    ],
    pressedBy: RISK,
    triggers: ['Liquidation is completely broken', 'Several modules fail at once'],
    available: { query: 'yes', withdraw: 'yes', open: 'no', close: 'limited', internalise: 'no' },
    losing:
      'Automatic liquidation stops: accounts under margin stay open until somebody closes them by hand.',
  },
  {
    level: 3,
    name: 'Stop',
    title: 'Maintenance',
    means: 'Every customer gets the maintenance page',
    settings: [{ switch: 'global_api_enabled', value: false }],
    pressedBy: ['super_admin'],
    triggers: ['The whole venue is down', 'The database is lost', 'Assets are at risk'],
    available: { query: 'no', withdraw: 'no', open: 'no', close: 'no', internalise: 'no' },
  },
];

/** After a press: so long without trouble, then somebody confirms (manual 1, "observe 5min + confirm"). */
export const OBSERVE_SECONDS = 300;

/** `Read-only`; a level the catalogue does not know has its number only. */
export function levelName(level: number): string {
  return level === FULL.level ? FULL.name : (levelOfNumber(level)?.name ?? String(level));
}

/** Why somebody with these roles may not press the level, and who may; null when they may. */
export function notPressedBy({ level, pressedBy }: Level, roles: readonly string[]): string | null {
  if (pressedBy.some((role) => roles.includes(role))) return null;
  return `Level ${level} is pressed by ${someone(pressedBy)}.`;
}

export function levelOfNumber(level: number): Level | undefined {
  return LEVELS.find((one) => one.level === level);
}
