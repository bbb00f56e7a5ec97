'use server';
// The writes of the Instances screen.
import { action } from '#app/_entry/action.ts';
import { isolateInstance } from '#lib/commands/venue/isolate-instance.ts';
import { restoreInstance } from '#lib/commands/venue/restore-instance.ts';

export const isolateInstanceAction = action(isolateInstance);
export const restoreInstanceAction = action(restoreInstance);
