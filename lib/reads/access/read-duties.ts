// The review of duties: roles that together act and approve, super admins, missing second factors, stray credentials, break-glass.
import { z } from 'zod';
import type { DutyReviewBody, ReviewedCredential, ReviewedPerson } from '#lib/contract/review.ts';
import type { Read } from '#lib/reads/read.ts';
import { credentialFlaws, dutyFindings } from '#lib/rules/access/duty-review.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import { ok } from '#lib/rules/result.ts';
import { asRoles } from '#lib/store/access/people.ts';
import {
  breakGlassEntries,
  type ReviewRow,
  reviewCredentials,
  reviewPeople,
} from '#lib/store/access/review.ts';
import { databaseNow } from '#lib/store/clock.ts';

const input = z.strictObject({});

export const readDuties: Read<z.output<typeof input>, DutyReviewBody> = {
  action: 'review-duties',
  body: 'DutyReviewBody',
  input,
  run: async (tx) => {
    const now = await databaseNow(tx);
    const { environment, people } = await reviewPeople(tx);
    const seen = people.map((row: ReviewRow) => {
      const stored = asRoles(row.roles);
      const effective = effectiveRoles(stored, environment);
      const person: ReviewedPerson = {
        ...{ id: row.id, name: row.name, email: row.email, roles: stored },
        added: effective.filter((role) => !stored.includes(role)),
      };
      return { person, effective, secondFactors: row.secondFactors };
    });
    const credentials: ReviewedCredential[] = (await reviewCredentials(tx))
      .map((row) => ({
        ...{ kind: row.kind, id: row.id, name: row.name, prefix: row.prefix, owner: row.owner },
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt?.toISOString() ?? null,
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        flaws: credentialFlaws(row, now),
      }))
      .filter(({ flaws }) => flaws.length > 0);
    return ok({
      at: now.toISOString(),
      environment,
      people: people.length,
      combinations: seen
        .map(({ person, effective }) => ({ ...person, findings: dutyFindings(effective) }))
        .filter(({ findings }) => findings.length > 0),
      superAdmins: seen
        .filter(({ effective }) => effective.includes('super_admin'))
        .map(({ person }) => person),
      withoutSecondFactor: seen
        .filter(({ secondFactors }) => secondFactors === 0)
        .map(({ person }) => person),
      credentials,
      breakGlass: await breakGlassEntries(tx),
    });
  },
};
