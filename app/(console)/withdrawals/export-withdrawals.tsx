// The button that exports withdrawals, with its dialog; whoever may not hears who does.
'use client';
import { Download } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { Button } from '#components/ui/button.tsx';
import { patiently } from '#components/ui/patiently.ts';
import type { ExportFilters } from '#components/withdrawals/withdrawal-export-dialog.tsx';
import { notAllowedTo } from '#lib/rules/may.ts';

const WithdrawalExportDialog = dynamic(
  () =>
    patiently(() => import('#components/withdrawals/withdrawal-export-dialog.tsx')).then(
      (module) => module.WithdrawalExportDialog,
    ),
  { ssr: false },
);

interface ExportWithdrawalsProps {
  filters: ExportFilters;
  applied: readonly string[];
  from?: string;
  to?: string;
}

export function ExportWithdrawals(narrowed: ExportWithdrawalsProps) {
  const { me } = useConsole();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="sm"
        icon={Download}
        disabledReason={notAllowedTo('export-withdrawals', me.roles)}
        onClick={() => setAsking(true)}
      >
        Export
      </Button>
      {asking ? <WithdrawalExportDialog {...narrowed} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
