// Your own line of a sign-off form: its statements, the narrow results you have read, your name, and what GO would set.
'use client';
import { OldToNew, type Way } from '#components/changes/direction-mark.tsx';
import { TextField } from '#components/ui/field.tsx';
import type { LineView, SignoffBody } from '#lib/contract/signoff-views.ts';

/** What has been filled in so far. */
export interface MyLine {
  name: string;
  statements: readonly string[];
  narrow: readonly string[];
}

export const NOTHING_FILLED: MyLine = { name: '', statements: [], narrow: [] };

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** What is missing before it can be signed, in a sentence; null when nothing is. */
export function missingOf(line: LineView, body: SignoffBody, filled: MyLine, myName: string): string | null {
  if (line.statements.some(({ key }) => !filled.statements.includes(key))) return 'Confirm each statement.';
  const narrow = body.snapshot.criteria.filter((one) => one.narrow !== null);
  if (narrow.some(({ key }) => !filled.narrow.includes(key)))
    return 'Say that you have read each narrow result.';
  return sameName(filled.name, myName) ? null : `Type your name as it stands here: ${myName}.`;
}

interface CheckProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: string;
}

function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className="flex min-h-11 items-start gap-2 py-2 text-sm lg:min-h-0 lg:py-1">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

function withKey(keys: readonly string[], key: string, there: boolean): string[] {
  const others = keys.filter((one) => one !== key);
  return there ? [...others, key] : others;
}

interface SignOffMineProps {
  body: SignoffBody;
  line: LineView;
  filled: MyLine;
  onFill: (filled: MyLine) => void;
}

export function SignOffMine({ body, line, filled, onFill }: SignOffMineProps) {
  const { criteria } = body.snapshot;
  return (
    <div className="border-t-2 border-ink py-3">
      <div className="mb-2 flex items-baseline justify-between gap-3 text-xs text-ink-3">
        <span>
          {line.label}, {line.title.toLowerCase()}
        </span>
        <span>your signature</span>
      </div>
      <TextField
        label="Your name"
        autoComplete="off"
        value={filled.name}
        onChange={(event) => onFill({ ...filled, name: event.target.value })}
      />
      <fieldset className="mt-2">
        <legend className="sr-only">Statements</legend>
        {line.statements.map(({ key, text }) => (
          <Check
            key={key}
            checked={filled.statements.includes(key)}
            onChange={(there) => onFill({ ...filled, statements: withKey(filled.statements, key, there) })}
          >
            {`${text}.`}
          </Check>
        ))}
        {criteria.map(({ key, title, measured, narrow }) =>
          narrow === null ? null : (
            <Check
              key={key}
              checked={filled.narrow.includes(key)}
              onChange={(there) => onFill({ ...filled, narrow: withKey(filled.narrow, key, there) })}
            >
              {`I have read the narrow result: ${title} ${measured}, ${narrow}.`}
            </Check>
          ),
        )}
      </fieldset>
    </div>
  );
}

/** `GO sets 4 switches`, each from what it is to what it becomes. */
export function GoDifference({ changes, position }: Pick<SignoffBody['snapshot'], 'changes' | 'position'>) {
  if (changes.length === 0)
    return <p className="text-xs text-ink-3">GO sets no switch: every value holds already.</p>;
  return (
    <div>
      <p className="text-xs text-ink-3">
        GO sets {changes.length} {changes.length === 1 ? 'switch' : 'switches'}, from position{' '}
        <span className="num">{position}</span>
      </p>
      <ul className="mt-1 divide-y divide-line rounded-md border border-line text-sm">
        {changes.map(({ switch: name, symbol, from, to, direction }) => (
          <li key={`${name}/${symbol}`} className="flex flex-wrap items-baseline gap-x-3 px-2.5 py-1.5">
            <span className="num min-w-0 break-all">{symbol === null ? name : `${name}.${symbol}`}</span>
            <span className="ml-auto">
              <OldToNew name={name} from={from} to={to} way={direction as Way} short />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
