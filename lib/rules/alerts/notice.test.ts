import { describe, expect, test } from 'vitest';
import { type FiringOf, goesTo, type Notice, noticeWords } from './notice.ts';
import { ofDedupKey, pagerDutyEvent } from './notice-pagerduty.ts';
import { slackMessage } from './notice-slack.ts';
import { webhookBody } from './notice-webhook.ts';

const FIRING: FiringOf = {
  ...{
    id: '0d3c7b1e-6a55-4a52-8d0c-3f6f6f0a9a11',
    number: 12,
    title: 'HL disconnected',
    alert: 'hl-disconnected',
  },
  ...{ priority: 'P0', drill: false, firedAt: '2026-11-27T07:21:05.000Z' },
};
const AT_ONCE: Notice = {
  ...{ kind: 'alert.escalated', firing: FIRING, step: 0, why: 'it fired', nobodyOnCall: false },
  told: [
    { name: 'Ann', as: 'on call' },
    { name: 'Oli', as: 'operations' },
  ],
};
const CONFIRMED: Notice = {
  kind: 'alert.confirmed',
  firing: FIRING,
  by: 'Ann',
  at: '2026-11-27T07:22:37.000Z',
};
const HANDED: Notice = {
  kind: 'on-call.handed-over',
  from: 'Ann',
  to: 'Bob',
  note: 'HL is flaky',
  at: '2026-11-27T08:00:00Z',
};
const PAGE: Notice = {
  kind: 'test-page.sent',
  page: {
    ...{ number: 3, callId: '7a2f1f60-4f0f-4d59-9f4a-1f2f3f4f5f60', contact: 'Senior Operator' },
    reach: { phone: '+1-555-0188', slack: null, email: 'operator@venue.example' },
  },
  ...{ by: 'Ria', at: '2026-11-27T08:00:00Z' },
};
const VOIDED: Extract<Notice, { kind: 'form.voided' }> = {
  ...{ kind: 'form.voided', form: { name: 'CN-3-2', run: 3, gate: 2 } },
  signedBy: [
    { name: 'Ines', as: 'engineer' },
    { name: 'Ria', as: 'risk manager' },
  ],
  ...{ why: 'router was 1.4.0 and is 1.5.0.', again: true, by: 'Bulkhead', at: '2026-11-27T08:00:00Z' },
};
const ROLLED_BACK: Extract<Notice, { kind: 'canary.rolled_back' }> = {
  ...{ kind: 'canary.rolled_back', failed: true, nobodyOnCall: false, at: '2026-11-27T08:00:00Z' },
  canary: { id: '8a2f1f60-4f0f-4d59-9f4a-1f2f3f4f5f60', number: 3, title: 'Phase 3 canary' },
  breaches: [
    { title: 'Errors pass 1%', value: '20.4%', limit: '1%', rollback: 'Back to Phase 1' },
    { title: 'The reserve is low', value: '$190,000', limit: '$200,000', rollback: 'Pause new orders' },
  ],
  told: [{ name: 'Ann', as: 'on call' }],
};
const AROUND = { consoleUrl: 'https://bulkhead.example', repeat: false };

describe('what people read', () => {
  test('the first step says the limits and who is told', () => {
    expect(noticeWords(AT_ONCE)).toEqual({
      headline: 'P0 A-12 HL disconnected',
      detail:
        'Fired at 07:21:05 UTC. Confirm it within 5 minutes and act within 10. Told: Ann (on call), Oli (operations).',
    });
  });

  test('a form that became void names whoever had signed it, what is different, and what comes next', () => {
    expect(noticeWords(VOIDED)).toEqual({
      headline: 'CN-3-2 is void: what was signed does not count any more',
      detail:
        'Signed by Ines (engineer), Ria (risk manager). router was 1.4.0 and is 1.5.0. Void since 08:00:00 UTC, by Bulkhead. It has to be opened and signed anew.',
    });
    expect(noticeWords({ ...VOIDED, why: 'Errors pass 1%', again: false }).detail).toMatch(
      /Errors pass 1%\. .*Nobody has to sign it any more\.$/,
    );
    expect(
      webhookBody(VOIDED, { at: VOIDED.at, consoleUrl: 'https://b.example', answerUrl: null }),
    ).toMatchObject({
      ...{ type: 'form.voided', url: 'https://b.example/canary/3/forms/2' },
      data: { form: { name: 'CN-3-2' }, signedBy: [{ name: 'Ines' }, { name: 'Ria' }] },
    });
  });

  test('a canary that was rolled back says by which figures, what was done, and where to look', () => {
    expect(noticeWords(ROLLED_BACK)).toEqual({
      headline: 'CN-3 Phase 3 canary was rolled back by itself',
      detail:
        'Errors pass 1%: 20.4%, the limit is 1%. Back to Phase 1. The reserve is low: $190,000, the limit is $200,000. Pause new orders. The run has failed. At 08:00:00 UTC. Told: Ann (on call).',
    });
    expect(noticeWords({ ...ROLLED_BACK, failed: false, told: [], nobodyOnCall: true }).detail).toMatch(
      /had ended, and what it set was in force\. .* There is nobody to tell\. Nobody is on call\.$/,
    );
    expect(
      webhookBody(ROLLED_BACK, { at: ROLLED_BACK.at, consoleUrl: 'https://b.example', answerUrl: null }),
    ).toMatchObject({
      ...{ type: 'canary.rolled_back', url: 'https://b.example/canary/3' },
      data: { breaches: [{ value: '20.4%' }, {}] },
    });
  });

  test('a canary that was rolled back rings the phone, once for its run', () => {
    const event = pagerDutyEvent(ROLLED_BACK, {
      ...{ routingKey: 'k'.repeat(32), consoleUrl: 'https://b.example', at: ROLLED_BACK.at, answerUrl: null },
    });
    expect(event).toMatchObject({
      ...{ event_action: 'trigger', dedup_key: `bulkhead-canary-${ROLLED_BACK.canary.id}` },
      payload: { severity: 'critical', custom_details: { breaches: ROLLED_BACK.breaches } },
      links: [{ href: 'https://b.example/canary/3' }],
    });
  });

  test('a later step says what has not happened', () => {
    const later: Notice = { ...AT_ONCE, step: 1, why: 'nobody confirmed within 2 minutes' };
    expect(noticeWords(later).headline).toBe('P0 A-12 HL disconnected: nobody confirmed within 2 minutes');
  });

  test('nobody on call, nobody to tell: both are said', () => {
    expect(noticeWords({ ...AT_ONCE, told: [], nobodyOnCall: true }).detail).toContain(
      'There is nobody to tell. Nobody is on call.',
    );
  });

  test('a confirm says after how long', () => {
    expect(noticeWords(CONFIRMED)).toEqual({
      headline: 'Confirmed: A-12 HL disconnected',
      detail: 'By Ann, 1:32 after it fired.',
    });
  });

  test('a drill says so first', () => {
    expect(noticeWords({ ...AT_ONCE, firing: { ...FIRING, drill: true } }).headline).toBe(
      'P0 DRILL A-12 HL disconnected',
    );
    expect(noticeWords(PAGE).headline).toMatch(/^DRILL /);
  });
});

describe('where it goes', () => {
  const all = { kind: 'slack', fromStep: 0 } as const;
  const late = { kind: 'slack', fromStep: 3 } as const;
  const pager = { kind: 'pagerduty', fromStep: 0 } as const;

  test('a channel for everything hears everything', () => {
    for (const notice of [AT_ONCE, CONFIRMED, HANDED, PAGE, VOIDED, ROLLED_BACK])
      expect(goesTo(all, notice, 1)).toBe(true);
  });

  test('a channel of the last step hears of a firing from that step on, and of nothing else', () => {
    expect(goesTo(late, AT_ONCE, 1)).toBe(false);
    expect(goesTo(late, AT_ONCE, 3)).toBe(false);
    expect(goesTo(late, AT_ONCE, 4)).toBe(true);
    expect(goesTo(late, CONFIRMED, 4)).toBe(true);
    expect(goesTo(late, CONFIRMED, 1)).toBe(false);
    expect(goesTo(late, HANDED, 4)).toBe(false);
    expect(goesTo(late, PAGE, 4)).toBe(false);
    expect(goesTo(late, ROLLED_BACK, 0)).toBe(false);
  });

  test('PagerDuty is not told what it has no event for', () => {
    expect(goesTo(pager, HANDED, 0)).toBe(false);
    expect(goesTo(pager, VOIDED, 0)).toBe(false);
    expect(goesTo(pager, { kind: 'alert.effective', firing: FIRING, at: HANDED.at }, 1)).toBe(false);
    expect(goesTo(pager, CONFIRMED, 1)).toBe(true);
  });
});

describe('Slack', () => {
  const text = (notice: Notice, repeat = false) =>
    JSON.stringify(slackMessage([{ notice, answerUrl: null }], { ...AROUND, repeat }));

  test('a title cannot mention a channel or make a link', () => {
    const hostile: Notice = { ...CONFIRMED, by: '<!channel> <https://evil.example|here> & co' };
    const { blocks } = slackMessage([{ notice: hostile, answerUrl: null }], AROUND);
    expect(JSON.stringify(blocks[1])).toContain(
      '&lt;!channel&gt; &lt;https://evil.example|here&gt; &amp; co',
    );
  });

  test('limits hold: 150 characters of header, 3,000 of a section, no half escape at the cut', () => {
    const long: Notice = { ...HANDED, to: 'x'.repeat(400), note: '&'.repeat(4_000) };
    const { blocks } = slackMessage([{ notice: long, answerUrl: null }], AROUND);
    const [header, section] = blocks as { text: { text: string } }[];
    expect(header?.text.text.length).toBeLessThanOrEqual(150);
    expect(section?.text.text.length).toBeLessThanOrEqual(3_000);
    expect(section?.text.text).toMatch(/&amp;…$/);
  });

  test('a repeat says that it is one, another message does not', () => {
    expect(text(AT_ONCE, true)).toContain('Sent again');
    expect(text(AT_ONCE)).not.toContain('Sent again');
  });

  test('several go into one message, in their order', () => {
    const notices = [AT_ONCE, CONFIRMED].map((notice) => ({ notice, answerUrl: null }));
    const { text: title, blocks } = slackMessage(notices, AROUND);
    expect(title).toBe('2 notices of Bulkhead');
    expect(JSON.stringify(blocks[0])).toMatch(/P0 A-12 HL disconnected.*Confirmed: A-12/);
  });

  test('a test page has its answer as a button', () => {
    const url = 'https://bulkhead.example/answer#x';
    expect(JSON.stringify(slackMessage([{ notice: PAGE, answerUrl: url }], AROUND).blocks)).toContain(url);
  });
});

describe('PagerDuty Events v2', () => {
  const around = { ...AROUND, routingKey: 'R'.repeat(32), at: HANDED.at, answerUrl: null };

  test('trigger, acknowledge and resolve of a firing share their key', () => {
    const resolved: Notice = { kind: 'alert.resolved', firing: FIRING, by: null, at: HANDED.at };
    const events = [AT_ONCE, CONFIRMED, resolved].map((notice) => pagerDutyEvent(notice, around));
    expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve']);
    expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(ofDedupKey(String(events[0]?.dedup_key))).toEqual({ firingId: FIRING.id });
  });

  test('a trigger is within the limits and says when it fired', () => {
    const long: Notice = { ...AT_ONCE, firing: { ...FIRING, title: '𝄞'.repeat(3_000) } };
    const { payload } = pagerDutyEvent(long, around) as { payload: Record<string, string> };
    expect([...(payload.summary ?? '')].length).toBeLessThanOrEqual(1_024);
    expect(payload).toMatchObject({ severity: 'critical', timestamp: FIRING.firedAt, class: 'P0' });
  });

  test('a key of somebody else is none of ours', () => {
    for (const key of ['', 'bulkhead-firing-', 'bulkhead-firing-x', `other-${FIRING.id}`])
      expect(ofDedupKey(key)).toBeNull();
  });
});

test('a webhook carries type, words and content', () => {
  expect(webhookBody(CONFIRMED, { ...AROUND, at: HANDED.at, answerUrl: null })).toEqual({
    ...{ type: 'alert.confirmed', timestamp: HANDED.at, headline: 'Confirmed: A-12 HL disconnected' },
    detail: 'By Ann, 1:32 after it fired.',
    url: 'https://bulkhead.example/alerts/12',
    data: { firing: FIRING, by: 'Ann', at: '2026-11-27T07:22:37.000Z' },
  });
});
