// note-firing: what somebody saw or did about an alert, for whoever looks later; also once it is over.
import { z } from 'zod';
import { storableText, uuid } from '#lib/commands/inputs.ts';
import type { NotedAnswer } from '#lib/contract/runs.ts';
import { ok } from '#lib/rules/result.ts';
import { insertFiringNote, type StoredFiring } from '#lib/store/alerts/firings.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { eventOf, loadFiring, NOTICE, thereIs } from './firing-state.ts';

const MOST = 4_000;
const NOTE = `A note is text of 1 to ${MOST.toLocaleString('en-US')} characters.`;

const input = z.strictObject({
  firingId: uuid,
  text: storableText(NOTE, MOST).refine((text) => text.trim() !== '', NOTE),
});

export const noteFiring: Command<
  z.output<typeof input>,
  void,
  StoredFiring | undefined,
  Parameters<typeof insertFiringNote>[1],
  NotedAnswer
> = {
  name: 'note-firing',
  input,
  body: 'NotedAnswer',
  load: loadFiring,
  decide: (state, { text }, actor, { id, now }) => {
    const found = thereIs(state);
    if (!found.ok) return found;
    const body = text.trim();
    return ok({
      next: { id, firingId: found.value.id, person: personOf(actor), body, at: now },
      events: [eventOf('alert.noted', found.value, { newValue: body, details: { noteId: id } })],
      effects: [NOTICE],
      answer: { noteId: id },
    });
  },
  save: async (tx, note) => {
    await insertFiringNote(tx, note);
    return true;
  },
};
