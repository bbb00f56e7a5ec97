// Every instance in a word: its name, the revision it holds, and whether it is in step. For the Now screen.
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { InstancesBody, InstanceView } from '#lib/contract/console.ts';
import { revisionWords, stateWords } from './instance-words.ts';

interface InstanceSummaryProps {
  body: InstancesBody;
}

function StateIcon({ instance }: { instance: InstanceView }) {
  const { tone } = stateWords(instance);
  if (tone === 'ok') return <CircleCheck className="size-3.5 text-ok-text" aria-hidden="true" />;
  if (tone === 'risk') return <TriangleAlert className="size-3.5 text-risk-text" aria-hidden="true" />;
  return <CircleDashed className="size-3.5 text-ink-3" aria-hidden="true" />;
}

export function InstanceSummary({ body }: InstanceSummaryProps) {
  return (
    <ul className="grid grid-cols-2 gap-x-6 sm:grid-cols-3 lg:grid-cols-4">
      {body.items.map((instance) => {
        const words = stateWords(instance);
        return (
          <li key={instance.id} className="flex h-8 min-w-0 items-center gap-2 border-b border-line text-xs">
            <StateIcon instance={instance} />
            <span className="num min-w-0 truncate">{instance.id}</span>
            <span className="num ml-auto shrink-0 text-ink-3">
              <span className="sr-only">{words.word}, revision </span>
              {words.tone === 'ok' ? revisionWords(instance, body) : words.word.toLowerCase()}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
