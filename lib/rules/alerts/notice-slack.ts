// Notifications as one message of a Slack incoming webhook: escaped, within Slack's limits, and honest about a repeat.
import { type Notice, noticeWords, placeOf } from './notice.ts';

const HEADER_MOST = 150;
const SECTION_MOST = 3_000;
/** Slack takes 50 blocks; a long list is one section, cut where it must be. */
const REPEAT = 'Sent again: Bulkhead does not know whether it arrived the first time.';

/** Slack's three control characters; after this no text can mention a channel or a person. */
export function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cut to at most so many characters after escaping, never within an escape. */
function cut(text: string, most: number): string {
  const escaped = slackText(text);
  if (escaped.length <= most) return escaped;
  let kept = '';
  for (const character of text) {
    const next = slackText(character);
    if (kept.length + next.length > most - 1) break;
    kept += next;
  }
  return `${kept}…`;
}

export interface SlackMessage {
  text: string;
  blocks: readonly Record<string, unknown>[];
}

interface Around {
  /** One of them may have arrived already. */
  repeat: boolean;
  /** Address of the console, without a slash at its end. */
  consoleUrl: string;
}

/** One message for one or several notifications, in their order. `answerUrl`: where a test page is answered. */
export function slackMessage(
  notices: readonly { notice: Notice; answerUrl: string | null }[],
  { repeat, consoleUrl }: Around,
): SlackMessage {
  const [only] = notices;
  if (!only) throw new Error('a message tells something');
  const note = repeat ? [section(`_${slackText(REPEAT)}_`)] : [];
  if (notices.length === 1) {
    const { headline, detail } = noticeWords(only.notice);
    // Plain text of a header is shown as it is: escapes would be seen.
    const header =
      [...headline].length > HEADER_MOST ? `${[...headline].slice(0, HEADER_MOST - 1).join('')}…` : headline;
    return {
      text: `${cut(headline, HEADER_MOST)}${repeat ? ` (${slackText(REPEAT)})` : ''}`,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: header, emoji: false } },
        ...(detail === '' ? [] : [section(cut(detail, SECTION_MOST))]),
        ...note,
        {
          type: 'actions',
          elements: [
            ...(only.answerUrl === null ? [] : [button('Answer the test page', only.answerUrl)]),
            button('Open in Bulkhead', `${consoleUrl}${placeOf(only.notice)}`),
          ],
        },
      ],
    };
  }
  const each = Math.floor(SECTION_MOST / notices.length) - 1;
  const lines = notices.map(({ notice }) => {
    const { headline, detail } = noticeWords(notice);
    return cut(`• ${headline}. ${detail}`, each);
  });
  const answers = notices.flatMap(({ notice, answerUrl }) =>
    answerUrl !== null && 'page' in notice ? [button(`Answer for ${notice.page.contact}`, answerUrl)] : [],
  );
  return {
    text: `${notices.length} notices of Bulkhead${repeat ? ` (${slackText(REPEAT)})` : ''}`,
    blocks: [
      section(lines.join('\n')),
      ...note,
      { type: 'actions', elements: [...answers, button('Open in Bulkhead', `${consoleUrl}/alerts`)] },
    ],
  };
}

function section(text: string): Record<string, unknown> {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function button(text: string, url: string): Record<string, unknown> {
  const label = [...text].length > 75 ? `${[...text].slice(0, 74).join('')}…` : text;
  return { type: 'button', text: { type: 'plain_text', text: label, emoji: false }, url };
}
