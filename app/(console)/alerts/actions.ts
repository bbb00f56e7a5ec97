'use server';
// The writes of the Alerts screen: what people do about a firing, and what Bulkhead may do by itself.
import { action } from '#app/_entry/action.ts';
import { actOnFiring } from '#lib/commands/alerts/act-on-firing.ts';
import { actOnStorm } from '#lib/commands/alerts/act-on-storm.ts';
import { confirmFiring } from '#lib/commands/alerts/confirm-firing.ts';
import { confirmStorm } from '#lib/commands/alerts/confirm-storm.ts';
import { noteFiring } from '#lib/commands/alerts/note-firing.ts';
import { resolveFiring } from '#lib/commands/alerts/resolve-firing.ts';
import { seeRejected } from '#lib/commands/alerts/see-rejected.ts';
import { setAlertPolicy } from '#lib/commands/alerts/set-alert-policy.ts';
import { takeOverFiring } from '#lib/commands/alerts/take-over-firing.ts';

export const confirmFiringAction = action(confirmFiring);
export const confirmStormAction = action(confirmStorm);
export const actOnStormAction = action(actOnStorm);
export const seeRejectedAction = action(seeRejected);
export const takeOverFiringAction = action(takeOverFiring);
export const actOnFiringAction = action(actOnFiring);
export const noteFiringAction = action(noteFiring);
export const resolveFiringAction = action(resolveFiring);
export const setAlertPolicyAction = action(setAlertPolicy);
