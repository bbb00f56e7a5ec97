// What is sent to a channel for its notifications: address, headers, body, signature.
import { createHmac } from 'node:crypto';
import { pagerDutyEvent } from '#lib/rules/alerts/notice-pagerduty.ts';
import { slackMessage } from '#lib/rules/alerts/notice-slack.ts';
import { webhookBody } from '#lib/rules/alerts/notice-webhook.ts';
import { openSecrets, type StoredChannel } from '#lib/store/alerts/channels.ts';
import type { Attempt } from '#lib/store/alerts/outbox.ts';
import { callLink } from '#lib/store/alerts/test-call-link.ts';
import type { Outgoing } from './outgoing.ts';

/** Standard Webhooks: the base64 HMAC-SHA256 of id, time and body, under what stands behind whsec_. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

const JSON_BODY = { 'content-type': 'application/json' };

/** `now` is database time. Undefined when the channel's keys cannot be opened. */
export function channelRequest(
  channel: StoredChannel,
  attempts: readonly Attempt[],
  { consoleUrl, now }: { consoleUrl: string; now: Date },
): Pick<Outgoing, 'url' | 'headers' | 'body'> | undefined {
  const [first] = attempts;
  if (!first) throw new Error('there is nothing to send');
  const secrets = openSecrets(channel.sealed);
  if (!secrets) return undefined;
  const answerUrl = ({ notice }: Attempt): string | null =>
    notice.kind === 'test-page.sent' ? callLink(consoleUrl, notice.page.callId) : null;
  const around = { consoleUrl, at: first.at.toISOString(), answerUrl: answerUrl(first) };
  switch (secrets.kind) {
    case 'slack': {
      const repeat = attempts.some((one) => one.repeat);
      const notices = attempts.map((one) => ({ notice: one.notice, answerUrl: answerUrl(one) }));
      const message = slackMessage(notices, { consoleUrl, repeat });
      return { url: secrets.url, headers: JSON_BODY, body: JSON.stringify(message) };
    }
    case 'pagerduty': {
      const event = pagerDutyEvent(first.notice, { ...around, routingKey: secrets.routingKey });
      return { url: secrets.eventsUrl, headers: JSON_BODY, body: JSON.stringify(event) };
    }
    case 'webhook': {
      const body = JSON.stringify(webhookBody(first.notice, around));
      const timestamp = String(Math.floor(now.getTime() / 1_000));
      const headers = {
        ...JSON_BODY,
        // The same id each time the same notification is sent.
        'webhook-id': first.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secrets.secret, first.id, timestamp, body),
      };
      return { url: secrets.url, headers, body };
    }
  }
}
