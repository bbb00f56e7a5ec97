'use server';
// The writes of the Approvals screen.
import { action } from '#app/_entry/action.ts';
import { approveChange } from '#lib/commands/changes/approve-change.ts';
import { moveDeadline } from '#lib/commands/changes/move-deadline.ts';
import { refuseChange } from '#lib/commands/changes/refuse-change.ts';
import { reviewBreakGlass } from '#lib/commands/changes/review-break-glass.ts';
import { withdrawChange } from '#lib/commands/changes/withdraw-change.ts';

export const approveChangeAction = action(approveChange);
export const refuseChangeAction = action(refuseChange);
export const withdrawChangeAction = action(withdrawChange);
export const reviewBreakGlassAction = action(reviewBreakGlass);
export const moveDeadlineAction = action(moveDeadline);
