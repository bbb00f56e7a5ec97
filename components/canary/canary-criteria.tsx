// The criteria at a gate: what is required, what was measured, what it rests on, and the result; a manual check is made here.
'use client';
import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { CriteriaGroupView, CriterionView, EvidenceView } from '#lib/contract/canary.ts';
import {
  measuredWords,
  passWords,
  RESULT_WORDS,
  type Result,
  requiredWords,
  resultOf,
} from './canary-words.ts';

const LOOK: Readonly<Record<Result, { icon: LucideIcon; tone: string }>> = {
  pass: { icon: CircleCheck, tone: 'text-ok-text' },
  narrow: { icon: TriangleAlert, tone: 'text-risk-text' },
  fail: { icon: CircleX, tone: 'text-crit-text' },
  insufficient: { icon: CircleDashed, tone: 'text-ink-3' },
};

export function ResultMark({ criterion, short = false }: { criterion: CriterionView; short?: boolean }) {
  const result = resultOf(criterion);
  const { icon: Icon, tone } = LOOK[result];
  return (
    <span className={clsx('inline-flex items-center gap-1.5', tone)} title={criterion.why}>
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className={short ? 'max-sm:sr-only' : ''}>{RESULT_WORDS[result]}</span>
    </span>
  );
}

const COLUMNS = [
  { key: 'criterion', label: 'Criterion' },
  { key: 'required', label: 'Required', right: true },
  { key: 'measured', label: 'Measured', right: true },
  { key: 'evidence', label: 'Evidence', className: 'max-sm:hidden' },
  { key: 'result', label: 'Result' },
];

interface CanaryCriteriaProps {
  title?: string;
  groups: readonly CriteriaGroupView[];
  /** What stands before saying what one saw; null when it can be said. */
  heldBy: string | null;
  onEvidence: (criterion: CriterionView) => void;
  onChart: (criterion: CriterionView) => void;
}

/** By name and the beginning of its hash; a link where the file was kept. */
function EvidenceFile({ id, file }: { id: string; file: NonNullable<EvidenceView['file']> }) {
  const short = <span title={`SHA-256 ${file.sha256}`}>{file.sha256.slice(0, 8)}</span>;
  return (
    <span className="break-all">
      {', '}
      {file.sizeBytes === null ? (
        file.name
      ) : (
        <a href={`/api/v1/evidence/${id}/file`} download={file.name} className="underline">
          {file.name}
        </a>
      )}{' '}
      {short}
    </span>
  );
}

function Evidence({ criterion }: { criterion: CriterionView }) {
  const { evidence, why, coverage, kind } = criterion;
  if (kind === 'manual' && evidence) {
    return (
      <>
        {evidence.text}{' '}
        {evidence.link ? (
          <a href={evidence.link} rel="noreferrer noopener" target="_blank" className="underline">
            look
          </a>
        ) : null}
        <span className="block text-ink-3">
          {evidence.by}
          {evidence.file ? <EvidenceFile id={evidence.id} file={evidence.file} /> : null}
        </span>
      </>
    );
  }
  return (
    <>
      {why}
      {criterion.verdict !== 'insufficient' && coverage !== null && coverage < 1
        ? `, ${Math.floor(coverage * 100)}% measured`
        : ''}
    </>
  );
}

export function CanaryCriteria({
  title = 'Acceptance criteria',
  groups,
  heldBy,
  onEvidence,
  onChart,
}: CanaryCriteriaProps) {
  return (
    <Section title={title} aside={<span className="text-xs text-ink-3">{passWords(groups)}</span>}>
      <Table caption={title} columns={COLUMNS}>
        {groups.map((group) => [
          <tr key={group.key} className={groups.length === 1 ? 'sr-only' : undefined}>
            <th scope="rowgroup" colSpan={5} className="text-left text-xs font-medium text-ink-2">
              {group.title}
            </th>
          </tr>,
          ...group.criteria.map((one) => (
            <tr key={`${group.key}/${one.key}`}>
              <th scope="row" className="py-1.5 text-left font-normal whitespace-normal">
                {one.kind === 'metric' ? (
                  <button
                    type="button"
                    className="text-left underline decoration-line-strong underline-offset-2 hover:decoration-ink pointer-coarse:-my-1.5 pointer-coarse:min-h-11"
                    onClick={() => onChart(one)}
                  >
                    {one.title}
                  </button>
                ) : (
                  one.title
                )}
                {one.kind === 'manual' ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    className="ml-1 max-sm:-ml-2 max-sm:block"
                    disabledReason={heldBy}
                    onClick={() => onEvidence(one)}
                  >
                    {one.evidence ? 'Say again' : 'Say'}
                  </Button>
                ) : null}
                {one.kind === 'manual' && one.evidence ? (
                  <span className="block pb-1 text-xs text-ink-2 sm:hidden">
                    <Evidence criterion={one} />
                  </span>
                ) : null}
              </th>
              <td className="num r text-ink-3">{requiredWords(one)}</td>
              <td className={clsx('num r font-semibold', one.baseline && 'py-1')}>
                {measuredWords(one)}
                {one.baseline ? (
                  <span className="block text-2xs text-ink-3">against {one.baseline.title}</span>
                ) : null}
              </td>
              <td className="py-1.5 text-xs whitespace-normal text-ink-2 max-sm:hidden">
                <Evidence criterion={one} />
              </td>
              <td>
                <span className="flex items-center gap-2">
                  <ResultMark criterion={one} short />
                </span>
              </td>
            </tr>
          )),
        ])}
      </Table>
    </Section>
  );
}
