// act-on-storm: one press acts for all open firings of one alert: its action in one change set, and the clock of each waits for that.
import { z } from 'zod';
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import { anyReason, seenUntil, shownPosition, uuid } from '#lib/commands/inputs.ts';
import type { StormActedAnswer } from '#lib/contract/alert-history.ts';
import { ABOUT_A_MARKET, actionOn, stormReasonOf, switchesOf } from '#lib/rules/alerts/alert-action.ts';
import { firstAhead } from '#lib/rules/alerts/firing.ts';
import type { Request } from '#lib/rules/changes/decide-change.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  actOnMany,
  countToAct,
  type FiringToAct,
  lockToAct,
  type StormActs,
} from '#lib/store/alerts/firing-storms.ts';
import { lockFiring } from '#lib/store/alerts/firings.ts';
import { lastSetOf } from '#lib/store/changes/effect.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { NOTICE } from './firing-state.ts';
import { tellActed } from './tell-firing.ts';

/** Each has its own entry in the log: more than these would hold up everybody else's for too long. */
const MOST = 200;

const input = z.strictObject({
  firingId: uuid.describe('Any firing of the alert.'),
  until: seenUntil('Only those that had arrived by then: nobody acts for what nobody has seen.'),
  reason: anyReason.optional(),
  expected: shownPosition.optional(),
});

interface State extends LockedMatrix {
  /** The firing that was pressed on; undefined when there is none. */
  pressed: { alert: AlertKey | null; drill: boolean } | undefined;
  firings: readonly FiringToAct[];
  /** As many as there are to act for, those of this press among them. */
  count: number;
  /** Firings of this alert that name no market, where its action needs one. */
  lost: boolean;
  /** The change set that last set a switch of the action: its effect counts where everything holds already. */
  lastSet: string | undefined;
}

interface Next {
  write: PlannedWrite | null;
  acts: StormActs;
}

/** In a drill the press counts and its clocks stop; the switches stay as they are. Nor does a deed outside change any. */
function requestsOf({ pressed, firings, matrix }: State): Result<Request[]> {
  const alert = pressed?.alert ?? null;
  if (alert === null || !findAlert(alert)?.action) return ok([]);
  const markets = SYMBOLS.filter((symbol: MarketSymbol) => firings.some(({ market }) => market === symbol));
  const named = actionOn(alert, markets, matrix);
  return pressed?.drill && named.ok ? ok([]) : named;
}

export const actOnStorm: Command<z.output<typeof input>, void, State, Next, StormActedAnswer> = {
  name: 'act-on-storm',
  input,
  body: 'StormActedAnswer',
  lane: 'urgent',
  load: async (tx, { firingId, until }) => {
    const { state, now } = await lockMatrix(tx);
    const pressed = await lockFiring(tx, firingId);
    const alert = pressed?.alert ?? null;
    const needsMarket = alert !== null && ABOUT_A_MARKET.includes(alert);
    const scope = { firingId, until, markets: needsMarket ? SYMBOLS : null };
    const firings = pressed ? await lockToAct(tx, scope, MOST) : [];
    const { count } = await countToAct(tx, scope);
    const lost = needsMarket && count === 0 && (await countToAct(tx, { ...scope, markets: null })).count > 0;
    return {
      state: { ...state, pressed, firings, count, lost, lastSet: await lastSetOf(tx, switchesOf(alert)) },
      now,
    };
  },
  decide: (state, asked, actor, moment) => {
    const { pressed, firings, count, epoch, revision } = state;
    if (!pressed) return fail('not_found', 'There is no such firing.');
    const [first] = firings;
    if (!first && !state.lost) {
      const answer = { acted: 0, left: 0, changeSetId: null, epoch, revision, warnings: [] };
      return ok({ next: null, events: [], effects: [], answer });
    }
    if (asked.expected !== undefined && asked.expected !== `${epoch}.${revision}`) {
      return fail(
        'conflict',
        'Switches have changed since you looked: look at the difference again, then act.',
        { epoch, revision },
      );
    }
    const asks = requestsOf(state);
    if (!asks.ok) return asks;
    const alert = pressed.alert === null ? undefined : findAlert(pressed.alert);
    if (!alert?.action && asked.reason === undefined)
      return fail('invalid_reason', 'Say in the reason what you did: this alert has no action of its own.');
    const title = alert?.title ?? first?.title ?? '';
    const reason =
      asked.reason === undefined ? stormReasonOf(title, first?.number ?? 0, firings.length) : asked.reason;
    const decided = decideMatrix(
      state,
      { requests: asks.value, reason, terms: { bundle: 'alert' } },
      { command: 'act-on-storm', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    const { now } = moment;
    const { changeSetId } = answer;
    const awaitsId = pressed.drill ? null : (changeSetId ?? state.lastSet ?? null);
    const effectiveAt = awaitsId === null ? now : null;
    const rows = firings.map((firing) => {
      const after = { ...firing, confirmedAt: firing.confirmedAt ?? now, actedAt: now, effectiveAt };
      return {
        ...{ id: firing.id, confirms: firing.confirmedAt === null },
        nextStepAt: firstAhead(after, firing.told),
      };
    });
    const acted = firings.map(({ id, number, alert: key, firedAt }) => ({
      ...{ kind: 'alert.acted', subject: `A-${number}`, changeSetId, reason },
      ...{ epoch: answer.epoch, revision: answer.revision },
      details: {
        ...{ firingId: id, alert: key, storm: firings.length },
        afterSeconds: Math.round((now.getTime() - firedAt.getTime()) / 1_000),
        ...(pressed.drill ? { drill: true } : changeSetId === null ? { held: true } : {}),
      },
    }));
    return ok({
      next: { write, acts: { at: now, by: auditActor(actor), changeSetId, awaitsId, effectiveAt, rows } },
      events: [...acted, ...events],
      effects: [...effects, NOTICE],
      answer: {
        ...{ acted: firings.length, left: count - firings.length, changeSetId },
        ...{ epoch: answer.epoch, revision: answer.revision, warnings: answer.warnings ?? [] },
      },
    });
  },
  save: async (tx, { write, acts }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    if (!(await actOnMany(tx, acts))) return false;
    await tellActed(tx, acts);
    return true;
  },
};
