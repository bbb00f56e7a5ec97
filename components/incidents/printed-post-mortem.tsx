// A post-mortem as it is printed: the signed text itself, three signature rules bound to its hash, and who printed it when.
'use client';
import { Printer } from 'lucide-react';
import { exact } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { usePrintedPage } from '#components/use-printed-page.ts';
import { POST_MORTEM_SIGNERS, SIGNING_STATEMENT } from '#lib/catalog/incidents.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import type { Signature } from '#lib/rules/incidents/post-mortem.ts';
import { type SignedBlock, signedBlocks } from './signed-blocks.ts';

interface PrintedPostMortemProps {
  file: {
    name: string;
    now: string;
    text: string;
    hash: string;
    signatures: readonly Signature[];
    signed: boolean;
  };
  printedBy: string;
}

function Block({ block }: { block: SignedBlock }) {
  switch (block.kind) {
    case 'title':
      return <h2 className="text-xl font-semibold break-words">{block.text}</h2>;
    case 'heading':
      return <h3 className="keep mt-4 text-sm font-semibold">{block.text}</h3>;
    case 'paragraph':
      return <p className="mt-1 text-sm break-words whitespace-pre-line">{block.text}</p>;
    case 'list':
      return (
        <ul className="mt-1 text-sm">
          {block.items.map(({ text, inner }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that does not change
            <li key={place} className={inner ? 'ml-4 break-words' : 'break-words'}>
              {text}
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <table className="mt-1 w-full border-t border-line text-xs">
          <thead>
            <tr>
              {block.head.map((head) => (
                <th key={head} scope="col" className="py-1 pr-3 text-left font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that does not change
              <tr key={line} className="border-b border-line align-top">
                {block.head.map((head, place) => (
                  <td
                    key={head}
                    className={place === 0 ? 'num py-1 pr-3 whitespace-nowrap' : 'py-1 pr-3 break-words'}
                  >
                    {row[place] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

export function PrintedPostMortem({ file, printedBy }: PrintedPostMortemProps) {
  usePrintedPage('Bulkhead, post-mortem', file.name);
  return (
    <Screen
      title={file.name}
      actions={
        <Button icon={Printer} onClick={() => window.print()}>
          Print
        </Button>
      }
      className="relative mx-auto max-w-[190mm] p-4 lg:p-6"
    >
      {signedBlocks(file.text).map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a text that does not change
        <Block key={place} block={block} />
      ))}
      <section className="keep mt-6">
        <h3 className="text-sm font-semibold">Sign-off{file.signed ? '' : ', not complete'}</h3>
        <p className="mt-1 text-xs">{SIGNING_STATEMENT}</p>
        <dl className="mt-4 grid grid-cols-1 gap-4 sm:grid-cols-3 print:grid-cols-3">
          {POST_MORTEM_SIGNERS.map((role) => {
            const signed = file.signatures.find((one) => one.role === role);
            return (
              <div key={role} className="border-t border-line-strong pt-1 text-xs">
                <dt className="font-medium">{ROLES[role].label}</dt>
                <dd>{signed ? `${signed.person.name}, ${exact(signed.at)} UTC` : 'Not signed'}</dd>
              </div>
            );
          })}
        </dl>
        <p className="mt-3 text-xs break-all">
          sha256 of the text: <span className="num">{file.hash}</span>
        </p>
      </section>
      <p className="mt-6 border-t border-line pt-2 text-xs text-ink-3">
        Printed by {printedBy}, as of {exact(file.now)} UTC.
      </p>
    </Screen>
  );
}
