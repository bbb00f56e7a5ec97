// Holds the browser's copy of the console's data: the query cache, the live stream that keeps it true, and the link's state.
'use client';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Heard, Link } from '#components/shell/freshness.ts';
import { madeOld } from '#components/shell/made-old.ts';
import type { MeBody, StatusBody } from '#lib/contract/console.ts';
import { startLive } from './live-stream.ts';
import { statusQuery } from './queries.ts';

interface ConsoleData {
  me: MeBody;
  heard: Heard | undefined;
  link: Link;
}

const Context = createContext<ConsoleData | null>(null);

/** The signed-in person, what was last heard of the venue, and whether the link holds. */
export function useConsole(): ConsoleData {
  const data = useContext(Context);
  if (!data) throw new Error('A screen must be inside ConsoleData.');
  return data;
}

function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: 2,
        retryDelay: (attempt) => Math.min(8_000, 1_000 * 2 ** attempt),
        refetchOnWindowFocus: true,
      },
    },
  });
}

function refresh(client: QueryClient, before: StatusBody | undefined, now: StatusBody): void {
  for (const { word, cancelRefetch } of madeOld(before, now))
    void client.invalidateQueries({ queryKey: [word] }, { cancelRefetch });
}

export function ConsoleDataProvider({
  me,
  initial,
  children,
}: {
  me: MeBody;
  initial: StatusBody | null;
  children: ReactNode;
}) {
  const [client] = useState(() => {
    const made = newClient();
    if (initial) made.setQueryData(statusQuery.queryKey, initial);
    return made;
  });
  return (
    <QueryClientProvider client={client}>
      <LiveProvider me={me} client={client}>
        {children}
      </LiveProvider>
    </QueryClientProvider>
  );
}

function LiveProvider({ me, client, children }: { me: MeBody; client: QueryClient; children: ReactNode }) {
  const [link, setLink] = useState<Link>({ state: 'live' });
  const { data: status, dataUpdatedAt } = useQuery(statusQuery);
  useEffect(
    () =>
      startLive({
        onPulse: (pulse) => {
          refresh(client, client.getQueryData(statusQuery.queryKey), pulse);
          client.setQueryData(statusQuery.queryKey, pulse);
        },
        onLink: (next) => {
          // A full load: the sign-in page must not keep anything of this one in memory.
          if (next.state === 'signed-out')
            window.location.assign(`/sign-in?to=${encodeURIComponent(window.location.pathname)}`);
          else setLink(next);
        },
      }),
    [client],
  );
  const value = useMemo(
    () => ({ me, link, heard: status ? { status, receivedAt: dataUpdatedAt } : undefined }),
    [me, link, status, dataUpdatedAt],
  );
  return <Context value={value}>{children}</Context>;
}
