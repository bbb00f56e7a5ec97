// Takes what PagerDuty sent back: an acknowledgement there is a confirm here, as the person whose address it is, else as PagerDuty.
import { z } from 'zod';
import { answerTestPage } from '#lib/commands/alerts/answer-test-page.ts';
import { confirmByPagerDuty, pagerDutyActor } from '#lib/commands/alerts/confirm-by-pagerduty.ts';
import { confirmFiring } from '#lib/commands/alerts/confirm-firing.ts';
import { effectiveRoles, type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { type Agent, readPagerDuty } from '#lib/rules/alerts/pagerduty-event.ts';
import { may } from '#lib/rules/may.ts';
import { personByEmail } from '#lib/store/access/people.ts';
import { channelById, openSecrets } from '#lib/store/alerts/channels.ts';
import { notePagerDuty, type PagerDutyDelivery, waitingPagerDuty } from '#lib/store/alerts/pagerduty.ts';
import { database } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';
import type { Delivering } from './notification-rounds.ts';
import { send } from './outgoing.ts';

const ROUND_MS = 500;
const MOST = 50;

const user = z.looseObject({ user: z.looseObject({ email: z.string().max(254) }) });

/** Their address, asked of PagerDuty when its webhook leaves it out; null when it cannot be had. */
async function emailOf(
  agent: Agent,
  channelId: string,
  { allowPrivate }: Delivering,
  signal: AbortSignal,
): Promise<string | null> {
  if (agent.email !== null || agent.userId === null) return agent.email;
  const channel = await channelById(database(), channelId);
  const secrets = channel && openSecrets(channel.sealed);
  if (secrets?.kind !== 'pagerduty' || secrets.apiToken === null) return null;
  const answer = await send({
    url: `${secrets.apiUrl.replace(/\/$/, '')}/users/${encodeURIComponent(agent.userId)}`,
    method: 'GET',
    headers: {
      authorization: `Token token=${secrets.apiToken}`,
      accept: 'application/vnd.pagerduty+json;version=2',
    },
    ...{ allowPrivate, signal },
  });
  if (answer.status !== 200) return null;
  try {
    return user
      .parse(JSON.parse(answer.text ?? ''))
      .user.email.trim()
      .toLowerCase();
  } catch {
    // Not the answer of PagerDuty: then nobody knows who it was.
    return null;
  }
}

/** Somebody who may do it here, by that address. */
async function personFor(
  email: string | null,
  action: 'confirm-firing' | 'answer-test-page',
): Promise<PersonActor | null> {
  const person = email === null ? undefined : await personByEmail(database(), email);
  if (!person || person.disabled) return null;
  const actor: PersonActor = {
    ...{ kind: 'person', id: person.id, name: person.name, email: person.email },
    roles: effectiveRoles(person.roles, await environmentOf(database())),
    ...{ via: 'pagerduty', factor: 'proven' },
  };
  return may(actor, action).ok ? actor : null;
}

/** What was done for it, in a sentence. Throws when it is to be tried again. */
async function take(delivery: PagerDutyDelivery, around: Delivering, signal: AbortSignal): Promise<string> {
  const heard = readPagerDuty(delivery.body);
  if (heard.kind === 'nothing') return heard.why;
  const { of, agent } = heard;
  const email = await emailOf(agent, delivery.channelId, around, signal);
  // The same delivery taken twice is one confirm.
  const options = { idempotencyKey: `pagerduty-${delivery.id}` };
  const person = await personFor(email, 'firingId' in of ? 'confirm-firing' : 'answer-test-page');
  const result =
    'callId' in of
      ? await execute(answerTestPage, of, person ?? pagerDutyActor(agent.name), options)
      : person
        ? await execute(confirmFiring, of, person, options)
        : await execute(confirmByPagerDuty, { ...of, agent: agent.name }, SYSTEM, options);
  if (result.ok) return result.value.changed ? 'Confirmed.' : 'It was confirmed already.';
  const { code, message } = result.error;
  if (code === 'unavailable' || code === 'outcome_unknown' || code === 'conflict')
    throw new Error(`${code}: ${message}`);
  return message;
}

/** Everything that waits, in order. One that cannot be taken now holds up none of the others, and is tried again. */
export async function pagerDutyRound(around: Delivering, signal: AbortSignal): Promise<number> {
  const tx = database();
  const waiting = await waitingPagerDuty(tx, MOST);
  const failed: unknown[] = [];
  for (const delivery of waiting) {
    signal.throwIfAborted();
    try {
      await notePagerDuty(tx, delivery.id, await take(delivery, around, signal));
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} of ${waiting.length} were not taken: ${failed[0]}`);
  return waiting.length;
}

export function startPagerDutyRounds(around: Delivering): Loop {
  return startLoop({
    name: 'round of PagerDuty',
    log: around.log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      const taken = await pagerDutyRound(around, signal);
      return { pauseMs: taken === MOST ? 0 : ROUND_MS, done: true };
    },
  });
}
