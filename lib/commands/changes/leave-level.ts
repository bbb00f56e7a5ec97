// leave-level: back to the values from before the press, merged with what changed since; a second person has to agree.
import { z } from 'zod';
import { anyReason, changeTerms, uuid } from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { planLeaving, wouldBreak } from '#lib/rules/changes/levels.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { leavePress, openPress, type StoredPress } from '#lib/store/changes/levels.ts';
import { type LockedMatrix, snapshotAt } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';
import { levelLeft } from './request-subjects.ts';

const input = z.strictObject({
  pressId: uuid.optional().describe('The press you saw; another one is a conflict. Absent: the newest.'),
  reason: anyReason,
  incident: changeTerms.incident,
  breakGlass: changeTerms.breakGlass,
});

interface State extends LockedMatrix {
  press: StoredPress | undefined;
  before: Snapshot | undefined;
}

/** `write` is null when there is nothing to set back. */
interface Next {
  pressId: string;
  write: PlannedWrite | null;
}

export const leaveLevel: Command<z.output<typeof input>, void, State, Next, ChangeAnswer> = {
  name: 'leave-level',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: async (tx, asked) => {
    const { state, now } = await lockForChange(tx, asked);
    const press = await openPress(tx);
    return { state: { ...state, press, before: press && (await snapshotAt(tx, press.before)) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const reason = parseReason(asked.reason, true);
    if (!reason.ok) return reason;
    const { press, before } = state;
    if (!press)
      return fail('conflict', 'No level was pressed that has not been left: there is nothing to leave.');
    if (asked.pressId !== undefined && asked.pressId !== press.id) {
      return fail('conflict', `Level ${press.level} was pressed since. Look at it, then leave that.`, {
        pressId: press.id,
        level: press.level,
      });
    }
    const { requests, kept } = planLeaving(press.settings, before?.switches ?? state.matrix, state.matrix);
    const { terms } = termsOf(state, asked);
    const decided = decideMatrix(
      state,
      {
        requests,
        reason: asked.reason,
        terms: { ...terms, alwaysWaits: true },
        subject: { kind: 'level-press', id: press.id },
      },
      { command: 'leave-level', actor, moment },
    );
    if (!decided.ok) {
      const { code, message, details } = decided.error;
      return code === 'rule_violated' ? fail(code, wouldBreak(message), details) : decided;
    }
    const { next: write, events, effects, answer } = decided.value;
    const carriedOut = write?.kind !== 'request';
    const left = {
      ...levelLeft(press, kept),
      ...{ reason: reason.value, changeSetId: answer.changeSetId },
    };
    return ok({
      next: { pressId: press.id, write },
      events: carriedOut ? [left, ...events] : events,
      effects: carriedOut
        ? [...effects, { kind: 'notify', channel: 'bulkhead_console', payload: 'level' }]
        : effects,
      answer,
    });
  },
  save: async (tx, { pressId, write }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    return write?.kind === 'request' || leavePress(tx, pressId, write?.id ?? null);
  },
};
