// answer-test-page: somebody answers a line of a test page: on screen, by the link that was sent, or at PagerDuty. The first counts.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { Notice } from '#lib/rules/alerts/notice.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { listChannels } from '#lib/store/alerts/channels.ts';
import { writeNotices } from '#lib/store/alerts/outbox.ts';
import { callOfLink } from '#lib/store/alerts/test-call-link.ts';
import { type AnsweredVia, answerCall, lockCall, type StoredCall } from '#lib/store/alerts/test-pages.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { ON_CALL_NOTICE } from './on-call-inputs.ts';

const LINK = 'This is not a whole link: open it as it was sent.';

const input = z
  .strictObject({
    callId: uuid.optional(),
    link: z
      .string({ error: LINK })
      .regex(/^[0-9a-f-]{36}\.[\w-]{43}$/, LINK)
      .optional()
      .meta({
        description: 'The part of the link behind its #: whoever holds it may answer without signing in.',
        examples: [`3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21.${'x'.repeat(43)}`],
      }),
  })
  .refine(({ callId, link }) => (callId === undefined) !== (link === undefined), {
    error: 'Send either callId, or link as it was sent.',
  });

interface Next {
  call: StoredCall;
  at: Date;
  by: string;
  via: AnsweredVia;
  notice: Notice;
}

function viaOf(actor: Actor, asked: z.output<typeof input>): AnsweredVia {
  if (actor.kind === 'system' || (actor.kind === 'person' && actor.via === 'pagerduty')) return 'pagerduty';
  return asked.link !== undefined ? 'link' : 'screen';
}

export const answerTestPage: Command<
  z.output<typeof input>,
  void,
  StoredCall | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'answer-test-page',
  input,
  body: 'ChangedAnswer',
  load: async (tx, asked) => {
    const callId = asked.link === undefined ? asked.callId : callOfLink(asked.link);
    return { state: callId ? await lockCall(tx, callId) : undefined, now: await databaseNow(tx) };
  },
  decide: (call, asked, actor, { now }) => {
    if (actor.kind === 'anonymous' && asked.link === undefined)
      return fail('unauthenticated', 'Sign in, or open the link that was sent, to answer a test page.');
    if (!call) return fail('not_found', 'There is no such test page.');
    if (call.answeredAt !== null)
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const via = viaOf(actor, asked);
    const by = actor.kind === 'anonymous' ? `whoever holds the link for ${call.contact}` : actor.name;
    const page = {
      ...{ number: call.pageNumber, callId: call.id, contact: call.contact },
      reach: { phone: call.phone, slack: call.slack, email: call.email },
    };
    return ok({
      next: {
        call,
        at: now,
        by,
        via,
        notice: { kind: 'test-page.answered', page, by, at: now.toISOString() },
      },
      events: [
        {
          ...{ kind: 'test_page.answered', subject: `T-${call.pageNumber}`, newValue: call.contact },
          details: { callId: call.id, via, by },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, { call, at, by, via, notice }) => {
    if (!(await answerCall(tx, call.id, { at, by, via }))) return false;
    await writeNotices(tx, await listChannels(tx), [{ notice, toldSteps: 0 }], at);
    return true;
  },
};
