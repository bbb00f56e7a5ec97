// resume-withdrawal: a held request, or one whose approval ran out, waits for approval again, from the beginning.
import { withdrawalVerb } from './withdrawal-verb.ts';

export const resumeWithdrawal = withdrawalVerb('resume');
