// The button that exports withdrawals, with its dialog; whoever may not hears who does.
'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { Button } from '#components/ui/button.tsx';
import { type ExportFilters, WithdrawalExportDialog } from '#components/withdrawal-export-dialog.tsx';
import { notAllowedTo } from '#lib/rules/may.ts';

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
