// The parts of a sign-off form that are read: criteria, figures, checklists, configuration and lists; on screen and on paper.
import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { Section } from '#components/ui/section.tsx';
import type { Column } from '#components/ui/table.tsx';
import { FORM_STATES, type FormState } from '#lib/catalog/signoff-types.ts';
import type { FormSnapshot } from '#lib/contract/signoff.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { FormTable } from './form-table.tsx';

const VERDICTS = {
  pass: { word: 'Pass', icon: CircleCheck, ink: 'text-ok-text' },
  narrow: { word: 'Narrow', icon: TriangleAlert, ink: 'text-risk-text' },
  fail: { word: 'Fail', icon: CircleAlert, ink: 'text-crit-text' },
  insufficient: { word: 'No data', icon: CircleDashed, ink: 'text-ink-3' },
} as const;

export function Verdict({ verdict, narrow = null }: { verdict: string; narrow?: string | null }) {
  const key = narrow === null ? verdict : 'narrow';
  const { word, icon: Icon, ink } = VERDICTS[key as keyof typeof VERDICTS] ?? VERDICTS.insufficient;
  return (
    <span
      className={clsx('inline-flex items-center gap-1.5 whitespace-nowrap', ink)}
      title={narrow ?? undefined}
    >
      <Icon className="size-3.5" aria-hidden="true" />
      <span className="max-sm:sr-only print:not-sr-only print:whitespace-nowrap!">{word}</span>
    </span>
  );
}

/** `8 of 8 pass, 1 narrowly`. */
export function criteriaNote(criteria: FormSnapshot['criteria']): string {
  const passed = criteria.filter(({ verdict }) => verdict === 'pass').length;
  const narrow = criteria.filter((one) => one.narrow !== null).length;
  return `${passed} of ${criteria.length} pass${narrow > 0 ? `, ${narrow} narrowly` : ''}`;
}

const CRITERIA: readonly Column[] = [
  { key: 'criterion', label: 'Criterion' },
  { key: 'required', label: 'Required', right: true },
  { key: 'measured', label: 'Measured', right: true },
  { key: 'evidence', label: 'Evidence', className: 'max-lg:hidden print:table-cell' },
  { key: 'result', label: 'Result', right: true },
];

export function CriteriaPart({ criteria }: { criteria: FormSnapshot['criteria'] }) {
  const groups = [...new Set(criteria.map(({ group }) => group))];
  return (
    <Section title="Acceptance criteria, as measured" note={criteriaNote(criteria)}>
      <FormTable caption="Acceptance criteria as they were measured" columns={CRITERIA}>
        {groups.map((group) => (
          <tbody key={group}>
            <tr className="border-t border-line">
              <th scope="rowgroup" colSpan={5} className="py-1.5 text-left text-xs font-medium text-ink-2">
                {group}
              </th>
            </tr>
            {criteria
              .filter((one) => one.group === group)
              .map((one) => (
                <tr key={one.key} className="border-t border-line align-baseline">
                  <td className="py-1.5 pr-3 break-words">{one.title}</td>
                  <td className="num py-1.5 pr-3 text-right text-ink-3 print:whitespace-nowrap">
                    {one.required}
                  </td>
                  <td className="num py-1.5 pr-3 text-right font-semibold print:whitespace-nowrap">
                    {one.measured}
                  </td>
                  <td className="max-w-56 py-1.5 pr-3 text-xs break-words text-ink-2 max-lg:hidden print:table-cell">
                    {one.evidence}
                    {one.file ? (
                      <span className="block break-all" title={`SHA-256 ${one.file.sha256}`}>
                        {one.file.name}, SHA-256 {one.file.sha256.slice(0, 16)}…
                      </span>
                    ) : null}
                  </td>
                  <td className="py-1.5 text-right">
                    <Verdict verdict={one.verdict} narrow={one.narrow} />
                  </td>
                </tr>
              ))}
          </tbody>
        ))}
      </FormTable>
    </Section>
  );
}

const METRICS: readonly Column[] = [
  { key: 'metric', label: 'Metric' },
  { key: 'value', label: 'Value', right: true },
  { key: 'target', label: 'Target', right: true },
  { key: 'status', label: 'Status', right: true },
];

export function MetricsPart({ metrics, at }: { metrics: FormSnapshot['metrics']; at: string | null }) {
  if (metrics.length === 0) return null;
  return (
    <Section title="Metrics snapshot" note={at}>
      <FormTable caption="Figures against their targets" columns={METRICS}>
        <tbody>
          {metrics.map(({ key, title, value, target, verdict }) => (
            <tr key={key} className="border-t border-line">
              <td className="py-1.5 pr-3">{title}</td>
              <td className="num py-1.5 pr-3 text-right font-semibold">{value ?? 'no data'}</td>
              <td className="num py-1.5 pr-3 text-right text-ink-3">{target}</td>
              <td className="py-1.5 text-right">
                <Verdict verdict={verdict} />
              </td>
            </tr>
          ))}
        </tbody>
      </FormTable>
    </Section>
  );
}

export function ChecklistParts({ checklists }: { checklists: FormSnapshot['checklists'] }) {
  return checklists.map(({ key, title, checks }) => (
    <Section key={key} title={title}>
      <ul className="border-t border-line text-sm">
        {checks.map((check) => (
          <li key={check.key} className="flex flex-wrap items-center gap-x-2 border-b border-line py-1.5">
            <Verdict verdict={check.verdict} />
            {/* A long evidence takes a line of its own: what was checked stays readable. */}
            <span className="min-w-0 flex-1 basis-52">{check.text}</span>
            <span className="min-w-0 text-xs break-words text-ink-3">{check.evidence}</span>
          </li>
        ))}
      </ul>
    </Section>
  ));
}

interface PairsPartProps {
  title: string;
  pairs: readonly { label: string; value: string }[];
  /** Sentences that people wrote, not values: each has the whole width. */
  sentences?: boolean;
}

export function PairsPart({ title, pairs, sentences = false }: PairsPartProps) {
  if (pairs.length === 0) return null;
  return (
    <Section title={title}>
      <dl
        className={clsx(
          'border-t border-line text-sm',
          !sentences && 'print:grid print:grid-cols-2 print:gap-x-8',
        )}
      >
        {pairs.map(({ label, value }) => (
          <div key={label} className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5">
            <dt className="text-ink-2">{label}</dt>
            <dd className={clsx('min-w-0 break-words', sentences ? 'whitespace-pre-line' : 'num ml-auto')}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** The foot of manual 5's form: how it stands, which version of the form it is, its date, and its next review. */
export function DocumentPart({ body }: { body: Pick<SignoffBody, 'state' | 'hash' | 'snapshot'> }) {
  const { state, hash, snapshot } = body;
  const { document, openedAt } = snapshot;
  const pairs = [
    { label: 'Status', value: FORM_STATES[state as FormState] ?? state },
    ...(document ? [{ label: 'Version of the form', value: document.version }] : []),
    { label: 'Date', value: hash === null ? 'not frozen yet' : openedAt.slice(0, 10) },
    ...(document ? [{ label: 'Next review', value: document.nextReview }] : []),
  ];
  return <PairsPart title="Document" pairs={pairs} />;
}

export function ListPart({ title, note, items }: { title: string; note?: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={title} note={note} className="keep">
      <ul className="list-disc border-t border-line pt-1.5 pl-5 text-sm">
        {items.map((item) => (
          <li key={item} className="py-0.5">
            {item}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What comes after the signatures: triggers, success criteria, and what follows. */
export function OutcomeParts({ snapshot }: { snapshot: FormSnapshot }) {
  const { triggers, mustHave, shouldHave, shouldHaveAtLeast, afterSuccess, afterFailure } = snapshot;
  return (
    <>
      <ListPart title="Rolls back by itself if" items={triggers} />
      <ListPart title="Rollback" items={snapshot.rollback ?? []} />
      <ListPart title="Success: all of" items={mustHave} />
      <ListPart title={`Success: at least ${shouldHaveAtLeast} of`} items={shouldHave} />
      <ListPart title="After a success" items={afterSuccess} />
      <ListPart title="After a failure" items={afterFailure} />
    </>
  );
}

/** The execution plan as it is frozen: a heading and its steps for each moment. `folded`: the steps on demand. */
export function PlanPart({ plan = [], folded = false }: Pick<FormSnapshot, 'plan'> & { folded?: boolean }) {
  if (plan.length === 0) return null;
  const list = (steps: readonly string[]) => (
    <ul className="list-disc pl-5 text-ink-2">
      {steps.map((step) => (
        <li key={step} className="break-words">
          {step}
        </li>
      ))}
    </ul>
  );
  return (
    <Section title="Execution plan">
      <ol className="flex flex-col gap-2 border-t border-line pt-1.5 text-sm">
        {plan.map(({ title, steps }) => (
          <li key={title} className="keep">
            {folded ? (
              <details>
                <summary className="cursor-pointer font-medium pointer-coarse:py-2.5">{title}</summary>
                {list(steps)}
              </details>
            ) : (
              <>
                <span className="font-medium">{title}</span>
                {list(steps)}
              </>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
