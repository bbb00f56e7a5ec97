// The link by which a test page is answered without signing in: the id of its line with a mark that only we can make.
import { isMark, mark } from '#lib/store/access/secret-box.ts';

const PURPOSE = 'test-call';

/** `consoleUrl` has no slash at its end. What follows the # stays in the browser. */
export function callLink(consoleUrl: string, callId: string): string {
  return `${consoleUrl}/answer#${callId}.${mark(PURPOSE, callId)}`;
}

/** The id in what stands behind the #; null when we did not make it. */
export function callOfLink(text: string): string | null {
  const [callId = '', claimed = ''] = text.split('.');
  return isMark(PURPOSE, callId, claimed) ? callId : null;
}
