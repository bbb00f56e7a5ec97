'use server';
// The writes of the On-call screen.
import { action } from '#app/_entry/action.ts';
import { answerTestPage } from '#lib/commands/alerts/answer-test-page.ts';
import { handOver } from '#lib/commands/alerts/hand-over.ts';
import { removeChannel } from '#lib/commands/alerts/remove-channel.ts';
import { removeContact } from '#lib/commands/alerts/remove-contact.ts';
import { removeOverride } from '#lib/commands/alerts/remove-override.ts';
import { sendAgain } from '#lib/commands/alerts/send-again.ts';
import { sendTestPage } from '#lib/commands/alerts/send-test-page.ts';
import { setChannel } from '#lib/commands/alerts/set-channel.ts';
import { setContact } from '#lib/commands/alerts/set-contact.ts';
import { setOverride } from '#lib/commands/alerts/set-override.ts';
import { setRota } from '#lib/commands/alerts/set-rota.ts';

export const setRotaAction = action(setRota);
export const setOverrideAction = action(setOverride);
export const removeOverrideAction = action(removeOverride);
export const handOverAction = action(handOver);
export const setContactAction = action(setContact);
export const removeContactAction = action(removeContact);
export const setChannelAction = action(setChannel);
export const removeChannelAction = action(removeChannel);
export const sendAgainAction = action(sendAgain);
export const sendTestPageAction = action(sendTestPage);
export const answerTestPageAction = action(answerTestPage);
