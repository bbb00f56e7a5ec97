// Where the canary of a form is watched, as links (manual 5, dashboards).
import Link from 'next/link';
import { formDashboards } from '#components/canary/form-words.ts';
import { Section } from '#components/ui/section.tsx';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';

const LINK = 'underline underline-offset-2 pointer-coarse:inline-block pointer-coarse:py-2.5';

export function FormDashboards({ body }: { body: SignoffBody }) {
  return (
    <Section title="Dashboards" rule>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 py-2 text-sm">
        {formDashboards(body).map(({ label, path, file }) => (
          <li key={path}>
            {file ? (
              <a href={path} download className={LINK}>
                {label}
              </a>
            ) : (
              <Link href={path} className={LINK}>
                {label}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
