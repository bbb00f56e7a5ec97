// Where the canary of a form is watched: its own figures, what the venue does, the log, and the file of the decision (manual 5, dashboards).
import Link from 'next/link';
import { Section } from '#components/ui/section.tsx';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';

export function FormDashboards({ run, form, sealed }: Pick<SignoffBody, 'run' | 'form' | 'sealed'>) {
  const places = [
    { label: 'Figures, guards and criteria', path: `/canary/${run.number}` },
    { label: 'The venue now', path: '/now' },
    { label: 'Alerts', path: '/alerts' },
    { label: 'Log', path: '/audit' },
  ];
  return (
    <Section title="Dashboards" rule>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 py-2 text-sm">
        {places.map(({ label, path }) => (
          <li key={path}>
            <Link
              href={path}
              className="underline underline-offset-2 pointer-coarse:inline-block pointer-coarse:py-2.5"
            >
              {label}
            </Link>
          </li>
        ))}
        {sealed ? (
          <li>
            <a
              href={`/api/v1/forms/${form}/bundle`}
              download
              className="underline underline-offset-2 pointer-coarse:inline-block pointer-coarse:py-2.5"
            >
              Report of the decision
            </a>
          </li>
        ) : null}
      </ul>
    </Section>
  );
}
