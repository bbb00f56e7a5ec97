'use server';
// What the holder of a test page's link does with it; nobody needs to be signed in.
import { action } from '#app/_entry/action.ts';
import { answerTestPage } from '#lib/commands/alerts/answer-test-page.ts';

export const answerByLinkAction = action(answerTestPage);
