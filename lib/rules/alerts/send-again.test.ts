// What may be sent again by hand, and what may not.
import { expect, test } from 'vitest';
import { type FailedNotice, heldFromSending } from './send-again.ts';

const failed: FailedNotice = {
  ...{ kind: 'alert.escalated', channelKind: 'pagerduty', channelRemoved: false, over: false },
};

test('what failed may be sent again', () => {
  expect(heldFromSending(failed)).toBeNull();
});

test('not to a channel that was removed', () => {
  expect(heldFromSending({ ...failed, channelRemoved: true })).toContain('removed');
});

test.each(['alert.fired', 'alert.escalated', 'test-page.sent'] as const)(
  '%s does not make PagerDuty ring for what is over',
  (kind) => {
    expect(heldFromSending({ ...failed, kind, over: true })).toContain('is over');
  },
);

test('a resolve may be sent when it is over, and every channel that only tells may be told late', () => {
  expect(heldFromSending({ ...failed, kind: 'alert.resolved', over: true })).toBeNull();
  expect(heldFromSending({ ...failed, channelKind: 'slack', over: true })).toBeNull();
  expect(heldFromSending({ ...failed, channelKind: 'webhook', over: true })).toBeNull();
});
