// reject-withdrawal: it does not go out; the service returns the amount to its account.
import { withdrawalVerb } from './withdrawal-verb.ts';

export const rejectWithdrawal = withdrawalVerb('reject');
