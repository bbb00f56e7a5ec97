// Figures of a run at a glance: the stage before, now, the limit, and the way there.
'use client';
import { SparkLine } from '#components/spark-line.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { CriterionView } from '#lib/contract/canary.ts';
import { requiredWords, valueWords } from './canary-words.ts';

interface CanarySnapshotProps {
  criteria: readonly CriterionView[];
  stage: number;
  note: string;
}

export function CanarySnapshot({ criteria, stage, note }: CanarySnapshotProps) {
  const columns = [
    { key: 'metric', label: 'Metric' },
    {
      key: 'before',
      label: stage > 0 ? (stage > 1 ? `Stage ${stage - 1}` : 'Before') : 'Before',
      right: true,
      className: 'max-sm:hidden',
    },
    { key: 'now', label: stage > 0 ? `Stage ${stage}` : 'Now', right: true },
    { key: 'limit', label: 'Limit', right: true, className: 'max-sm:hidden' },
    { key: 'line', label: 'Since its start', right: true },
  ];
  return (
    <Section title="Metrics snapshot" aside={<span className="num text-xs text-ink-3">{note}</span>}>
      <Table caption="Metrics snapshot" columns={columns}>
        {criteria.map((one) => (
          <tr key={one.key}>
            <th scope="row" className="text-left font-normal">
              {one.title}
            </th>
            <td className="num r text-ink-3 max-sm:hidden">{valueWords(one.before, one.unit)}</td>
            <td className="num r font-semibold">{valueWords(one.value, one.unit)}</td>
            <td className="num r text-ink-3 max-sm:hidden">{requiredWords(one)}</td>
            <td className="r">
              <SparkLine values={one.spark} label={`${one.title}, ${one.spark.length} parts of the window`} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
