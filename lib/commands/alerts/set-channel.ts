// set-channel: a place where notifications go is added, or renamed, or given new keys. What is secret is sealed and never shown again.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { CHANNEL_KINDS, MOST_CHANNELS, PAGERDUTY } from '#lib/catalog/on-call.ts';
import { shownName, uuid } from '#lib/commands/inputs.ts';
import type { ChannelSetAnswer } from '#lib/contract/on-call.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  type ChannelFields,
  insertChannel,
  lockChannels,
  openSecrets,
  type Secrets,
  type StoredChannel,
  sealSecrets,
  updateChannel,
} from '#lib/store/alerts/channels.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { expectedVersion, foreignSecret, ON_CALL_NOTICE, outsideAddress } from './on-call-inputs.ts';

const STEP = `Say from which step of the chain on it is told: 0 to ${ESCALATION.length - 1}.`;

const slack = z.strictObject({
  kind: z.literal('slack'),
  url: outsideAddress.optional().describe('Address of the incoming webhook; left out, the one it has.'),
});

const pagerduty = z.strictObject({
  kind: z.literal('pagerduty'),
  routingKey: foreignSecret('A routing key has 32 letters and digits.', 32, 32)
    .optional()
    .describe('Integration key of the service (Events v2); left out, the one it has.'),
  eventsUrl: outsideAddress.optional().describe(`Of another region; else ${PAGERDUTY.eventsUrl}.`),
  apiUrl: outsideAddress.optional().describe(`Of another region; else ${PAGERDUTY.apiUrl}.`),
  apiToken: foreignSecret('An API token has 10 to 200 characters without spaces.', 10, 200)
    .nullish()
    .describe('Reads who acknowledged there; null takes it away.'),
  signingSecret: foreignSecret('The secret of the webhook subscription has 16 to 200 characters.', 16, 200)
    .nullish()
    .describe('Checks what PagerDuty sends back; null takes it away.'),
});

const webhook = z.strictObject({
  kind: z.literal('webhook'),
  url: outsideAddress.optional().describe('Where it is sent; left out, where it went.'),
  newSecret: z
    .boolean()
    .optional()
    .describe('Sign with a new secret from now on; a new channel has one anyway.'),
});

const input = z.strictObject({
  existing: z
    .strictObject({ id: uuid, version: expectedVersion })
    .optional()
    .describe('The channel to change; a new one is added without it.'),
  name: shownName('the channel'),
  fromStep: z
    .int({ error: STEP })
    .min(0, STEP)
    .max(ESCALATION.length - 1, STEP),
  settings: z.discriminatedUnion('kind', [slack, pagerduty, webhook], {
    error: `A channel is one of ${Object.keys(CHANNEL_KINDS).join(', ')}.`,
  }),
});

type Input = z.output<typeof input>;

interface State {
  channels: readonly StoredChannel[];
  /** Of the channel that is changed. */
  before: Secrets | undefined;
  /** What a signed webhook signs with from now on, if it needs a new one. */
  made: string;
}

type Next =
  | { added: string; at: Date; by: string; fields: ChannelFields }
  | { changed: StoredChannel; fields: ChannelFields };

/** What it is sent with from now on; a sentence when something is missing. */
function secretsOf({ settings }: Input, before: Secrets | undefined, made: string): Secrets | string {
  switch (settings.kind) {
    case 'slack': {
      const url = settings.url ?? (before?.kind === 'slack' ? before.url : undefined);
      return url === undefined ? 'Give the address of the incoming webhook.' : { kind: 'slack', url };
    }
    case 'pagerduty': {
      const had = before?.kind === 'pagerduty' ? before : undefined;
      const routingKey = settings.routingKey ?? had?.routingKey;
      if (routingKey === undefined) return 'Give the routing key of the service.';
      const { apiToken, signingSecret } = settings;
      return {
        ...{ kind: 'pagerduty', routingKey },
        eventsUrl: settings.eventsUrl ?? had?.eventsUrl ?? PAGERDUTY.eventsUrl,
        apiUrl: settings.apiUrl ?? had?.apiUrl ?? PAGERDUTY.apiUrl,
        apiToken: apiToken === undefined ? (had?.apiToken ?? null) : apiToken,
        signingSecret: signingSecret === undefined ? (had?.signingSecret ?? null) : signingSecret,
      };
    }
    case 'webhook': {
      const had = before?.kind === 'webhook' ? before : undefined;
      const url = settings.url ?? had?.url;
      if (url === undefined) return 'Give the address to send to.';
      return { kind: 'webhook', url, secret: had && settings.newSecret !== true ? had.secret : made };
    }
  }
}

export const setChannel: Command<Input, void, State, Next, ChannelSetAnswer> = {
  name: 'set-channel',
  input,
  body: 'ChannelSetAnswer',
  // The answer may hold a secret.
  remembered: false,
  load: async (tx, { existing }) => {
    const channels = await lockChannels(tx);
    const found = channels.find(({ id }) => id === existing?.id);
    const before = found && openSecrets(found.sealed);
    // Standard Webhooks: 24 to 64 bytes, base64, with this prefix.
    const made = `whsec_${randomBytes(32).toString('base64')}`;
    return { state: { channels, before, made }, now: await databaseNow(tx) };
  },
  decide: ({ channels, before, made }, asked, actor, { id, now }) => {
    const { existing, name, fromStep } = asked;
    const { kind } = asked.settings;
    const found = existing && channels.find((one) => one.id === existing.id);
    if (existing && !found) return fail('not_found', 'There is no such channel: somebody removed it.');
    if (existing && found && found.version !== existing.version)
      return fail('conflict', 'Somebody changed this channel meanwhile. Look again.');
    if (found && found.kind !== kind)
      return fail(
        'invalid_input',
        `This channel is ${CHANNEL_KINDS[found.kind].label}: add another one instead.`,
      );
    if (!found && channels.length >= MOST_CHANNELS)
      return fail('conflict', `There are ${MOST_CHANNELS} channels: remove one first.`);
    if (channels.some((one) => one.name === name && one.id !== found?.id))
      return fail('conflict', 'Another channel has this name: give each its own.');
    const secrets = secretsOf(asked, before, made);
    if (typeof secrets === 'string') return fail('invalid_input', secrets);
    const shown = new URL(secrets.kind === 'pagerduty' ? secrets.eventsUrl : secrets.url).host;
    const fields: ChannelFields = { kind, name, fromStep, shown, sealed: sealSecrets(secrets) };
    const isNewSecret = secrets.kind === 'webhook' && secrets.secret === made;
    const channelId = found?.id ?? id;
    return ok({
      next: found ? { changed: found, fields } : { added: id, at: now, by: personOf(actor).id, fields },
      events: [
        {
          kind: found ? 'channel.changed' : 'channel.added',
          ...{ subject: name, newValue: `${CHANNEL_KINDS[kind].label}, ${shown}, from step ${fromStep}` },
          oldValue: found
            ? `${CHANNEL_KINDS[kind].label}, ${found.shown}, from step ${found.fromStep}`
            : null,
          details: { channelId, ...(isNewSecret ? { newSecret: true } : {}) },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { channelId, secret: isNewSecret ? made : null },
    });
  },
  save: async (tx, next) => {
    if ('changed' in next) return updateChannel(tx, next.changed, next.fields);
    const { added: id, at, by, fields } = next;
    await insertChannel(tx, { ...fields, id, at, by });
    return true;
  },
};
