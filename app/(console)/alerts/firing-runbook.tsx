// The runbook of one firing with what it leads to: its procedure, the levels beyond the current one, earlier firings.
'use client';
import { useQuery } from '@tanstack/react-query';
import { firingsQuery } from '#app/_client/alert-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { walletQuery } from '#app/_client/withdrawal-queries.ts';
import { AlertRunbook } from '#components/alerts/alert-runbook.tsx';
import { firingName } from '#components/alerts/alert-words.ts';
import { comingWords } from '#components/withdrawals/cold-transfer-words.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { FiringBody } from '#lib/contract/alerts.ts';
import { useLevelControl } from '../level-control.tsx';
import { useStartProcedure } from '../start-procedure.tsx';

/** Level 3 closes the venue for every customer: no alert proposes it in passing. */
const PROPOSED = [1, 2] as const;
const SHOWN = 4;

export function FiringRunbook({ body }: { body: FiringBody }) {
  const { heard } = useConsole();
  const levels = useLevelControl();
  const procedures = useStartProcedure();
  const { firing } = body;
  const { data } = useQuery({
    ...firingsQuery({
      alert: firing.alert ?? 'other',
      state: 'resolved',
      before: String(firing.number),
      limit: SHOWN,
    }),
    enabled: firing.alert !== null,
  });
  const showsWallet = firing.alert !== null && findAlert(firing.alert)?.goesOnAt?.shows === 'hot-wallet';
  const { data: wallet } = useQuery({ ...walletQuery, enabled: showsWallet });
  const current = heard?.status.level.current ?? 0;
  return (
    <>
      <AlertRunbook
        body={body}
        levels={PROPOSED.filter((level) => level > current)}
        levelHeldBy={levels.heldBy}
        onLevel={levels.press}
        procedureHeldBy={procedures.heldBy}
        onProcedure={(procedure) => {
          const known = PROCEDURES[procedure];
          if (!known) return;
          procedures.open({
            ...{ procedure, title: known.title, says: known.purpose },
            offered: `${firingName(firing.number)}: ${firing.title}`,
          });
        }}
        standing={
          showsWallet && wallet
            ? (comingWords(wallet.transfers, Date.parse(wallet.now)) ??
              'No transfer from cold storage is recorded as under way.')
            : null
        }
        before={firing.alert === null ? [] : (data?.items ?? [])}
      />
      {procedures.dialog}
    </>
  );
}
