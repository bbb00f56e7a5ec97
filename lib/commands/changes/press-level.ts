// press-level: the switches of a degradation level in one change set, authorised beforehand; what it was before is kept for leaving.
import { z } from 'zod';
import { levelOfNumber, OBSERVE_SECONDS } from '#lib/catalog/levels.ts';
import { anyReason, levelNumber } from '#lib/commands/inputs.ts';
import type { PressAnswer } from '#lib/contract/levels.ts';
import { currentLevel, driftOf, mayPress, settingsOf } from '#lib/rules/changes/levels.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { voidRequests } from '#lib/store/changes/change-requests.ts';
import { insertPress, type NewPress, openPress, type StoredPress } from '#lib/store/changes/levels.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import { closed } from '#lib/write/change-request.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, requestsAbout, savePlan } from '#lib/write/matrix-write.ts';

const input = z.strictObject({
  level: levelNumber,
  reason: anyReason,
  current: z
    .int({ error: 'current is the level that was shown: 0 to 3.' })
    .min(0, 'current is the level that was shown: 0 to 3.')
    .max(3, 'current is the level that was shown: 0 to 3.')
    .optional()
    .describe(
      'Level that you saw as the current one; another one is a conflict. Absent: whatever it is now.',
    ),
});

interface State extends LockedMatrix {
  open: StoredPress | undefined;
}

interface Next {
  press: NewPress;
  write: PlannedWrite | null;
  /** The press of the same level that this one takes the place of. */
  again: string | undefined;
  /** Open requests that it makes void without a change set. */
  voided: readonly string[];
}

export const pressLevel: Command<z.output<typeof input>, void, State, Next, PressAnswer> = {
  name: 'press-level',
  input,
  body: 'PressAnswer',
  lane: 'urgent',
  load: async (tx) => {
    const { state, now } = await lockMatrix(tx);
    return { state: { ...state, open: await openPress(tx) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const level = levelOfNumber(asked.level);
    if (!level) return fail('not_found', 'There are the levels 1, 2 and 3.');
    const allowed = mayPress(actor, level, state.matrix);
    if (!allowed.ok) return allowed;
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const current = currentLevel(state.matrix);
    if (asked.current !== undefined && asked.current !== current) {
      return fail(
        'conflict',
        `Level ${current} holds now, not ${asked.current} as you saw: look at what has changed, then press again.`,
        { current },
      );
    }
    const settings = settingsOf(level);
    const same = state.open?.level === level.level ? state.open : undefined;
    const { epoch, revision } = state;
    if (same && driftOf(settings, state.matrix).length === 0) {
      const { id: pressId, changeSetId } = same;
      const observeUntil = same.observeUntil.toISOString();
      const answer = {
        changed: false,
        pressId,
        level: level.level,
        changeSetId,
        epoch,
        revision,
        observeUntil,
      };
      return ok({ next: null, events: [], effects: [], answer });
    }
    const decided = decideMatrix(
      state,
      { requests: level.settings, reason: asked.reason, terms: { bundle: 'level' } },
      { command: 'press-level', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    const press: NewPress = {
      ...{ id: moment.id, level: level.level, settings, pressedBy: auditActor(actor) },
      ...{ pressedAt: moment.now, reason: reason.value, changeSetId: answer.changeSetId },
      // Pressed again after somebody changed it: leaving still goes back to what was before the first press.
      before: same?.before ?? { epoch, revision },
      observeUntil: new Date(moment.now.getTime() + OBSERVE_SECONDS * 1_000),
    };
    // Every value held already: nobody approves away with an older difference what was pressed to hold.
    const voided = answer.changed ? [] : requestsAbout(state, level.settings);
    const pressed = {
      kind: 'level.pressed',
      subject: `level ${level.level}`,
      oldValue: String(current),
      newValue: String(level.level),
      reason: reason.value,
      changeSetId: answer.changeSetId,
      epoch: answer.epoch,
      revision: answer.revision,
      details: { pressId: press.id, ...(same ? { again: same.id } : {}) },
    };
    return ok({
      next: { press, write, again: same?.id, voided: voided.map(({ id }) => id) },
      events: [
        pressed,
        ...events,
        ...closed('voided', voided, { reason: `Level ${level.level} was pressed` }),
      ],
      effects: [...effects, { kind: 'notify', channel: 'bulkhead_console', payload: 'level' }],
      answer: {
        ...{ changed: answer.changed, pressId: press.id, level: level.level },
        ...{ changeSetId: answer.changeSetId, epoch: answer.epoch, revision: answer.revision },
        observeUntil: press.observeUntil.toISOString(),
      },
    });
  },
  save: async (tx, { press, write, again, voided }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    await insertPress(tx, press, again);
    if (voided.length > 0)
      await voidRequests(tx, voided, { name: press.pressedBy.name, at: press.pressedAt });
    return true;
  },
};
