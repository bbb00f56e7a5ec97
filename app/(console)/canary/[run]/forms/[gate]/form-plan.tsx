// The execution plan of a form: the procedure that carries its decision out, started here or under way.
'use client';
import { ListChecks } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { useStartProcedure } from '../../../../start-procedure.tsx';

export function FormPlan({ body }: { body: SignoffBody }) {
  const starter = useStartProcedure();
  const { plan, run, form } = body;
  const procedure = plan ? PROCEDURES[plan.procedure] : undefined;
  if (!plan || !procedure) return null;
  return (
    <Section title="Execution plan" rule>
      <ol className="list-decimal py-2 pl-5 text-sm">
        {procedure.stages.map(({ key, title }) => (
          <li key={key}>{title}</li>
        ))}
      </ol>
      {plan.number === null ? (
        <Button
          icon={ListChecks}
          disabledReason={starter.heldBy(procedure.key)}
          onClick={() =>
            starter.open({
              ...{ procedure: procedure.key, title: procedure.title, says: procedure.purpose },
              ...{ offered: `Execution plan of ${form}`, subject: { kind: 'canary', id: run.id } },
            })
          }
        >
          Start the plan
        </Button>
      ) : (
        <Link href={`/rollback/${plan.number}`} className={buttonClass('outline', 'md')}>
          {runName(plan.number)}
        </Link>
      )}
      {starter.dialog}
    </Section>
  );
}
