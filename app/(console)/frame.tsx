// The client half of the frame: banner with live data, side bar, palette, and the change control every screen uses.
'use client';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { FactorNotice } from '#components/access/factor-notice.tsx';
import { waitsFor } from '#components/releases/release-waits.ts';
import { AppShell } from '#components/shell/app-shell.tsx';
import { AttentionNotice } from '#components/shell/attention-notice.tsx';
import { EnvironmentBanner } from '#components/shell/environment-banner.tsx';
import { STOP_HREF } from '#components/shell/screen-list.ts';
import { spokenOf } from '#components/shell/spoken.ts';
import { useTitleBadge } from '#components/shell/title-badge.ts';
import { patiently } from '#components/ui/patiently.ts';
import { StopEntry, StopNotice } from '#components/venue/stop-notice.tsx';
import type { AttentionView } from '#lib/contract/approvals.ts';
import type { StatusBody } from '#lib/contract/console.ts';
import { signOutAction } from './actions.ts';
import { ChangeControlProvider } from './change-control.tsx';
import { LevelControlProvider } from './level-control.tsx';
import { LevelPicker } from './level-picker.tsx';
import { RollBackProvider } from './matrix-rollback-control.tsx';
import { OutcomesProvider } from './outcomes.tsx';
import { StopControlProvider, useEmergencyStop } from './stop-control.tsx';

const loadWatch = () => patiently(() => import('./alert-watch.tsx'));
// Not part of the first picture: fetched right after it, so that it is there when the first P0 fires.
const AlertWatch = dynamic(() => loadWatch().then((module) => module.AlertWatch), { ssr: false });
const AlertBanner = dynamic(() => loadWatch().then((module) => module.AlertBanner), { ssr: false });

// The palette is asked for by key or button: its code comes then.
const Palette = dynamic(() => patiently(() => import('./palette.tsx')).then((module) => module.Palette), {
  ssr: false,
});

const LEVEL = <LevelPicker />;

function SideStop() {
  const { heard } = useConsole();
  const open = useEmergencyStop();
  return <StopEntry stopped={Boolean(heard?.status.stop)} onPress={open} />;
}
const STOP = <SideStop />;

async function leave(): Promise<void> {
  await signOutAction({});
  window.location.assign('/sign-in');
}

export function Frame({ children }: { children: ReactNode }) {
  const { me, heard, link } = useConsole();
  const path = usePathname();
  const attention = heard?.status.attention;
  const waiting = attention ? waitsFor(me, attention) : 0;
  const stop = heard?.status.stop ?? null;
  const openP0 = heard?.status.alerts.openP0 ?? 0;
  const unconfirmed = (heard?.status.alerts.unconfirmed ?? 0) > 0;
  const withdrawals = heard?.status.withdrawals.toDecide ?? 0;
  useTitleBadge(waiting, stop !== null, openP0);
  const counts = useMemo(
    () =>
      ({
        '/alerts': { value: openP0, tone: 'crit', label: 'open P0' },
        '/approvals': { value: waiting, tone: 'plain', label: 'for you to decide' },
        '/withdrawals': { value: withdrawals, tone: 'plain', label: 'to decide' },
      }) as const,
    [waiting, openP0, withdrawals],
  );
  // Each pulse brings a new object; what it says is seldom new.
  const today = heard?.status.now.slice(0, 10) ?? '';
  const owed = attention ? JSON.stringify({ ...attention, requests: [], forms: [], releases: [] }) : null;
  const held = stop ? JSON.stringify(stop) : null;
  const notice = useMemo(
    () => (
      <>
        {/* The board has it in its head. */}
        {unconfirmed && path !== '/alerts' ? <AlertBanner /> : null}
        {held ? (
          <StopNotice
            stop={JSON.parse(held) as NonNullable<StatusBody['stop']>}
            now={today}
            here={path === STOP_HREF}
          />
        ) : null}
        {/* The profile says it at length itself. */}
        {path === '/profile' ? null : <FactorNotice me={me} />}
        {owed ? (
          <AttentionNotice attention={JSON.parse(owed) as AttentionView} me={me.id} now={today} />
        ) : null}
      </>
    ),
    [path, me, owed, held, today, unconfirmed],
  );
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [paletteWanted, setPaletteWanted] = useState(false);
  return (
    <OutcomesProvider>
      <ChangeControlProvider>
        <LevelControlProvider>
          <RollBackProvider>
            <StopControlProvider>
              <AppShell
                person={me}
                banner={
                  <EnvironmentBanner
                    environment={me.environment}
                    heard={heard}
                    link={link}
                    spoken={heard ? spokenOf(heard.status, waiting) : []}
                  />
                }
                counts={counts}
                notice={notice}
                level={LEVEL}
                sideNote={STOP}
                onOpenPalette={() => {
                  setPaletteWanted(true);
                  setPaletteOpen(true);
                }}
                onSignOut={() => void leave()}
              >
                {children}
              </AppShell>
              <AlertWatch />
              {paletteWanted ? <Palette open={paletteOpen} onOpenChange={setPaletteOpen} /> : null}
            </StopControlProvider>
          </RollBackProvider>
        </LevelControlProvider>
      </ChangeControlProvider>
    </OutcomesProvider>
  );
}
