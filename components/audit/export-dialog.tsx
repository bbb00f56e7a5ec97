// Taking the log away: which form, which span, what the file holds, and how it is checked on another machine.
'use client';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '#components/copy-text.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Select } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { ExportFormat } from '#lib/contract/export.ts';
import { SPANS, spanStart } from './audit-spans.ts';

/** The filters of the screen beside its span, as the read takes them, and as they are called there. */
export interface ExportFilters {
  text: string;
  kind: string;
  person: string;
  switch: string;
}

interface ExportDialogProps {
  filters: ExportFilters;
  /** What the filters are called on screen: the name of a person, not their id. */
  applied: readonly string[];
  hours: string;
  /** Database time. */
  now: string;
  onClose: () => void;
}

const FORMATS = [
  { value: 'ndjson', label: 'Evidence' },
  { value: 'csv', label: 'Spreadsheet' },
  { value: 'lines', label: 'Lines' },
] as const;

const HOLDS: Readonly<Record<ExportFormat, string>> = {
  ndjson:
    'NDJSON: every entry with its hashes, oldest first, from one signed entry to another. It can be verified without Bulkhead. Filters do not apply; entries of the last seconds are not signed yet.',
  csv: 'CSV for a spreadsheet: every column, cells that would run as a formula are made text. It cannot be verified.',
  lines:
    'One line a change: timestamp | user | switch | old_value | new_value | reason. Only switch changes, unless a kind is chosen. It cannot be verified.',
};

const VERIFY =
  'node cli/bulkhead.mjs audit verify bulkhead-audit-*.ndjson --checkpoints bulkhead-checkpoints.ndjson --public-key bulkhead-audit-key-*.pub.pem';

/** The address of the file. */
export function exportAddress(
  format: ExportFormat,
  filters: ExportFilters,
  from: string | undefined,
): string {
  const query = new URLSearchParams({ format });
  if (from) query.set('from', from);
  if (format !== 'ndjson')
    for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  return `/api/v1/audit-export?${query}`;
}

export function ExportDialog({ filters, applied, hours, now, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('ndjson');
  const [span, setSpan] = useState(hours);
  const address = exportAddress(format, filters, spanStart(span, Date.parse(now)));
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Export the audit log"
      description="The export itself goes on record first: who, which form, which range, how many entries."
      className="sm:w-[520px]"
      footer={
        <>
          {/* Not fetched: the browser saves it as it comes, however large, and says so when it breaks off. */}
          <a href={address} download className={buttonClass('ink')} onClick={onClose}>
            <Download className="size-3.5" aria-hidden="true" />
            Download
          </a>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <Segmented
        legend="Form"
        showLegend
        className="mt-3"
        value={format}
        segments={FORMATS}
        onChange={(value) => setFormat(value as ExportFormat)}
      />
      <p className="mt-2 text-xs text-ink-2" role="status">
        {HOLDS[format]}
      </p>
      <Select className="mt-3" label="Span" value={span} options={SPANS} onValue={setSpan} />
      {format !== 'ndjson' ? (
        <p className="mt-2 text-xs break-words text-ink-2">
          {applied.length > 0
            ? `Filtered as on screen: ${applied.join(', ')}.`
            : 'No filter is set on screen.'}
        </p>
      ) : (
        <div className="mt-4 border-t border-line pt-3 text-xs">
          <h3 className="lbl">To verify it elsewhere</h3>
          <p className="mt-1 text-ink-2">
            Take these along, after the export. Checkpoints kept outside Bulkhead (the worker's file, the
            webhook) are better evidence, and a key noted earlier is better than one fetched today.
          </p>
          <p className="mt-2 flex flex-wrap gap-2">
            <a href="/api/v1/audit-checkpoints" download className={buttonClass('outline', 'sm')}>
              Checkpoints
            </a>
            <a href="/api/v1/audit-public-key" download className={buttonClass('outline', 'sm')}>
              Public key
            </a>
          </p>
          <div className="mt-3 flex items-start gap-2">
            <code className="num min-w-0 flex-1 rounded-md border border-line bg-canvas px-2 py-1.5 break-words">
              {VERIFY}
            </code>
            <Button
              size="sm"
              square
              aria-label="Copy the command"
              onClick={() => void copyText(VERIFY, 'Command copied', 'select the command')}
            >
              <Copy className="size-3.5" aria-hidden="true" />
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
