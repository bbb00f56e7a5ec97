'use server';
// The writes of the Withdrawals screen.
import { action } from '#app/_entry/action.ts';
import { approveWithdrawals } from '#lib/commands/withdrawals/approve-withdrawals.ts';
import { endColdTransfer } from '#lib/commands/withdrawals/end-cold-transfer.ts';
import { holdWithdrawal } from '#lib/commands/withdrawals/hold-withdrawal.ts';
import { reconcileWithdrawal } from '#lib/commands/withdrawals/reconcile-withdrawal.ts';
import { recordColdTransfer } from '#lib/commands/withdrawals/record-cold-transfer.ts';
import { rejectWithdrawal } from '#lib/commands/withdrawals/reject-withdrawal.ts';
import { resumeWithdrawal } from '#lib/commands/withdrawals/resume-withdrawal.ts';
import { undoWithdrawalApproval } from '#lib/commands/withdrawals/undo-withdrawal-approval.ts';

export const approveWithdrawalsAction = action(approveWithdrawals);
export const undoWithdrawalApprovalAction = action(undoWithdrawalApproval);
export const holdWithdrawalAction = action(holdWithdrawal);
export const resumeWithdrawalAction = action(resumeWithdrawal);
export const reconcileWithdrawalAction = action(reconcileWithdrawal);
export const rejectWithdrawalAction = action(rejectWithdrawal);
export const recordColdTransferAction = action(recordColdTransfer);
export const endColdTransferAction = action(endColdTransfer);
