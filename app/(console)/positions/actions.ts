'use server';
// The writes of the Positions screen: orders to executors, and the retirement of one.
import { action } from '#app/_entry/action.ts';
import { commandExecutors } from '#lib/commands/venue/command-executors.ts';
import { retireExecutor } from '#lib/commands/venue/retire-executor.ts';

export const commandExecutorsAction = action(commandExecutors);
export const retireExecutorAction = action(retireExecutor);
