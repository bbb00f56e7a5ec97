'use server';
// The writes of the Instances screen.
import { action } from '#app/_entry/action.ts';
import { isolateInstance } from '#lib/commands/isolate-instance.ts';
import { restoreInstance } from '#lib/commands/restore-instance.ts';

export const isolateInstanceAction = action(isolateInstance);
export const restoreInstanceAction = action(restoreInstance);
