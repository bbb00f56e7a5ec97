// Who one is here: name, address, and each role with what it may do.

import { initials } from '#components/initials.ts';
import { ROLES, type Role } from '#lib/catalog/roles.ts';
import type { ProfileBody } from '#lib/contract/access.ts';
import { ROLE_MAY, roleLabel } from './role-words.ts';

interface ProfileHeadProps {
  profile: Pick<ProfileBody, 'name' | 'email' | 'roles' | 'external'>;
  /** Right after a one-time link was used. */
  welcome: boolean;
}

export function ProfileHead({ profile, welcome }: ProfileHeadProps) {
  return (
    <div>
      <div className="flex items-center gap-3">
        <span
          aria-hidden="true"
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-full border border-line-strong text-sm font-medium text-ink-2"
        >
          {initials(profile.name)}
        </span>
        <div className="min-w-0">
          <p className="truncate text-xl leading-7 font-semibold tracking-tight">
            {welcome ? `Welcome, ${profile.name}` : profile.name}
          </p>
          <p className="truncate text-sm text-ink-3">
            {profile.email}
            {profile.external ? ', through the identity provider' : ''}
          </p>
        </div>
      </div>
      <dl className="mt-4 grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[10rem_1fr]">
        {profile.roles.map((role) => (
          <div key={role} className="contents">
            <dt className="font-medium">{roleLabel(role)}</dt>
            <dd className="text-ink-2 max-sm:mb-1">
              {Object.hasOwn(ROLES, role) ? ROLE_MAY[role as Role] : 'A role this console does not know.'}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-ink-3">
        {profile.external
          ? 'Roles come from your groups at the identity provider.'
          : 'A super admin gives and takes roles, never their own.'}
      </p>
    </div>
  );
}
