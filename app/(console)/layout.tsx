// The frame of the signed-in screens. It reads who is there for the side bar; each page authorizes by itself.
import type { ReactNode } from 'react';
import { ConsoleDataProvider } from '#app/_client/console-data.tsx';
import { frameAccess } from '#app/_entry/page-actor.ts';
import { readMe } from '#lib/reads/access/read-me.ts';
import { ask } from '#lib/reads/read.ts';
import { readStatus } from '#lib/reads/read-status.ts';
import { Frame } from './frame.tsx';
import { Refusal } from './refusal.tsx';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const access = await frameAccess();
  // The page itself sends whoever is not signed in to the sign-in screen, with its own address to come back to.
  if (access === null) return children;
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const [me, status] = await Promise.all([
    ask(readMe, {}, access.person),
    ask(readStatus, {}, access.person),
  ]);
  if (!me.ok) return <Refusal failure={me.error} />;
  return (
    <ConsoleDataProvider me={me.value} initial={status.ok ? status.value : null}>
      <Frame>{children}</Frame>
    </ConsoleDataProvider>
  );
}
