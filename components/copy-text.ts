// Copies text and says so; where the browser copies nothing, it says what to do instead.
import { showToast } from './ui/toast-store.ts';

/** `done`: such as "Address copied". `instead`: such as "select the address". */
export async function copyText(text: string, done: string, instead: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ id: 'copied', tone: 'ok', title: done });
  } catch {
    // A page without https, or a browser that was told not to.
    showToast({ id: 'copied', tone: 'risk', title: `The browser copies nothing here: ${instead}` });
  }
}
