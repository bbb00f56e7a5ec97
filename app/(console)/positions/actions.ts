'use server';
// The writes of the Positions screen: orders to executors, and the retirement of one.
import { action } from '#app/_entry/action.ts';
import { commandExecutors } from '#lib/commands/command-executors.ts';
import { retireExecutor } from '#lib/commands/retire-executor.ts';

export const commandExecutorsAction = action(commandExecutors);
export const retireExecutorAction = action(retireExecutor);
