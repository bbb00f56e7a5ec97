// What whoever reported an alert said about it: text from outside, shown as text and nothing else.
import { ExternalLink } from 'lucide-react';
import { Section } from '#components/ui/section.tsx';
import type { FiringBody } from '#lib/contract/alerts.ts';
import { evidenceOf, measured } from './alert-words.ts';

/** Longer values open on demand. */
const SHORT = 200;

/** Only http and https are followed, and the host is said before anybody presses. */
function hostOf(link: string | null): { href: string; host: string } | null {
  if (link === null || !URL.canParse(link)) return null;
  const { protocol, host, href } = new URL(link);
  return protocol === 'https:' || protocol === 'http:' ? { href, host } : null;
}

function Value({ name, value }: { name: string; value: string }) {
  const shown = name === 'value' ? measured(value) : value;
  if (shown.length <= SHORT) return <bdi className="break-all">{shown}</bdi>;
  return (
    <details>
      <summary className="min-h-6 break-all pointer-coarse:min-h-11">
        <bdi>{shown.slice(0, SHORT)}…</bdi> <span className="text-ink-3">the whole of it</span>
      </summary>
      <bdi className="block max-h-60 overflow-y-auto break-all">{shown}</bdi>
    </details>
  );
}

export function AlertEvidence({ body }: { body: FiringBody }) {
  const { firing, annotations, link, from } = body;
  const items = evidenceOf(firing.labels, annotations, firing.alert !== null);
  const source = hostOf(link);
  return (
    <Section
      title="Evidence"
      note={from === null ? 'not in the catalogue' : `as it was sent; rule of ${from}`}
    >
      {items.length === 0 ? (
        <p className="py-1 text-xs text-ink-3">It came without any label or annotation.</p>
      ) : (
        <dl className="mt-1 text-xs">
          {items.map(({ kind, name, value }, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a sender may give the same name twice, and nothing moves
              key={index}
              className="grid min-h-7 grid-cols-[minmax(80px,140px)_minmax(0,1fr)] gap-3 border-b border-line py-1.5"
            >
              <dt className="text-ink-3">
                <bdi className="break-all">{name}</bdi>
                {kind === 'annotation' ? null : <span className="sr-only">, a label</span>}
              </dt>
              <dd className="num min-w-0 text-ink-2">
                <Value name={name} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {source ? (
        <p className="mt-2 text-xs">
          <a
            href={source.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            referrerPolicy="no-referrer"
            className="link inline-flex min-h-6 items-center gap-1.5 pointer-coarse:min-h-11"
          >
            <ExternalLink className="size-3.5" aria-hidden="true" />
            Open its source at {source.host}
          </a>
        </p>
      ) : null}
    </Section>
  );
}
