// The recorded figures of an incident beside its timeline.
import { dollars } from '#components/incidents/incident-words.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';

export function ImpactFigures({ body }: { body: IncidentBody }) {
  const { incident, positions, systems } = body;
  const rows = [
    ['P&L', dollars(incident.pnlUsd)],
    ['Exposure', dollars(incident.exposureUsd)],
    ['Systems', systems ?? 'not recorded'],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 py-2 text-sm">
        {rows.map(([term, words]) => (
          <div key={term} className="contents">
            <dt className="text-ink-3">{term}</dt>
            <dd className="tn text-right break-words">{words}</dd>
          </div>
        ))}
      </dl>
      {positions.length > 0 ? (
        <table className="tbl tbl-flush">
          <caption className="sr-only">Positions affected</caption>
          <thead>
            <tr>
              <th scope="col">Position</th>
              <th scope="col" className="r">
                Size
              </th>
              <th scope="col" className="r">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {positions.map(({ symbol, size, valueUsd }) => (
              <tr key={symbol}>
                <td className="num">{symbol}</td>
                <td className="r num">{size}</td>
                <td className="r tn">{valueUsd === null ? '' : dollars(valueUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="text-xs text-ink-3">No position is recorded as affected.</p>
      )}
    </>
  );
}
