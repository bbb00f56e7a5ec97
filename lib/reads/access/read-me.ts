// Who is asking: name, effective roles and environment, for the screens to explain what is locked.
import { z } from 'zod';
import type { Environment, MeBody } from '#lib/contract/console.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';

const input = z.strictObject({});

export const readMe: Read<z.output<typeof input>, MeBody> = {
  action: 'read-me',
  body: 'MeBody',
  input,
  run: async (tx, _query, actor) => {
    if (actor.kind !== 'person') return fail('forbidden', 'Only people have an account.');
    const installation = await tx.installation.findFirstOrThrow();
    return ok({
      id: actor.id,
      name: actor.name,
      email: actor.email,
      roles: actor.roles,
      environment: installation.environment as Environment,
      factor: actor.factor,
    });
  },
};
