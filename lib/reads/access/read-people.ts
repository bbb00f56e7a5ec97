// Everybody with access: roles, factors, sessions, and who is still on the way in.
import { z } from 'zod';
import type { PeopleBody, PersonView } from '#lib/contract/access.ts';
import type { Environment } from '#lib/contract/console.ts';
import type { Read } from '#lib/reads/read.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import { ok } from '#lib/rules/result.ts';
import { asRoles } from '#lib/store/access/people.ts';
import { type ListedPerson, listOpenLinks, listPeople } from '#lib/store/access/people-list.ts';

const input = z.strictObject({});

function stateOf({ disabled, external, hasPassword, passkeys }: ListedPerson): PersonView['state'] {
  if (disabled) return 'disabled';
  return external || hasPassword || passkeys > 0 ? 'active' : 'waiting';
}

export const readPeople: Read<z.output<typeof input>, PeopleBody> = {
  action: 'read-people',
  body: 'PeopleBody',
  input,
  run: async (tx) => {
    const { environment } = await tx.installation.findFirstOrThrow();
    const [people, links] = await Promise.all([listPeople(tx), listOpenLinks(tx)]);
    return ok({
      items: people.map((person) => {
        const { id, name, email, external, totp, passkeys, sessions, tokens, locked } = person;
        const roles = asRoles(person.roles);
        const effective = effectiveRoles(roles, environment as Environment);
        return {
          ...{ id, name, email, roles, external, totp, passkeys, sessions, tokens, locked },
          addedRoles: effective.filter((role) => !roles.includes(role)),
          state: stateOf(person),
          lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
          createdAt: person.createdAt.toISOString(),
        };
      }),
      nextBefore: null,
      links: links.map(({ issuedAt, expiresAt, ...link }) => ({
        ...link,
        issuedAt: issuedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
    });
  },
};
