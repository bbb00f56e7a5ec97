// What the command palette offers, safest first, and which of it fits what was typed. Pure.

import { boardHref } from '#components/alerts/alert-href.ts';
import { firingName } from '#components/alerts/alert-words.ts';
import { approvalHref } from '#components/changes/approval-words.ts';
import { type MatrixRow, matrixRows, rollbackWords } from '#components/changes/matrix-rows.ts';
import { requestName } from '#lib/catalog/approvals.ts';
import { LEVELS } from '#lib/catalog/levels.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { AlertsPulse } from '#lib/contract/alert-history.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { SCREENS, STOP_HREF } from './screen-list.ts';

export type PaletteAct =
  /** Opens RollbackDialog: Enter there applies what lowers. */
  | { kind: 'rollback'; name: SwitchName; wanted: readonly Wanted[] }
  /** Opens ChangeSheet. */
  | { kind: 'change'; name: SwitchName }
  /** Opens the preview of a level: Enter there applies it. */
  | { kind: 'level'; level: number }
  /** Opens the sheet of rolling back: it shows the difference first. */
  | { kind: 'roll-back' }
  /** Opens the dialog of the emergency stop, which asks for a typed word. */
  | { kind: 'stop' }
  | { kind: 'go'; href: string }
  | { kind: 'theme' }
  | { kind: 'sign-out' };

export interface PaletteCommand {
  id: string;
  group: 'safe' | 'sheet' | 'go' | 'you';
  /** Words before the switch's name, the name in the type of values, words after it. */
  before: string;
  name?: string;
  after?: string;
  /** Which way it leads; absent where it changes nothing. */
  way?: 'reducing' | 'rollback';
  /** Further words it is found by. */
  keywords: string;
  act: PaletteAct;
}

/** In the order they are shown; within a group the catalogue's order holds. */
export const PALETTE_GROUPS = [
  { key: 'safe', label: 'Toward safety, runs after Enter' },
  { key: 'sheet', label: 'Opens a sheet' },
  { key: 'go', label: 'Go to' },
  { key: 'you', label: 'You' },
] as const satisfies readonly { key: PaletteCommand['group']; label: string }[];

function rollbackOf(row: MatrixRow): PaletteCommand[] {
  const { offer, name, definition } = row;
  if ((offer.kind !== 'safe' && offer.kind !== 'loosens') || offer.heldBy) return [];
  const words = rollbackWords(definition);
  const safe = offer.kind === 'safe';
  return [
    {
      id: `rollback:${name}`,
      group: safe ? 'safe' : 'sheet',
      before: words.before,
      name,
      after: words.after,
      way: safe ? 'reducing' : 'rollback',
      keywords: `${definition.label} rollback ${offer.label}`,
      act: { kind: 'rollback', name, wanted: offer.wanted },
    },
  ];
}

function changeOf(row: MatrixRow): PaletteCommand[] {
  const { name, definition, view } = row;
  return [
    {
      id: `change:${name}`,
      group: 'sheet',
      before: view.mayChange ? 'Change' : 'Look at',
      name,
      keywords: `${definition.label} raise lower set`,
      act: { kind: 'change', name },
    },
  ];
}

/** An open request; `forMe`: this person may decide on it. */
export interface WaitingRequest {
  id: string;
  number: number;
  switches: readonly string[];
  forMe: boolean;
}

function requestOf({ id, number, switches, forMe }: WaitingRequest): PaletteCommand {
  return {
    id: `request:${id}`,
    group: 'go',
    before: `${forMe ? 'Review' : 'Look at'} ${requestName(number)}`,
    name: switches.join(', '),
    keywords: 'approve refuse sign second person approval request',
    act: { kind: 'go', href: approvalHref(id) },
  };
}

/** Safer levels than the current one that this person may press. */
export function levelCommands(current: number, roles: readonly string[]): PaletteCommand[] {
  return LEVELS.filter(
    ({ level, pressedBy }) => level > current && pressedBy.some((role) => roles.includes(role)),
  ).map(({ level, name, means }) => ({
    id: `level:${level}`,
    group: 'safe',
    before: `Level ${level}, ${name}`,
    way: 'reducing',
    keywords: `degrade degradation ${means}`,
    act: { kind: 'level', level },
  }));
}

/** Which way it leads depends on the moment: the sheet says so. */
const ROLL_BACK: PaletteCommand = {
  id: 'roll-back',
  group: 'sheet',
  before: 'Roll the matrix back to a moment',
  keywords: 'undo restore rollback all switches time before earlier',
  act: { kind: 'roll-back' },
};
/** The emergency stop for everybody: its dialog says who may; while one holds, the way to it. */
export function stopCommands(stopped: boolean): PaletteCommand[] {
  const screen = { id: 'stop-screen', group: 'go', act: { kind: 'go', href: STOP_HREF } } as const;
  if (stopped) {
    return [{ ...screen, before: 'Stopped: see the emergency stop', keywords: 'restart recovery executors' }];
  }
  return [
    {
      id: 'stop',
      group: 'safe',
      before: 'Emergency stop',
      way: 'reducing',
      keywords: 'halt kill everything close all positions cancel orders disconnect',
      act: { kind: 'stop' },
    },
    { ...screen, before: 'Earlier emergency stops', keywords: 'go open screen' },
  ];
}

/** The alert whose clock ends next, and the views of the alerts that have no chord of their own. */
export function alertCommands(next: AlertsPulse['next']): PaletteCommand[] {
  const view = (id: string, before: string, keywords: string): PaletteCommand => ({
    ...{ id: `alerts:${id}`, group: 'go', before, keywords: `alert p0 ${keywords}` },
    act: { kind: 'go', href: `/alerts/${id}` },
  });
  return [
    ...(next
      ? [
          {
            ...{ id: 'alert', group: 'go' as const, keywords: 'alert p0 confirm act open firing' },
            before: `P0 ${firingName(next.number)}, ${next.title}`,
            act: { kind: 'go' as const, href: boardHref(next.number) },
          },
        ]
      : []),
    view('history', 'Alert history', 'earlier fired closed'),
    view('times', 'Alert times', 'statistics sla charts confirm act effect'),
    view('policies', 'Alert policies', 'automatic execute propose off'),
  ];
}

/** `cannotSend`: why nothing can be sent (offline); rollbacks are then left out. */
export function paletteCommands(
  items: readonly SwitchView[],
  cannotSend: string | null = null,
  waiting: readonly WaitingRequest[] = [],
): PaletteCommand[] {
  const rows = matrixRows(items, cannotSend);
  return [
    ROLL_BACK,
    ...rows.flatMap(rollbackOf).sort((a, b) => Number(a.group === 'sheet') - Number(b.group === 'sheet')),
    ...rows.flatMap(changeOf),
    ...waiting.map(requestOf),
    ...SCREENS.map(
      ({ href, label }): PaletteCommand => ({
        id: `go:${href}`,
        group: 'go',
        before: label,
        keywords: 'go open screen',
        act: { kind: 'go', href },
      }),
    ),
    {
      id: 'profile',
      group: 'you',
      before: 'Your profile',
      keywords: 'password second factor passkey sessions tokens account',
      act: { kind: 'go', href: '/profile' },
    },
    { id: 'theme', group: 'you', before: 'Light or dark', keywords: 'theme colours', act: { kind: 'theme' } },
    {
      id: 'sign-out',
      group: 'you',
      before: 'Sign out',
      keywords: 'log out leave',
      act: { kind: 'sign-out' },
    },
  ];
}

/** Without words, only the start of each group. */
const SHOWN_AT_REST = { safe: 6, sheet: 3, go: 16, you: 3 } as const satisfies Record<
  PaletteCommand['group'],
  number
>;

/** Commands that hold every word, in their groups, safe ones always first. */
export function findCommands(
  commands: readonly PaletteCommand[],
  text: string,
): { key: PaletteCommand['group']; label: string; commands: readonly PaletteCommand[] }[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const fits = (command: PaletteCommand): boolean => {
    const hay =
      `${command.before} ${command.name ?? ''} ${command.after ?? ''} ${command.keywords}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  };
  return PALETTE_GROUPS.map(({ key, label }) => {
    const all = commands.filter((command) => command.group === key && fits(command));
    return { key, label, commands: words.length === 0 ? all.slice(0, SHOWN_AT_REST[key]) : all };
  }).filter((group) => group.commands.length > 0);
}
