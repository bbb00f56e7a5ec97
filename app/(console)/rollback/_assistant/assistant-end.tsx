// The end of an assessment: what it leads to and its button, or dropping it with a reason.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { levelsQuery, switchesQuery } from '#app/_client/queries.ts';
import { matrixOf } from '#components/changes/matrix-rows.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { carriedOutWords, doneOf, partsWords } from '#components/runs/carried-out.ts';
import { DecisionEnd } from '#components/runs/decision-end.tsx';
import { endPlan, holdsWords, offeredReason } from '#components/runs/decision-words.ts';
import { RAISE_ON_DESKTOP } from '#components/shell/freshness.ts';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import { assessmentName, type DecisionTree } from '#lib/catalog/decision-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { AssessmentBody } from '#lib/contract/assessment.ts';
import { answersOf } from '#lib/rules/runs/assessment.ts';
import { startSettings, walk } from '#lib/rules/runs/decision-tree.ts';
import { useRaisingHeld } from '../../raising-held.ts';
import { useCarryOut } from './use-carry-out.ts';

interface AssistantEndProps {
  body: AssessmentBody;
  tree: DecisionTree;
  heldBy: string | null;
  /** The last answer was given here. */
  focus: boolean;
}

export function AssistantEnd({ body: { assessment }, tree, heldBy, focus }: AssistantEndProps) {
  const { me, heard } = useConsole();
  const { data: switches } = useQuery(switchesQuery);
  const standing = assessment.answers.filter((answer) => answer.takenBack === null);
  const { end, withinSeconds } = walk(tree, answersOf(standing));
  const presses = end?.action.kind === 'press-level';
  const { data: levels } = useQuery({ ...levelsQuery, enabled: presses });
  const raisingHeld = useRaisingHeld(RAISE_ON_DESKTOP);
  const { pending, error, dialog, clear, done, go, drop } = useCarryOut(assessment, levels?.current);
  const [dropping, setDropping] = useState(false);
  if (assessment.closed || !switches || (presses && !levels)) return null;

  const matrix = matrixOf(switches.items);
  const ending = end && endPlan(end, matrix, levels?.levels ?? [], me.roles);
  const name = assessmentName(assessment.number);
  const before = carriedOutWords(done);
  const here = doneOf(done, end?.key);
  const actedHere = here !== undefined && partsWords(here) !== null;
  return (
    <div className="flex flex-col gap-4">
      {before.length > 0 && !pending ? (
        <section aria-label="Done already" className="text-xs text-ink-2">
          <h3 className="lbl">Done already</h3>
          <ul>
            {before.map(({ title, words }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
              <li key={index}>
                {title}: {words}.
              </li>
            ))}
          </ul>
          <p>
            {actedHere
              ? 'Pressing again goes on from there: nothing is done twice.'
              : 'It stays as it is, whatever the answers lead to now.'}
          </p>
        </section>
      ) : null}
      {end && ending ? (
        <DecisionEnd
          key={end.key}
          end={end}
          withinSeconds={withinSeconds}
          plan={ending.plan}
          holds={holdsWords(end, matrix)}
          revision={heard?.status.revision ?? switches.revision}
          runs={end.procedure ? (PROCEDURES[end.procedure]?.title ?? null) : null}
          offered={offeredReason(assessment.number, SYMPTOMS.get(assessment.symptom)?.label ?? '', end.title)}
          heldBy={
            heldBy ??
            ending.heldBy ??
            (ending.changes.length > 0 && ending.plan.way === 'raising' ? raisingHeld : null)
          }
          pending={pending}
          error={dropping ? null : error}
          focus={focus}
          onGo={(reason) => {
            const changes = { rows: ending.changes, epoch: switches.epoch };
            void go(end, changes, startSettings(end, matrix), reason);
          }}
        />
      ) : null}
      {heldBy ? null : (
        <Button variant="ghost" size="sm" className="-ml-2 self-start" onClick={() => setDropping(true)}>
          Drop {name}
        </Button>
      )}
      {dropping ? (
        <ReasonDialog
          title={`Drop ${name}`}
          says={
            before.length > 0
              ? 'What was done of it stays as it is, and nothing more comes of it. Its answers and readings are kept.'
              : 'Nothing comes of it. Its answers and readings are kept.'
          }
          button="Drop it"
          offered={before.length > 0 ? '' : 'False alarm'}
          pending={pending}
          error={error}
          onApply={(reason) => {
            void drop(end, reason).then((closed) => {
              if (!closed) return;
              setDropping(false);
              showToast({
                ...{ id: `assessment-${assessment.id}`, tone: 'plain' },
                title: actedHere ? `${name} is closed with what was done of it` : `${name} is dropped`,
                ...(before.length > 0 ? { body: 'What was done stays as it is.' } : {}),
              });
            });
          }}
          onClose={() => {
            clear();
            setDropping(false);
          }}
        />
      ) : null}
      {dialog}
    </div>
  );
}
