// send-test-page: a drill that calls every emergency contact and whoever is on call; each answers, and when is on record.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SEVERITIES } from '#lib/catalog/incidents.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { TestPageAnswer } from '#lib/contract/on-call.ts';
import type { Notice } from '#lib/rules/alerts/notice.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { activePerson } from '#lib/store/access/people.ts';
import { listChannels, type StoredChannel } from '#lib/store/alerts/channels.ts';
import { listContacts, type StoredContact } from '#lib/store/alerts/contacts.ts';
import { writeNotices } from '#lib/store/alerts/outbox.ts';
import { onCallOf } from '#lib/store/alerts/rota.ts';
import {
  insertTestPage,
  type NewCall,
  type NewTestPage,
  nextTestPage,
} from '#lib/store/alerts/test-pages.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { ON_CALL_NOTICE } from './on-call-inputs.ts';

const input = z.strictObject({ reason: anyReason });

interface State {
  number: number;
  contacts: readonly StoredContact[];
  onCall: { id: string; name: string } | null;
  channels: readonly StoredChannel[];
  /** Of the lines, as many as there can be. */
  ids: readonly string[];
}

interface Next {
  page: NewTestPage;
  notices: readonly Notice[];
  channels: readonly StoredChannel[];
}

function callsOf({ contacts, onCall, ids }: State): NewCall[] {
  const nowhere = { phone: null, slack: null, email: null };
  const lines: Omit<NewCall, 'id'>[] = [
    ...(onCall ? [{ contact: `${onCall.name}, on call now`, severity: null, ...nowhere }] : []),
    ...contacts.map(({ name, severity, phone, slack, email }) => ({
      ...{ contact: name, severity: SEVERITIES[severity].label, phone, slack, email },
    })),
  ];
  return lines.map((line, index) => ({ id: ids[index] ?? '', ...line }));
}

export const sendTestPage: Command<z.output<typeof input>, void, State, Next, TestPageAnswer> = {
  name: 'send-test-page',
  input,
  body: 'TestPageAnswer',
  load: async (tx) => {
    const number = await nextTestPage(tx);
    const now = await databaseNow(tx);
    const contacts = await listContacts(tx);
    const { personId } = await onCallOf(tx, now);
    const onCall = personId === null ? null : await activePerson(tx, personId);
    const ids = [...contacts, null].map(() => randomUUID());
    return { state: { number, contacts, onCall, channels: await listChannels(tx), ids }, now };
  },
  decide: (state, asked, actor, { id, now }) => {
    const by = personOf(actor);
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const calls = callsOf(state);
    if (calls.length === 0)
      return fail('conflict', 'There is nobody to call: add a contact or set the rota first.');
    const at = now.toISOString();
    const notices = calls.map(
      ({ id: callId, contact, phone, slack, email }): Notice => ({
        ...{ kind: 'test-page.sent', by: by.name, at },
        page: { number: state.number, callId, contact, reach: { phone, slack, email } },
      }),
    );
    const channels = state.channels.filter(({ fromStep }) => fromStep === 0);
    return ok({
      next: {
        page: { id, number: state.number, at: now, by, reason: reason.value, calls },
        notices,
        channels,
      },
      events: [
        {
          ...{ kind: 'test_page.sent', subject: `T-${state.number}`, reason: reason.value },
          newValue: calls.map(({ contact }) => contact).join(', '),
          details: { testPageId: id, channels: channels.map(({ name }) => name) },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { testPageId: id, number: state.number, calls: calls.length, channels: channels.length },
    });
  },
  save: async (tx, { page, notices, channels }) => {
    await insertTestPage(tx, page);
    const told = notices.map((notice) => ({ notice, toldSteps: 0 }));
    await writeNotices(tx, channels, told, page.at);
    return true;
  },
};
