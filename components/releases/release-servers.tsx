// Servers behind the gateway: what each is to have of the traffic, and what the gateway gives it.

import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { ReleaseServerView } from '#lib/contract/releases.ts';

const COLUMNS = [
  { key: 'name', label: 'Server' },
  { key: 'wanted', label: 'Wanted weight', right: true },
  { key: 'weight', label: 'At the gateway', right: true },
  { key: 'status', label: 'State' },
];

export function ReleaseServers({ servers }: { servers: readonly ReleaseServerView[] }) {
  return (
    <Section title="Gateway" note="weights that the edge tells it, and what it has" rule>
      <Table caption="Servers behind the gateway" columns={COLUMNS}>
        {servers.map(({ name, wanted, weight, status }) => (
          <tr key={name}>
            <td className="num">{name}</td>
            <td className="num r">{wanted}</td>
            <td className={weight === wanted ? 'num r' : 'num r text-risk-text'}>{weight ?? '–'}</td>
            <td className="text-xs">{status ?? 'not read back'}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
