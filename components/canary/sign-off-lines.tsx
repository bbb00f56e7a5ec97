// The four lines of a sign-off form: who signed when, bound to which text, and which line is next.
import clsx from 'clsx';
import { ShieldCheck } from 'lucide-react';
import { clock, exact, stamp } from '#components/format-time.ts';
import { shortHash } from '#components/short-hash.ts';
import type { LineView, SignoffBody } from '#lib/contract/signoff-views.ts';

function Signed({ line }: { line: LineView }) {
  const { signature } = line;
  if (!signature) return null;
  return (
    <>
      <div className="flex items-end gap-3">
        <span className="min-w-0 flex-1 border-b border-line-strong pb-0.5 text-base break-words">
          {signature.person.name}
        </span>
        <span className="flex items-center gap-1.5 text-xs text-ok-text">
          <ShieldCheck className="size-3.5" aria-hidden="true" />
          Signed
        </span>
      </div>
      <div className="mt-1 flex items-baseline gap-3 text-xs text-ink-3">
        <span className="min-w-0 flex-1">{line.statements.map(({ text }) => text).join('. ')}</span>
        <span className="num" title={signature.signature}>
          {shortHash(signature.signature)}
        </span>
      </div>
    </>
  );
}

/** `3 of 4 signed`. */
export function signedNote({ lines }: Pick<SignoffBody, 'lines'>): string {
  return `${lines.filter(({ signature }) => signature !== null).length} of ${lines.length} signed`;
}

export function boundNote({
  hash,
  snapshot,
  state,
  now,
}: Pick<SignoffBody, 'hash' | 'snapshot' | 'state' | 'now'>) {
  if (state === 'closed') return 'Nobody signs it any more: its run is over, or has gone on.';
  return hash === null ? (
    'Nothing is frozen yet: it is signed once it is open for signature.'
  ) : (
    <>
      Signatures bind to snapshot{' '}
      <span className="num font-semibold text-ink-2" title={hash}>
        {shortHash(hash)}
      </span>
      , {stamp(snapshot.openedAt, now)}.
    </>
  );
}

export function SignOffLines({ body, mine }: { body: SignoffBody; mine: string | null }) {
  return (
    <ol aria-label="Signature lines" className="divide-y divide-line border-y border-line">
      {body.lines
        .filter(({ line }) => line !== mine)
        .map((line) => (
          <li key={line.line} className="py-3">
            <div className="mb-1 flex items-baseline justify-between gap-3 text-xs text-ink-3">
              <span>
                {line.label}, {line.title.toLowerCase()}
              </span>
              {line.signature ? (
                <time className="num" dateTime={line.signature.at} title={`${exact(line.signature.at)} UTC`}>
                  {clock(line.signature.at)}
                </time>
              ) : null}
            </div>
            {line.signature ? (
              <Signed line={line} />
            ) : (
              <p className={clsx('text-sm text-ink-3')}>{line.heldBy ?? 'Waits for a signature.'}</p>
            )}
          </li>
        ))}
    </ol>
  );
}
