// The execution plan of a form: the procedure that carries its decision out, started here or under way.
'use client';
import { ListChecks } from 'lucide-react';
import Link from 'next/link';
import { PlanPart } from '#components/canary/form-parts.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { useStartProcedure } from '../../../../start-procedure.tsx';

/** The plan carries out what is signed: a draft may still change. */
function notYet({ state }: SignoffBody): string | null {
  if (state === 'open' || state === 'approved') return null;
  return state === 'draft' ? 'Open the form for signature first.' : 'This form is over.';
}

export function FormPlan({ body }: { body: SignoffBody }) {
  const starter = useStartProcedure();
  const { plan, run, form } = body;
  const procedure = plan ? PROCEDURES[plan.procedure] : undefined;
  if (!plan || !procedure) return null;
  return (
    <div className="flex flex-col items-start gap-3 [&>section]:w-full">
      <PlanPart plan={body.snapshot.plan} folded />
      {plan.number === null ? null : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
          <Link href={`/rollback/${plan.number}`} className={buttonClass('outline', 'md')}>
            {runName(plan.number)}
          </Link>
          {plan.ended === null ? null : <span className="min-w-0 break-words">Ended. {plan.ended}</span>}
        </p>
      )}
      {plan.number === null || plan.ended !== null ? (
        <Button
          icon={ListChecks}
          disabledReason={starter.heldBy(procedure.key) ?? notYet(body)}
          onClick={() =>
            starter.open({
              ...{ procedure: procedure.key, title: procedure.title, says: procedure.purpose },
              ...{ offered: `Execution plan of ${form}`, subject: { kind: 'canary', id: run.id } },
            })
          }
        >
          {plan.number === null ? 'Start the plan' : 'Start the plan again'}
        </Button>
      ) : null}
      {starter.dialog}
    </div>
  );
}
