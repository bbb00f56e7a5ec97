// The screen of one release: manual 2's deployment dashboard with its buttons.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { releaseQuery } from '#app/_client/release-queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { actsOnReleases } from '#components/releases/release-acts.ts';
import { ReleaseBaseline } from '#components/releases/release-baseline.tsx';
import { ReleaseChecks, ReleaseComponents } from '#components/releases/release-checks.tsx';
import { ReleaseHead } from '#components/releases/release-head.tsx';
import { ReleasePlan } from '#components/releases/release-plan.tsx';
import { ReleaseServers } from '#components/releases/release-servers.tsx';
import { ReleaseShareChart } from '#components/releases/release-share-chart.tsx';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { RELEASE_MOVES, type ReleaseState, releaseName } from '#lib/catalog/releases.ts';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../../change-control.tsx';
import {
  approveReleaseAction,
  markReleaseGoodAction,
  pauseReleaseAction,
  refuseReleaseAction,
  resumeReleaseAction,
  rollBackReleaseAction,
  stepReleaseAction,
  withdrawReleaseAction,
} from '../actions.ts';

const ReasonDialog = dynamic(
  () => patiently(() => import('#components/reason-dialog.tsx')).then((module) => module.ReasonDialog),
  { ssr: false },
);

/** The acts that say why, each as its button and its dialog name it. */
const WITH_REASON = {
  'roll-back': {
    action: rollBackReleaseAction,
    button: 'Roll back',
    tone: 'safe',
    icon: Undo2,
    says: 'All traffic goes back to the old version at once.',
  },
  pause: {
    action: pauseReleaseAction,
    button: 'Pause',
    tone: 'plain',
    icon: undefined,
    says: 'It keeps the share it has; no further step until somebody resumes it. Its triggers go on.',
  },
  resume: {
    action: resumeReleaseAction,
    button: 'Resume',
    tone: 'plain',
    icon: undefined,
    says: 'The next step may be taken again.',
  },
  refuse: {
    action: refuseReleaseAction,
    button: 'Refuse',
    tone: 'plain',
    icon: undefined,
    says: 'Nothing of it is deployed to users.',
  },
  withdraw: {
    action: withdrawReleaseAction,
    button: 'Withdraw',
    tone: 'plain',
    icon: undefined,
    says: 'It ends before it has any traffic.',
  },
} as const;
type Asked = keyof typeof WITH_REASON;

export function ReleaseScreen({ body: first }: { body: ReleaseBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { data: body = first } = useQuery({ ...releaseQuery(first.release.id), initialData: first });
  const now = useServerNow() || Date.parse(body.now);
  const { pending, error, forget, send, dialog } = useKeyedSend(['release', 'releases']);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { release } = body;
  const moves = RELEASE_MOVES[release.state as ReleaseState];
  const name = releaseName(release.number);
  const held = (action: Parameters<typeof notAllowedTo>[0]) => notAllowedTo(action, me.roles) ?? cannotSend;
  const own =
    release.startedBy.id === me.id ? 'You started this release: somebody else has to approve it.' : null;
  const plain = (
    label: string,
    action: typeof stepReleaseAction,
    variant: 'risk' | 'ink',
    heldBy: string | null,
  ) => (
    <Button
      variant={variant}
      busy={pending}
      disabledReason={heldBy}
      onClick={() => void send(action, { releaseId: release.id }, `${label}, ${name}`)}
    >
      {label}
    </Button>
  );
  const withReason = (which: Asked) => (
    <Button
      variant={which === 'roll-back' ? 'safe' : 'outline'}
      icon={WITH_REASON[which].icon}
      busy={pending}
      disabledReason={held(`${which}-release`)}
      onClick={() => {
        forget();
        setAsked(which);
      }}
    >
      {WITH_REASON[which].button}
    </Button>
  );
  const acts = actsOnReleases(me.roles);
  const approve =
    moves.approve === null
      ? undefined
      : plain('Approve', approveReleaseAction, 'ink', held('approve-release') ?? own);
  const approves = notAllowedTo('approve-release', me.roles) === null;
  // Phones: the one act of this person at this moment.
  const thumb = !acts
    ? undefined
    : moves['roll-back'] === null
      ? approves
        ? approve
        : undefined
      : withReason('roll-back');
  const over = Object.values(moves).every((next) => next === null);
  return (
    <Screen
      title="Releases"
      note={name}
      thumb={thumb}
      pane={
        <div className="flex flex-col gap-5 px-4 py-4 lg:px-5">
          <ReleasePlan body={body} now={now} />
        </div>
      }
      paneLabel="Checklist and release notes"
    >
      <ReleaseHead body={body} now={now} />
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 lg:px-6">
        <p className="min-w-0 flex-1 basis-64 text-sm max-lg:basis-full">
          <span className="lbl mr-2">Next</span>
          {body.next}
        </p>
        {acts ? (
          <>
            {thumb === approve ? <span className="max-lg:hidden">{approve}</span> : approve}
            {moves.refuse === null ? null : withReason('refuse')}
            {moves.step === null || body.nextShare === null
              ? null
              : plain(
                  `Step to ${body.nextShare}%`,
                  stepReleaseAction,
                  'risk',
                  held('step-release') ?? body.stepHeldBy,
                )}
            {moves['mark-good'] === null
              ? null
              : plain(
                  'Mark as successful',
                  markReleaseGoodAction,
                  'ink',
                  held('mark-release-good') ?? body.goodHeldBy,
                )}
            {moves.pause === null ? null : withReason('pause')}
            {moves.resume === null ? null : withReason('resume')}
            {moves.withdraw === null ? null : withReason('withdraw')}
            {moves['roll-back'] === null ? null : (
              <span className="max-lg:hidden">{withReason('roll-back')}</span>
            )}
          </>
        ) : null}
        <FormError error={asked === null ? error : null} />
      </div>
      <div className="flex flex-col gap-6 px-4 py-4 lg:px-6">
        <ReleaseChecks body={body} now={now} />
        <ReleaseComponents body={body} />
        {/* Of a release that ended before anything was measured there is nothing to draw. */}
        {over && body.shares.length === 0 ? null : (
          <>
            <Section title="Share of the traffic" rule>
              <ReleaseShareChart body={body} now={now} />
            </Section>
            {over && body.baseline === null ? null : (
              <Section title="Baseline over time" rule>
                <ReleaseBaseline body={body} now={now} />
              </Section>
            )}
          </>
        )}
        {over ? null : <ReleaseServers servers={body.servers} />}
      </div>
      {dialog}
      {asked ? (
        <ReasonDialog
          title={`${WITH_REASON[asked].button} ${name}`}
          says={WITH_REASON[asked].says}
          button={WITH_REASON[asked].button}
          icon={WITH_REASON[asked].icon}
          tone={WITH_REASON[asked].tone}
          offered=""
          heldBy={held(`${asked}-release`)}
          pending={pending}
          error={error}
          onApply={async (reason) => {
            const { action, button } = WITH_REASON[asked];
            const sent = await send(action, { releaseId: release.id, reason }, `${button}, ${name}`);
            if (sent?.ok) setAsked(null);
          }}
          onClose={() => {
            forget();
            setAsked(null);
          }}
        />
      ) : null}
    </Screen>
  );
}
