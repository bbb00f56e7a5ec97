// hold-withdrawal: what leads to doubt is looked at before anything goes out; its approvals count no more when it goes on.
import { withdrawalVerb } from './withdrawal-verb.ts';

export const holdWithdrawal = withdrawalVerb('hold');
