// Follows changes to their effect: a notice that counts instances until all have it, and stays when some lag.
'use client';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalHref } from '#components/changes/approval-words.ts';
import { EffectMeter } from '#components/changes/effect-meter.tsx';
import { laggingWords } from '#components/changes/effect-words.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import { REQUEST_MINUTES, requestName } from '#lib/catalog/approvals.ts';
import type { ChangeAnswer, EffectView } from '#lib/contract/console.ts';

type Follow = (title: string, answer: ChangeAnswer) => void;

const Context = createContext<Follow | null>(null);

/** Call with the words of the outcome and the command's answer. */
export function useOutcomes(): Follow {
  const follow = useContext(Context);
  if (!follow) throw new Error('A screen must be inside OutcomesProvider.');
  return follow;
}

interface Followed {
  /** Of its change set. */
  id: string;
  title: string;
  warnings: readonly string[];
}

function Body({ effect, warnings }: { effect: EffectView | null; warnings: readonly string[] }) {
  return (
    <div className="mt-1 flex flex-col gap-1 text-xs text-ink-3">
      {effect ? (
        <span className="flex flex-wrap items-center gap-3">
          <EffectMeter effect={effect} late />
          <InstanceTicks effect={effect} />
        </span>
      ) : (
        <span>Saved. Waiting for the first instance.</span>
      )}
      {warnings.map((warning) => (
        <span key={warning}>{warning}</span>
      ))}
    </div>
  );
}

export function OutcomesProvider({ children }: { children: ReactNode }) {
  const { heard } = useConsole();
  const router = useRouter();
  // Looked up when it is added too: the stream may have told of the whole effect before the command was answered.
  const [followed, setFollowed] = useState<readonly Followed[]>([]);
  /** What was shown last of each, so that an unchanged effect does not restart the notice's eight seconds. */
  const shown = useRef(new Map<string, string>());
  const recent = heard?.status.recent;

  useEffect(() => {
    for (const one of followed) {
      const { id } = one;
      const effect = recent?.find((set) => set.id === id)?.effect;
      if (!effect) continue;
      const news = JSON.stringify([
        effect.state,
        effect.applied,
        effect.expected,
        effect.lagging.map(({ id }) => id),
      ]);
      if (shown.current.get(id) === news) continue;
      shown.current.set(id, news);
      // A venue without instances has nobody who could lag.
      const partial = effect.state === 'partial' && effect.expected > 0;
      const silent = effect.lagging.some(({ silentForMs }) => silentForMs !== null);
      showToast({
        id,
        tone: partial || effect.overBudget ? 'risk' : effect.state === 'effective' ? 'ok' : 'plain',
        title: partial
          ? `${one.title}: ${effect.applied} of ${effect.expected} applied${effect.lagging.length > 0 ? `, ${laggingWords(effect)}` : ''}`
          : one.title,
        body: <Body effect={effect} warnings={one.warnings} />,
        sticky: partial,
        ...(partial && silent
          ? { action: { label: 'See instances', onPress: () => router.push('/instances') } }
          : {}),
      });
      if (effect.state === 'effective') {
        shown.current.delete(id);
        setFollowed((others) => others.filter((other) => other !== one));
      }
    }
  }, [recent, followed, router]);

  const follow = useCallback<Follow>(
    (title, answer) => {
      if (answer.request) {
        const { id, number } = answer.request;
        showToast({
          id,
          tone: 'plain',
          title: `${requestName(number)} waits for a second person`,
          body: `Nothing has changed yet. It expires in ${REQUEST_MINUTES} minutes.`,
          action: { label: 'Open it', onPress: () => router.push(approvalHref(id)) },
        });
        return;
      }
      if (!answer.changed || !answer.changeSetId) {
        showToast({
          id: crypto.randomUUID(),
          tone: 'plain',
          title: 'Nothing to change: the value holds already',
        });
        return;
      }
      const { changeSetId: id, warnings = [] } = answer;
      showToast({ id, tone: 'plain', title, body: <Body effect={null} warnings={warnings} /> });
      setFollowed((others) => [...others, { id, title, warnings }]);
    },
    [router],
  );
  return <Context value={follow}>{children}</Context>;
}
