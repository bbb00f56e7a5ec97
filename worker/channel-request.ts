// What is sent to a channel for its notifications: address, headers, body, signature.
import { pagerDutyEvent } from '#lib/rules/alerts/notice-pagerduty.ts';
import { slackMessage } from '#lib/rules/alerts/notice-slack.ts';
import { webhookBody } from '#lib/rules/alerts/notice-webhook.ts';
import { openSecrets, type StoredChannel } from '#lib/store/alerts/channels.ts';
import type { Attempt } from '#lib/store/alerts/outbox.ts';
import { callLink } from '#lib/store/alerts/test-call-link.ts';
import type { Outgoing } from './outgoing.ts';
import { signedHeaders } from './signature.ts';

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
      const headers = signedHeaders({ secret: secrets.secret, id: first.id, now, body });
      return { url: secrets.url, headers, body };
    }
  }
}
