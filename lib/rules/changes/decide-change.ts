// Decides a change of the matrix: authority on each switch, values, staleness, direction, reason, cross-switch rules, and whether a second person has to agree.
import type { Authority } from '#lib/catalog/approvals.ts';
import { definitionOf, findSwitch, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { Direction } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { mayChange } from '#lib/rules/may.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  authorityOf,
  type Debt,
  lacksWord,
  type OpenP0,
  type OpenStop,
  owesReview,
  staysLatched,
  type Terms,
} from './change-authority.ts';
import { addedViolations } from './cross-rules.ts';
import { moveOf } from './direction.ts';
import { applyChanges, changesFor, type Matrix, type MatrixChange, valueIn, type Wanted } from './matrix.ts';
import { parseValue } from './parse-value.ts';
import { isManualRollback } from './rollback-action.ts';
import { waitsForSecond } from './second-person.ts';
import { noSuchSwitch } from './unknown-switch.ts';

/** The locked state a change is decided on. */
export interface MatrixState {
  epoch: number;
  revision: number;
  matrix: Matrix;
  /** Revision of the last change of each `switch` or `switch/symbol`; absent means never changed. */
  lastRevision: Readonly<Record<string, number>>;
  /** Entry at which the audit chain is broken, or null. */
  brokenAt: number | null;
  /** Break-glass changes that nobody else has reviewed yet. */
  debts: readonly Debt[];
  /** The emergency stop that holds, or null. */
  openStop: OpenStop | null;
  /** The newest P0 of the venue that is not over, or null. */
  openP0: OpenP0 | null;
}

/** One change as somebody asked for it; `value` is unchecked, INHERIT removes the override of a symbol. */
export interface Request {
  switch: string;
  symbol?: string | null | undefined;
  value: unknown;
  expectedRevision?: number | undefined;
  /** Of the values that were looked at: revisions of two epochs say nothing of each other. */
  expectedEpoch?: number | undefined;
}

export const INHERIT = Symbol('inherit');

export type DirectedChange = MatrixChange & { direction: Direction };

export interface ChangePlan {
  changes: readonly DirectedChange[];
  direction: Direction;
  /** The tightest latency budget of the switches that change, ms. */
  budgetMs: number;
  reason: string;
  next: Matrix;
  warnings: readonly string[];
  /** Needs a second person who has not agreed yet: it becomes a change request. */
  waits: boolean;
  authority: Authority;
  incident: string | null;
}

export function placeKey(name: string, symbol: string | null): string {
  return symbol === null ? name : `${name}/${symbol}`;
}

/** Revision of the last change of a switch and symbol: of its override, else of the global value. */
export function lastRevisionOf(state: MatrixState, name: string, symbol: string | null): number {
  return state.lastRevision[placeKey(name, symbol)] ?? state.lastRevision[name] ?? 0;
}

function parseRequest(request: Request): Result<Wanted> {
  const definition = findSwitch(request.switch);
  if (!definition) {
    return fail('not_found', noSuchSwitch(request.switch), { switch: request.switch.slice(0, 60) });
  }
  const name = request.switch as SwitchName;
  const symbol = request.symbol ?? null;
  if (symbol !== null) {
    if (!isPerSymbol(name)) {
      return fail('invalid_value', `${name} has one value for the whole venue: leave the symbol out.`);
    }
    if (!SYMBOLS.some((known) => known === symbol)) {
      return fail('invalid_value', `The venue lists ${SYMBOLS.join(', ')} and no other symbol.`, {
        known: SYMBOLS,
      });
    }
  }
  if (request.value === INHERIT) return ok({ switch: name, symbol, value: 'inherit' });
  const value = parseValue(name, definition, request.value);
  return value.ok ? ok({ switch: name, symbol, value: value.value }) : value;
}

function parseAll(requests: readonly Request[]): Result<Wanted[]> {
  const wanted: Wanted[] = [];
  const seen = new Set<string>();
  for (const request of requests) {
    const parsed = parseRequest(request);
    if (!parsed.ok) return parsed;
    const key = placeKey(parsed.value.switch, parsed.value.symbol);
    if (seen.has(key)) {
      return fail('invalid_input', `${key} is in the change set twice: send each switch and symbol once.`);
    }
    seen.add(key);
    wanted.push(parsed.value);
  }
  return ok(wanted);
}

function staleness(state: MatrixState, requests: readonly Request[]): Result<true> {
  for (const request of requests) {
    const { expectedRevision, expectedEpoch } = request;
    const restored = expectedEpoch !== undefined && expectedEpoch !== state.epoch;
    const symbol = request.symbol ?? null;
    const actual = lastRevisionOf(state, request.switch, symbol);
    if (!restored && (expectedRevision === undefined || actual === expectedRevision)) continue;
    const value: WireValue = valueIn(state.matrix, request.switch as SwitchName, symbol);
    const happened = restored
      ? `The database was restored since you looked: ${placeKey(request.switch, symbol)}`
      : `${placeKey(request.switch, symbol)} has changed since you looked: it`;
    const { epoch } = state;
    return fail(
      'conflict',
      `${happened} is now ${JSON.stringify(value)} (revision ${restored ? `${epoch}.` : ''}${actual}). Look at the new value and decide again.`,
      {
        ...{ switch: request.switch, symbol, value, epoch, revision: actual },
        expectedEpoch,
        expectedRevision,
      },
    );
  }
  return ok(true);
}

/** Whether the wanted value lies toward safety of what holds, or is it already. */
export function lowers(matrix: Matrix, want: Wanted): boolean {
  const to = want.value === 'inherit' ? valueIn(matrix, want.switch) : want.value;
  return moveOf(definitionOf(want.switch), valueIn(matrix, want.switch, want.symbol), to) !== 'raising';
}

/** The change with its direction under these terms. */
export function directed(change: MatrixChange, terms: Terms): DirectedChange {
  const move = moveOf(definitionOf(change.switch), change.oldValue, change.newValue);
  // What a bundle loosens is authorised beforehand like the manual's own rollbacks. A signed stage raises, and a guard
  // loosens nothing else: both are called what they are.
  const preset = terms.bundle !== undefined && terms.bundle !== 'signed' && terms.bundle !== 'guard';
  const authorised =
    isManualRollback(change.switch, change.oldValue, change.newValue) || (preset && move === 'raising');
  if (authorised) return { ...change, direction: 'rollback' };
  return { ...change, direction: move === 'raising' ? 'raising' : 'reducing' };
}

/** The direction of a whole change set: what raises decides. */
export function overall(changes: readonly DirectedChange[]): Direction {
  if (changes.some((change) => change.direction === 'raising')) return 'raising';
  return changes.some((change) => change.direction === 'rollback') ? 'rollback' : 'reducing';
}

/**
 * The plan of a change set, or why it is refused. A plan of null means that every value holds already.
 * Reducing changes and the manual's rollbacks are never blocked by a cross-switch rule: they warn.
 */
export function decideChange(
  state: MatrixState,
  requests: readonly Request[],
  rawReason: unknown,
  actor: Actor,
  terms: Terms = {},
): Result<ChangePlan | null> {
  const wanted = parseAll(requests);
  if (!wanted.ok) return wanted;
  if (terms.bundle === undefined) {
    for (const want of wanted.value) {
      if (terms.named && lowers(state.matrix, want)) continue;
      const allowed = mayChange(actor, want.switch);
      if (!allowed.ok) return allowed;
    }
  }
  const anyReason = parseReason(rawReason, false);
  if (!anyReason.ok) return anyReason;
  const fresh = staleness(state, requests);
  if (!fresh.ok) return fresh;

  const changes = changesFor(state.matrix, wanted.value).map((change) => directed(change, terms));
  if (changes.length === 0) return ok(null);
  const stays = staysLatched(state.openStop, changes, terms);
  if (!stays.ok) return stays;
  const direction = overall(changes);
  const reason = parseReason(rawReason, direction === 'raising');
  if (!reason.ok) return reason;
  if (direction === 'raising' && state.brokenAt !== null) {
    return fail(
      'integrity_broken',
      `The audit chain is broken at entry ${state.brokenAt}: nothing is raised until it is explained. Changes toward safety still work.`,
      { brokenSeq: state.brokenAt },
    );
  }
  if (direction === 'raising' && actor.kind !== 'system') {
    const free = owesReview(state.debts, terms);
    if (!free.ok) return free;
  }
  const wordless = direction === 'raising' && lacksWord(state.openP0, actor, terms);
  if (wordless && terms.approved) {
    return fail(
      'forbidden',
      `A-${state.openP0?.number} (${state.openP0?.title}) is open: until it is over, raising takes a super admin's word. A super admin has to approve this.`,
      { firing: state.openP0?.number },
    );
  }
  const next = applyChanges(state.matrix, changes);
  const added = addedViolations(state.matrix, next).map((violation) => violation.sentence);
  if (direction === 'raising' && added.length > 0) {
    return fail('rule_violated', added.join(' '), { violations: added });
  }
  const budgetMs = Math.min(...changes.map((change) => definitionOf(change.switch).budgetMs));
  const needsSecond = terms.alwaysWaits === true || wordless || changes.some(waitsForSecond);
  const authority = authorityOf(actor, terms, needsSecond);
  return ok({
    ...{ changes, direction, budgetMs, next, authority },
    reason: reason.value,
    warnings: added,
    waits: needsSecond && authority === 'single',
    incident: terms.incident ?? null,
  });
}
