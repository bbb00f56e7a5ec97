// The profile: what stands before one's first change at the top, then second factors, password, sessions and tokens.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useConsole } from '#app/_client/console-data.tsx';
import { profileQuery } from '#app/_client/queries.ts';
import { ProfileHead } from '#components/access/profile-head.tsx';
import { Screen } from '#components/screen.tsx';
import type { ProfileBody } from '#lib/contract/access.ts';
import { FactorBanner } from './factor-banner.tsx';
import { PasswordPart } from './password-part.tsx';
import { SecondFactors } from './second-factors.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';

export function ProfileScreen({ profile, welcome }: { profile: ProfileBody; welcome: boolean }) {
  const { data = profile } = useQuery({ ...profileQuery, initialData: profile });
  const { link, heard } = useConsole();
  const client = useQueryClient();
  const router = useRouter();
  const heldBy = link.state === 'offline' ? 'You are offline. Nothing is sent until the link is back.' : null;
  const changed = (): void => {
    void client.invalidateQueries({ queryKey: ['profile'] });
    // The frame says on every screen whether a second factor is missing.
    router.refresh();
  };
  const part = { profile: data, heldBy, onChanged: changed };
  return (
    <Screen title="Your profile" note={data.email}>
      <div className="flex w-full max-w-4xl flex-col gap-8 px-4 py-6 lg:px-6">
        <ProfileHead profile={data} welcome={welcome} />
        <FactorBanner {...part} />
        <SecondFactors {...part} />
        <PasswordPart {...part} />
        <Sessions {...part} now={heard?.status.now ?? data.sessions[0]?.lastSeenAt ?? null} />
        <Tokens tokens={data.tokens} onChanged={changed} />
      </div>
    </Screen>
  );
}
