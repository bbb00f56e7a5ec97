// A notification as the body of a signed webhook: type, time and content, with the words a person reads.
import { type Notice, noticeWords, placeOf } from './notice.ts';

export interface WebhookBody {
  /** What is told, such as alert.confirmed. */
  type: string;
  /** When it was written, ISO 8601. */
  timestamp: string;
  headline: string;
  detail: string;
  /** Where it is looked at. */
  url: string;
  data: Omit<Notice, 'kind'> & { answerUrl?: string };
}

export function webhookBody(
  notice: Notice,
  { at, consoleUrl, answerUrl }: { at: string; consoleUrl: string; answerUrl: string | null },
): WebhookBody {
  const { kind: type, ...data } = notice;
  return {
    ...{ type, timestamp: at, ...noticeWords(notice) },
    url: `${consoleUrl}${placeOf(notice)}`,
    data: { ...data, ...(answerUrl === null ? {} : { answerUrl }) },
  };
}
