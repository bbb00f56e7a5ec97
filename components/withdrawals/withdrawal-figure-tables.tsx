// Withdrawals in figures as tables: by asset, by reason of rejection, and by day and asset, to the cent and to the last digit.
import type { ReactNode } from 'react';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { WithdrawalFigure, WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';
import { PARTS, tookWords } from './withdrawal-days.ts';
import { amountWords, dollars } from './withdrawal-words.ts';

const MEASURES = [
  { key: 'count', label: 'Requests', right: true },
  { key: 'usd', label: 'Value', right: true },
  ...PARTS.map(({ key, label }) => ({ key, label, right: true })),
  { key: 'p50', label: 'Half within', right: true },
  { key: 'p95', label: '95% within', right: true },
];
const AMOUNT = { key: 'amount', label: 'Amount', right: true };

function Measures({ one }: { one: WithdrawalFigure }) {
  return (
    <>
      <td className="num r">{one.count.toLocaleString('en-US')}</td>
      <td className="num r font-semibold">{dollars(one.usd)}</td>
      {PARTS.map(({ key }) => (
        <td key={key} className="num r">
          {dollars(one[key].usd)} <span className="text-ink-3">({one[key].count})</span>
        </td>
      ))}
      <td className="num r">{tookWords(one.approval.p50Seconds)}</td>
      <td className="num r">{tookWords(one.approval.p95Seconds)}</td>
    </>
  );
}

function Scrolls({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too
    <section aria-label={label} tabIndex={0} className="max-h-96 overflow-auto">
      {children}
    </section>
  );
}

export function WithdrawalFigureTables({ body }: { body: WithdrawalFiguresBody }) {
  return (
    <>
      <Section title="By asset" rule>
        <Scrolls label="By asset, table">
          <Table
            caption="Withdrawals by asset"
            columns={[{ key: 'asset', label: 'Asset' }, ...MEASURES, AMOUNT]}
          >
            {body.assets.map((one) => (
              <tr key={one.asset}>
                <td>{one.asset}</td>
                <Measures one={one} />
                <td className="num r">{amountWords(one)}</td>
              </tr>
            ))}
            <tr>
              <td className="font-semibold">All</td>
              <Measures one={body.total} />
              <td />
            </tr>
          </Table>
        </Scrolls>
      </Section>
      <Section title="Rejections by reason" rule>
        {body.rejections.length === 0 ? (
          <p className="py-2 text-sm text-ink-3">None was rejected.</p>
        ) : (
          <Scrolls label="Rejections by reason, table">
            <Table
              caption="Rejections by reason"
              columns={[
                { key: 'reason', label: 'Reason' },
                { key: 'count', label: 'Requests', right: true },
                { key: 'usd', label: 'Value', right: true },
              ]}
            >
              {body.rejections.map(({ reason, count, usd }) => (
                <tr key={reason ?? ''}>
                  <td className="whitespace-normal break-words">{reason ?? 'Other reasons'}</td>
                  <td className="num r">{count}</td>
                  <td className="num r font-semibold">{dollars(usd)}</td>
                </tr>
              ))}
            </Table>
          </Scrolls>
        )}
      </Section>
      <Section title="By day and asset" note="newest first" rule>
        <Scrolls label="By day and asset, table">
          <Table
            caption="Withdrawals by day and asset"
            headTop="top-0"
            columns={[
              { key: 'day', label: 'Day, UTC' },
              { key: 'asset', label: 'Asset' },
              ...MEASURES,
              AMOUNT,
            ]}
          >
            {body.cells.toReversed().map((one) => (
              <tr key={`${one.day} ${one.asset}`}>
                <td className="num">{one.day}</td>
                <td>{one.asset}</td>
                <Measures one={one} />
                <td className="num r">{amountWords(one)}</td>
              </tr>
            ))}
          </Table>
        </Scrolls>
      </Section>
    </>
  );
}
