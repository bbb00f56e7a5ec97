// On-call: the rota and who is on call now and for weeks ahead, overrides, hand-overs, contacts, and whom the chain would tell.
import { z } from 'zod';
import { ROTA_WEEKS } from '#lib/catalog/on-call.ts';
import type { OnCallBody, RotaView, StretchView } from '#lib/contract/on-call.ts';
import type { Read } from '#lib/reads/read.ts';
import type { CrewMember } from '#lib/rules/alerts/chain-recipients.ts';
import { onCallAt, type Stretch, stretchesOf } from '#lib/rules/alerts/rota.ts';
import { dayAfter, localDay, momentOf } from '#lib/rules/alerts/zone-time.ts';
import { ok } from '#lib/rules/result.ts';
import { namesOf } from '#lib/store/access/people.ts';
import { listContacts } from '#lib/store/alerts/contacts.ts';
import {
  crewOf,
  currentRota,
  lastHandOvers,
  mayBeOnCall,
  overridesAfter,
  type StoredRota,
} from '#lib/store/alerts/rota.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { chainSteps } from './chain-steps.ts';

const input = z.strictObject({});

const HAND_OVERS = 10;

type Names = ReadonlyMap<string, string>;

function rotaView(rota: StoredRota, names: Names, crew: readonly CrewMember[]): RotaView {
  const { timeZone, firstDay, setAt, setBy, reason } = rota;
  const here = new Set(crew.filter(mayBeOnCall).map(({ id }) => id));
  return {
    ...{ timeZone, firstDay, setAt: setAt.toISOString(), setBy, reason },
    shifts: rota.shifts.map(({ name, from, people }) => ({
      ...{ name, from },
      people: people.map((id) => ({ id, name: names.get(id) ?? 'Somebody', away: !here.has(id) })),
    })),
  };
}

function stretchView({ from, until, personId, shift, overrideId }: Stretch, names: Names): StretchView {
  return {
    ...{ from: from.toISOString(), until: until.toISOString(), shift, overrideId },
    person: personId === null ? null : { id: personId, name: names.get(personId) ?? 'Somebody' },
  };
}

export const readOnCall: Read<z.output<typeof input>, OnCallBody> = {
  action: 'read-on-call',
  body: 'OnCallBody',
  input,
  run: async (tx) => {
    const now = await databaseNow(tx);
    const rota = await currentRota(tx);
    const zone = rota?.timeZone ?? 'UTC';
    const today = localDay(now, zone);
    const begin = momentOf(today, '00:00', zone);
    const end = momentOf(dayAfter(today, 7 * ROTA_WEEKS), '00:00', zone);
    const all = await overridesAfter(tx, begin);
    const crew = await crewOf(tx);
    const current = onCallAt(rota, all, now);
    const ahead = stretchesOf(rota, all, begin, end);
    const ids = [
      ...(rota?.shifts.flatMap(({ people }) => people) ?? []),
      ...all.map(({ personId }) => personId),
    ];
    const names = await namesOf(tx, ids);
    return ok({
      now: now.toISOString(),
      rota: rota && rotaView(rota, names, crew),
      current: stretchView(current, names),
      ahead: ahead.map((one) => stretchView(one, names)),
      overrides: all
        .filter(({ until }) => until > now)
        .map(({ id, personId, personName, from, until, reason, madeBy }) => ({
          ...{ id, person: { id: personId, name: personName }, reason, madeBy },
          ...{ from: from.toISOString(), until: until.toISOString() },
        })),
      handOvers: (await lastHandOvers(tx, HAND_OVERS)).map((one) => ({ ...one, at: one.at.toISOString() })),
      contacts: await listContacts(tx),
      chain: chainSteps(crew, current.personId),
      candidates: crew.filter(mayBeOnCall).map(({ id, name }) => ({ id, name })),
    });
  },
};
