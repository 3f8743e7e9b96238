import { ArchiveFindingsCommand, CreateSampleFindingsCommand, type Finding, GetFindingsCommand, GuardDutyClient, ListFindingsCommand, UnarchiveFindingsCommand } from '@aws-sdk/client-guardduty';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { Action } from '../../app/action';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { href } from '../../app/router';
import { ResourceTable } from '../../app/table';
import { Detail } from './Evidence';
import { t } from './texts';

export const guardduty = () => client(GuardDutyClient);
/** Findings that a page looks through. */
const MOST = 1000;

export async function read(detector: string, ids: string[]): Promise<Finding[]> {
  const all: Finding[] = [];
  for (let at = 0; at < ids.length; at += 50) all.push(...((await guardduty().send(new GetFindingsCommand({ DetectorId: detector, FindingIds: ids.slice(at, at + 50) }))).Findings ?? []));
  return all;
}

export function Severity({ of }: { of: number }) {
  if (of >= 9) return <StatusIndicator type="error">{t.levels.critical} ({of})</StatusIndicator>;
  if (of >= 7) return <StatusIndicator type="error">{t.levels.high} ({of})</StatusIndicator>;
  if (of >= 4) return <StatusIndicator type="warning">{t.levels.medium} ({of})</StatusIndicator>;
  return <StatusIndicator type="info">{t.levels.low} ({of})</StatusIndicator>;
}

export function Findings({ detector }: { detector: string }) {
  const [archived, setArchived] = useState(false);
  const criteria = { Criterion: { 'service.archived': { Equals: [String(archived)] } } };
  const options = (chosen: Finding[]) => ({ 'detector-id': detector, 'finding-ids': chosen.flatMap((f) => f.Id ?? []) });
  const ids = (chosen: Finding[]) => ({ DetectorId: detector, FindingIds: chosen.flatMap((f) => f.Id ?? []).slice(0, 50) });
  const kinds = [{ value: 'false', label: t.current }, { value: 'true', label: t.archivedOnes }];
  return (
    <SpaceBetween size="m">
      <Select ariaLabel={t.show} options={kinds} selectedOption={kinds[archived ? 1 : 0] ?? null} onChange={({ detail }) => setArchived(detail.selectedOption.value === 'true')} />
      <ResourceTable<Finding>
        id="guardduty-findings" beside={{ key: (f) => f.Id ?? '', name: (f) => f.Type ?? '', show: (id) => <Detail detector={detector} id={id} /> }} title={t.findings} on={[detector, archived]} command={cli('guardduty list-findings', { 'detector-id': detector, 'finding-criteria': JSON.stringify(criteria) })}
        load={async () => {
          const found = await pages(async (NextToken) => {
            const r = await guardduty().send(new ListFindingsCommand({ DetectorId: detector, NextToken, MaxResults: 50, SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' }, FindingCriteria: criteria }));
            return [r.FindingIds, r.NextToken];
          }, MOST);
          const all = await read(detector, found);
          return all.sort((a, b) => (b.Severity ?? 0) - (a.Severity ?? 0));
        }}
        empty={{ title: t.none, hint: t.noneHint }}
        columns={[
          { id: 'type', header: t.finding, text: (f) => f.Type ?? '', cell: (f) => <Link href={href('guardduty', 'findings', f.Id ?? '')}>{f.Type}</Link> },
          { id: 'severity', header: t.severity, text: (f) => String(f.Severity ?? ''), order: (f) => f.Severity ?? 0, cell: (f) => <Severity of={f.Severity ?? 0} /> },
          { id: 'title', header: t.title, text: (f) => f.Title ?? '' },
          { id: 'who', header: t.who, text: (f) => f.Resource?.AccessKeyDetails?.UserName ?? f.Resource?.InstanceDetails?.InstanceId ?? '' },
          { id: 'count', header: t.count, text: (f) => String(f.Service?.Count ?? ''), order: (f) => f.Service?.Count ?? 0 },
          { id: 'last', header: t.lastSeen, text: (f) => when(f.Service?.EventLastSeen) },
        ]}
        choose={(chosen, reload) => archived
          ? <Action label={t.unarchive} disabled={chosen.length === 0} after={reload} done={t.areCurrent(chosen.length)} command={() => cli('guardduty unarchive-findings', options(chosen))} run={() => guardduty().send(new UnarchiveFindingsCommand(ids(chosen)))} />
          : <Action label={t.archive} disabled={chosen.length === 0} after={reload} done={t.areArchived(chosen.length)} command={() => cli('guardduty archive-findings', options(chosen))} run={() => guardduty().send(new ArchiveFindingsCommand(ids(chosen)))} />}
        actions={(reload) => <Action label={t.samples} after={reload} done={t.sampled} command={() => cli('guardduty create-sample-findings', { 'detector-id': detector })} run={() => guardduty().send(new CreateSampleFindingsCommand({ DetectorId: detector }))} />}
      />
    </SpaceBetween>
  );
}
