// save-post-mortem: the text and the prevention of a post-mortem; one written from an older version is refused, with the newer text.
import { z } from 'zod';
import {
  INCIDENT_LIMITS,
  incidentName,
  POST_MORTEM_PART_NAMES,
  POST_MORTEM_PARTS,
  PREVENTION_KIND_NAMES,
} from '#lib/catalog/incidents.ts';
import { storableText, uuid } from '#lib/commands/inputs.ts';
import type { PostMortemTextView, SavedPostMortem } from '#lib/contract/incidents.ts';
import { type Prevention, parseText } from '#lib/rules/incidents/post-mortem.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { activePeople } from '#lib/store/access/people.ts';
import type { StoredIncident } from '#lib/store/incidents/incidents.ts';
import {
  incidentsOfPrevention,
  type PostMortemSave,
  postMortemOf,
  preventionOf,
  type StoredPostMortem,
  type StoredPrevention,
  savePostMortemText,
} from '#lib/store/incidents/post-mortems.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { changeable, INCIDENT_CHANGED, incidentEvent, incidentId, loadIncident } from './incident-state.ts';

const { part, preventionItem, preventionItems } = INCIDENT_LIMITS;
const PART = `A part of a post-mortem is text of at most ${part.toLocaleString('en-US')} characters.`;
const WHAT = `Say what prevents it in 3 to ${preventionItem} characters.`;

const partText = z
  .string({ error: PART })
  .max(part, PART)
  .refine(
    (text) => text.isWellFormed() && !text.includes('\u0000'),
    'Send text without U+0000 and without half characters.',
  );

const item = z.strictObject({
  id: uuid.describe('A new id of your own for a new item; the id as it was shown for one that is there.'),
  kind: z.enum(PREVENTION_KIND_NAMES as ['code', ...typeof PREVENTION_KIND_NAMES], {
    error: `Prevention is one of ${PREVENTION_KIND_NAMES.join(', ')}.`,
  }),
  what: storableText(WHAT, preventionItem).refine((text) => text.trim().length >= 3, WHAT),
  owner: uuid.describe('Id of the person who sees to it.'),
  dueOn: z.iso.date('Send the day as 2026-12-11.').describe('Until when, as a day.'),
});

const input = z.strictObject({
  incidentId,
  version: z
    .int({ error: 'version is the whole number that was shown.' })
    .min(0, 'version is the whole number that was shown.')
    .max(1_000_000, 'version is the whole number that was shown.')
    .describe('The version it was written from; 0 for the first.'),
  ...{ summary: partText, cause: partText, impact: partText, actions: partText },
  prevention: z
    .array(item, { error: 'Send the prevention as a list.' })
    .max(preventionItems, `Send at most ${preventionItems} items of prevention.`),
});

type Input = z.output<typeof input>;

interface State {
  incident: StoredIncident | undefined;
  saved: StoredPostMortem | undefined;
  prevention: readonly StoredPrevention[];
  people: readonly { id: string; name: string }[];
  /** Incidents that the sent ids of items belong to. */
  itemsOf: readonly string[];
}

function textOf(asked: Input): Result<PostMortemTextView> {
  const text = { summary: '', cause: '', impact: '', actions: '' };
  for (const name of POST_MORTEM_PART_NAMES) {
    const parsed = parseText(POST_MORTEM_PARTS[name].title, asked[name]);
    if (!parsed.ok) return parsed;
    text[name] = parsed.value;
  }
  return ok(text);
}

function preventionItemsOf(asked: Input, state: State): Result<Prevention[]> {
  if (state.itemsOf.some((id) => id !== asked.incidentId)) {
    return fail('conflict', 'An item of prevention belongs to another incident. Give new items new ids.');
  }
  if (new Set(asked.prevention.map(({ id }) => id)).size < asked.prevention.length) {
    return fail('invalid_input', 'Two items of prevention have one id. Give each its own.');
  }
  const items: Prevention[] = [];
  for (const { id, kind, what, owner: ownerId, dueOn } of asked.prevention) {
    const before = state.prevention.find((one) => one.id === id)?.owner;
    const owner =
      state.people.find((one) => one.id === ownerId) ?? (before?.id === ownerId ? before : undefined);
    if (!owner)
      return fail('invalid_input', `Nobody of that id works here. Choose another owner for "${what}".`);
    const text = parseText('Prevention', what);
    if (!text.ok) return text;
    items.push({
      id,
      kind,
      what: text.value.replace(/\s+/gu, ' '),
      owner: { id: owner.id, name: owner.name },
      dueOn,
    });
  }
  return ok(items);
}

/** What was saved meanwhile, for a screen that shows both. */
function newer(saved: StoredPostMortem | undefined, prevention: readonly StoredPrevention[]) {
  return {
    ...{ version: saved?.version ?? 0, text: saved?.text ?? null },
    ...{ editedBy: saved?.editedName ?? null, editedAt: saved?.editedAt.toISOString() ?? null },
    prevention: prevention.map(({ id, kind, what, owner, dueOn }) => ({ id, kind, what, owner, dueOn })),
  };
}

export const savePostMortem: Command<Input, void, State, PostMortemSave, SavedPostMortem> = {
  name: 'save-post-mortem',
  input,
  body: 'SavedPostMortem',
  load: async (tx, asked) => {
    const { state: incident, now } = await loadIncident(tx, asked);
    return {
      state: {
        incident,
        saved: await postMortemOf(tx, asked.incidentId),
        prevention: await preventionOf(tx, asked.incidentId),
        people: await activePeople(tx),
        itemsOf: await incidentsOfPrevention(
          tx,
          asked.prevention.map(({ id }) => id),
        ),
      },
      now,
    };
  },
  decide: (state, asked, actor, { now }) => {
    const found = changeable(state.incident);
    if (!found.ok) return found;
    const version = state.saved?.version ?? 0;
    if (version !== asked.version) {
      const who = state.saved
        ? `${state.saved.editedName} saved version ${version} meanwhile`
        : 'Nothing is saved yet';
      return fail(
        'conflict',
        `${who}. Your text is not lost: compare the two, then save again.`,
        newer(state.saved, state.prevention),
      );
    }
    const text = textOf(asked);
    if (!text.ok) return text;
    const prevention = preventionItemsOf(asked, state);
    if (!prevention.ok) return prevention;
    const { id: ownId, number } = found.value;
    return ok({
      next: {
        ...{ incidentId: ownId, text: text.value, prevention: prevention.value },
        ...{ by: personOf(actor), at: now, version },
      },
      events: [
        incidentEvent('post-mortem.saved', found.value, {
          newValue: `version ${version + 1} of ${incidentName(number)}`,
          details: { version: version + 1, prevention: prevention.value.length },
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: { version: version + 1 },
    });
  },
  save: savePostMortemText,
};
