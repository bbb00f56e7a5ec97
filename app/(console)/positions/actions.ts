'use server';
// The write of the Positions screen: orders to executors.
import { action } from '#app/_entry/action.ts';
import { commandExecutors } from '#lib/commands/command-executors.ts';

export const commandExecutorsAction = action(commandExecutors);
