// start-release: a new version is ready by the checklist and waits for somebody else to approve that it is deployed.
import { z } from 'zod';
import {
  CHECKLIST_KEYS,
  type ChecklistKey,
  NOTE_LIMITS,
  NOTE_PART_NAMES,
  type NotePart,
  RELEASE_CHECKLIST,
  releaseName,
  STRATEGY_NAMES,
} from '#lib/catalog/releases.ts';
import { anyReason, storableText } from '#lib/commands/inputs.ts';
import { otherSide } from '#lib/contract/gateway.ts';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { checkReady, checkVersions, isActive } from '#lib/rules/releases/release.ts';
import { VERSION_FORM } from '#lib/rules/releases/version.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { lockSides, type SideState } from '#lib/store/releases/gateway.ts';
import {
  insertRelease,
  type NewRelease,
  nextReleaseNumber,
  releasesWhere,
  type StoredRelease,
} from '#lib/store/releases/releases.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { RELEASE_CHANGED, releaseAnswer, releaseEvent } from './release-state.ts';

const version = z.string({ error: VERSION_FORM }).min(1, VERSION_FORM).max(60, VERSION_FORM);

const NOTE = `A release note is text of 1 to ${NOTE_LIMITS.item} characters.`;
const NOTES = `Release notes have at most ${NOTE_LIMITS.items} lines in each part.`;
const notePart = z.array(storableText(NOTE, NOTE_LIMITS.item)).max(NOTE_LIMITS.items, NOTES).optional();

const notes = z
  .strictObject(
    Object.fromEntries(NOTE_PART_NAMES.map((name) => [name, notePart])) as Record<NotePart, typeof notePart>,
  )
  .refine((sent) => Object.values(sent).some((lines) => (lines?.length ?? 0) > 0), {
    error: 'Say in the release notes what is added, changed or fixed: one line at least.',
  });

const answer = z.boolean({ error: 'Answer each question of the checklist with true or false.' }).optional();
const checklist = z
  .strictObject(
    Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, answer.describe(RELEASE_CHECKLIST[key])])) as Record<
      ChecklistKey,
      typeof answer
    >,
  )
  .describe('Every question of the deployment checklist; each has to be true.');

const input = z.strictObject({
  to: version.describe('The new version: the tag it is built from.'),
  from: version
    .optional()
    .describe('The version that has the traffic; needed only while Bulkhead does not know it.'),
  strategy: z.enum(STRATEGY_NAMES as ['canary', ...typeof STRATEGY_NAMES], {
    error: `The strategy is one of ${STRATEGY_NAMES.join(', ')}.`,
  }),
  checklist,
  notes,
  reason: anyReason,
  olderOnPurpose: z.boolean().optional().describe('The new version is an older one, and that is meant.'),
});

interface State {
  active: StoredRelease | undefined;
  sides: readonly SideState[];
  number: number;
}

export const startRelease: Command<z.output<typeof input>, void, State, NewRelease, ReleaseAnswer> = {
  name: 'start-release',
  input,
  body: 'ReleaseAnswer',
  load: async (tx) => {
    // Two who start at the same time: the second sees the release of the first.
    const sides = await lockSides(tx);
    const [newest] = await releasesWhere(tx, {}, 1);
    const active = newest && isActive(newest.state) ? newest : undefined;
    return { state: { active, sides, number: await nextReleaseNumber(tx) }, now: await databaseNow(tx) };
  },
  decide: ({ active, sides, number }, asked, actor, { id, now }) => {
    const reason = parseReason(asked.reason, true);
    if (!reason.ok) return reason;
    const live = sides.find((side) => side.live);
    if (!live) return fail('conflict', 'No side of the gateway has the traffic.');
    const from = live.version ?? asked.from;
    if (from === undefined) {
      return fail('invalid_input', 'Nobody has said yet which version has the traffic: send it as from.', {
        field: 'from',
      });
    }
    if (asked.from !== undefined && asked.from !== from)
      return fail('conflict', `${from} has the traffic, not ${asked.from}.`, { from });
    const versions = checkVersions(from, asked.to, asked.olderOnPurpose === true);
    if (!versions.ok) return versions;
    const ready = checkReady(asked.checklist);
    if (!ready.ok) return ready;
    if (active) {
      const { number: its, toVersion } = active;
      return fail('conflict', `${releaseName(its)} of ${toVersion} is not over: one release at a time.`, {
        number: its,
      });
    }
    const release: NewRelease = {
      ...{ id, number, strategy: asked.strategy, fromVersion: from, toVersion: asked.to },
      ...{ fromSide: live.side, toSide: otherSide(live.side), checklist: CHECKLIST_KEYS },
      notes: Object.fromEntries(NOTE_PART_NAMES.map((name) => [name, asked.notes[name] ?? []])),
      ...{ reason: reason.value, by: personOf(actor), at: now },
    };
    return ok({
      next: release,
      events: [
        releaseEvent('release.started', release, {
          ...{ oldValue: from, newValue: asked.to, reason: reason.value },
          details: { strategy: asked.strategy, change: versions.value, side: release.toSide },
        }),
      ],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer({ id, number, state: 'planned', share: 0 }),
    });
  },
  save: insertRelease,
};
