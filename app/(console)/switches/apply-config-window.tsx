// Applying a configuration file: a dry run shows the difference or the mistakes, then exactly that is applied or asked for. Loaded lazily.
'use client';
import { useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { ConfigFileField } from '#components/changes/config-file-field.tsx';
import { ConfigMistakes } from '#components/changes/config-mistakes.tsx';
import { DifferenceMoved, DifferenceRows } from '#components/changes/difference-parts.tsx';
import { type DifferenceRequest, DifferenceSheet } from '#components/changes/difference-sheet.tsx';
import { hasLeft, planOf } from '#components/changes/difference-words.ts';
import { EmptyState, LoadingRows } from '#components/ui/panel-states.tsx';
import { type AppliedConfigAnswer, CONFIG_MAX_BYTES } from '#lib/contract/config.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { useDifferenceFacts } from '../difference-facts.ts';
import { useOutcomes } from '../outcomes.tsx';
import { applyConfigAction } from './actions.ts';

type Refusal = ErrorBody['error'];

/** The file as it was read here, and what a dry run said of it. */
interface Look {
  fileName: string;
  yaml: string;
  pruneOverrides: boolean;
  /** Undefined while the dry run goes on. */
  said?: { answer: AppliedConfigAnswer } | { error: Refusal };
}

const SILENT: Refusal = {
  code: 'unavailable',
  message: 'The console did not answer. Choose the file again.',
};

/** Long enough for any direction: a dry run is not on record. */
const DRY_RUN_REASON = 'A look at the difference first';

export function ApplyConfigWindow({ onClose }: { onClose: () => void }) {
  const { heard } = useConsole();
  const facts = useDifferenceFacts();
  const follow = useOutcomes();
  const { pending, error, forget, send, dialog } = useKeyedSend();
  const [look, setLook] = useState<Look | null>(null);
  const [prune, setPrune] = useState(false);
  const newest = useRef<Look | null>(null);

  const dryRun = async (fileName: string, yaml: string, pruneOverrides: boolean): Promise<void> => {
    const next: Look = { fileName, yaml, pruneOverrides };
    newest.current = next;
    setLook(next);
    forget();
    const [debt] = facts.debts;
    const input = {
      ...{ yaml, pruneOverrides, dryRun: true, reason: DRY_RUN_REASON },
      // What is owed for break-glass is said beside the difference, not instead of it.
      ...(debt ? { incident: debt.incident } : {}),
    };
    const result = await applyConfigAction(input).catch(() => ({ ok: false as const, error: SILENT }));
    // Another file may have been chosen meanwhile.
    if (newest.current !== next) return;
    setLook({ ...next, said: result.ok ? { answer: result.value } : { error: result.error } });
  };
  const read = async (file: File): Promise<void> => {
    if (file.size > CONFIG_MAX_BYTES) {
      const message = `${file.name} is too large: a configuration file has at most ${CONFIG_MAX_BYTES / 1_024} KiB.`;
      const said = { error: { code: 'payload_too_large', message } } as const;
      newest.current = null;
      setLook({ fileName: file.name, yaml: '', pruneOverrides: prune, said });
      return;
    }
    await dryRun(file.name, await file.text(), prune);
  };

  const answer = look?.said && 'answer' in look.said ? look.said.answer : undefined;
  const mistaken = look?.said && 'error' in look.said ? look.said.error : null;
  const refusedAsOld = error?.code === 'conflict' && typeof error.details?.revision === 'number';
  const moved = refusedAsOld || (answer !== undefined && hasLeft(answer, heard?.status));
  const waits = answer?.changes.some(({ needsSecond }) => needsSecond) ?? false;

  const apply = async (what: Look, shown: AppliedConfigAnswer, request: DifferenceRequest): Promise<void> => {
    const { yaml, pruneOverrides, fileName } = what;
    const input = {
      ...{ yaml, pruneOverrides, expected: positionId(shown), reason: request.reason },
      ...request.terms,
    };
    const sent = await send(applyConfigAction, input, 'Apply the file without a second person');
    if (!sent?.ok) return;
    onClose();
    const { length } = shown.changes;
    follow(`${fileName} is applied: ${length} value${length === 1 ? '' : 's'} changed`, sent.value);
  };
  return (
    <>
      <DifferenceSheet
        title="Apply a configuration file"
        description="The file is compared with the matrix before anything is applied"
        plan={answer ? planOf(answer.changes, answer.warnings ?? [], waits) : null}
        facts={facts}
        refusedBy={
          answer?.changes.length === 0 ? 'The values hold already: nothing to do.' : (answer?.heldBy ?? null)
        }
        waitsFor={moved ? 'The matrix has changed since. Look at the new difference first.' : null}
        offered={look ? `Configuration applied from ${look.fileName.slice(0, 100)}` : ''}
        applyWords={(breaks) => (breaks ? 'Apply it at once' : 'Apply it now')}
        takesFocus={answer !== undefined}
        pending={pending}
        error={error}
        choice={
          <>
            <ConfigFileField fileName={look?.fileName ?? null} onFile={(file) => void read(file)} />
            <label className="flex min-h-6 cursor-pointer items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-ink"
                checked={prune}
                onChange={(event) => {
                  const { checked } = event.target;
                  setPrune(checked);
                  if (look?.yaml) void dryRun(look.fileName, look.yaml, checked);
                }}
              />
              Also take away symbols' own values that the file does not name
            </label>
          </>
        }
        onApply={(request) => {
          if (look && answer) void apply(look, answer, request);
        }}
        onClose={onClose}
      >
        {moved && look ? (
          <DifferenceMoved onLookAgain={() => void dryRun(look.fileName, look.yaml, look.pruneOverrides)} />
        ) : null}
        {look && !look.said ? <LoadingRows rows={4} label={`Comparing ${look.fileName}`} /> : null}
        {look && mistaken ? <ConfigMistakes error={mistaken} text={look.yaml} /> : null}
        {answer?.changes.length === 0 ? (
          <EmptyState title="No difference">Every value that the file names holds already.</EmptyState>
        ) : null}
        {answer ? <DifferenceRows rows={planOf(answer.changes, [], false).changes} /> : null}
      </DifferenceSheet>
      {dialog}
    </>
  );
}
