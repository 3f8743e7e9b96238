import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { ArchiveFindingsCommand, type Finding, UnarchiveFindingsCommand } from '@aws-sdk/client-guardduty';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMemo } from 'react';
import { Action } from '../../app/action';
import { client, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { forPeople, when } from '../../app/language';
import { Cli, Code, Facts, Heading, Show, Teach, useLoad } from '../../app/parts';
import { href } from '../../app/router';
import { Rows } from '../../app/table';
import { GraphView, place } from './GraphView';
import { Severity, guardduty, read } from './findings';
import { type Call, type Moment, after, evidence, graph } from './graph';
import { t } from './texts';

const DAY = 86_400_000;
interface Recorded { sourceIPAddress?: string; errorCode?: string; resources?: { ARN?: string }[] }

function asCall(event: Event): Call {
  const record = JSON.parse(event.CloudTrailEvent ?? '{}') as Recorded;
  const named = (event.Resources ?? []).flatMap((one) => one.ResourceName ?? []);
  return { id: event.EventId ?? '', name: event.EventName ?? '', address: record.sourceIPAddress ?? '', error: record.errorCode ?? '', resources: [...new Set(named)].slice(0, 10) };
}

/** The principal's events of the time of the finding: one look-up, whose limit is two a second. */
async function calls(finding: Finding): Promise<{ calls: Call[]; why?: string }> {
  const key = finding.Resource?.AccessKeyDetails;
  const by = key?.AccessKeyId?.startsWith('A') && !key.AccessKeyId.startsWith('ASIA') ? { AttributeKey: 'AccessKeyId' as const, AttributeValue: key.AccessKeyId } : key?.UserName ? { AttributeKey: 'Username' as const, AttributeValue: key.UserName } : undefined;
  const [first, last] = [Date.parse(finding.Service?.EventFirstSeen ?? ''), Date.parse(finding.Service?.EventLastSeen ?? '')];
  if (!by || Number.isNaN(first) || Number.isNaN(last)) return { calls: [] };
  try {
    const reply = await client(CloudTrailClient).send(new LookupEventsCommand({ LookupAttributes: [by], StartTime: new Date(first - 1000), EndTime: new Date(Math.min(last + 1000, first + 90 * DAY)), MaxResults: 50 }));
    return { calls: (reply.Events ?? []).map(asCall) };
  } catch (error) {
    return { calls: [], why: trouble(error).message };
  }
}

export function Detail({ detector, id }: { detector: string; id: string }) {
  const loaded = useLoad(async () => {
    const finding = (await read(detector, [id]))[0];
    return finding ? { finding, ...(await calls(finding)) } : null;
  }, [detector, id]);
  return <Show of={loaded}>{(all) => (all === null ? <Teach title={t.missing} hint={t.otherRegion} /> : <Evidence {...all} detector={detector} reload={loaded.reload} />)}</Show>;
}

function Evidence({ finding: f, calls: looked, why, detector, reload }: { finding: Finding; calls: Call[]; why?: string; detector: string; reload: () => void }) {
  const said = useMemo(() => evidence(f), [f]);
  const drawn = useMemo(() => graph(f, said, looked), [f, said, looked]);
  const options = { 'detector-id': detector, 'finding-ids': f.Id };
  const key = f.Resource?.AccessKeyDetails;
  const user = key?.UserName && place('principal', key.UserName, key.UserType ?? '');
  const remote = f.Service?.Action?.AwsApiCallAction?.RemoteIpDetails as { IpAddressV4?: string; IpAddressV6?: string } | undefined;
  return (
    <SpaceBetween size="m">
      <Heading description={f.Description} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={cli('guardduty get-findings', options)} />
        {f.Service?.Archived
          ? <Action label={t.unarchive} after={reload} done={t.isCurrent} command={() => cli('guardduty unarchive-findings', options)} run={() => guardduty().send(new UnarchiveFindingsCommand({ DetectorId: detector, FindingIds: [f.Id ?? ''] }))} />
          : <Action label={t.archive} after={reload} done={t.isArchived} command={() => cli('guardduty archive-findings', options)} run={() => guardduty().send(new ArchiveFindingsCommand({ DetectorId: detector, FindingIds: [f.Id ?? ''] }))} />}
      </SpaceBetween>}>{f.Type}</Heading>
      <Facts title={t.facts} facts={[
        [t.severity, <Severity key="severity" of={f.Severity ?? 0} />], [t.title, f.Title], [t.count, String(f.Service?.Count ?? '')],
        [t.firstSeen, when(f.Service?.EventFirstSeen)], [t.lastSeen, when(f.Service?.EventLastSeen)], [t.who, user ? <Link key="who" href={user}>{key?.UserName}</Link> : key?.UserName],
        [t.accessKey, key?.AccessKeyId], [t.from, remote?.IpAddressV4 ?? remote?.IpAddressV6], [t.call, f.Service?.Action?.AwsApiCallAction?.Api],
        [t.rule, said.rule], [t.techniques, said.techniques.join(', ')], [t.lists, said.lists.join(', ')],
        [t.archived, f.Service?.Archived ? t.yes : t.no], [t.account, f.AccountId], [t.means, said.detail],
      ]} />
      {why && <Alert type="info">{t.noLookUp(why)}</Alert>}
      <GraphView graph={drawn} command={cli('guardduty get-findings', options)} />
      <Timeline moments={said.timeline} calls={looked} />
      {said.unusual.length > 0 && (
        <Rows
          id="guardduty-unusual" title={t.unusual} level={2} items={said.unusual} command={cli('guardduty get-findings', options)} empty={{ title: '', hint: '' }}
          columns={[{ id: 'of', header: t.of, text: (u) => u.of }, { id: 'expected', header: t.expected, text: (u) => u.expected }, { id: 'seen', header: t.seen, text: (u) => u.seen }]}
        />
      )}
      <Container header={<Heading level={2}>{t.whole}</Heading>}><Code text={JSON.stringify(f, null, 2)} /></Container>
    </SpaceBetween>
  );
}

function Timeline({ moments, calls: looked }: { moments: Moment[]; calls: Call[] }) {
  const first = moments[0]?.time ?? '';
  return (
    <Container header={<Heading level={2} description={t.timelineHint} counter={`(${moments.length})`}>{t.timeline}</Heading>}>
      {moments.length === 0 ? <Teach title={t.noTimeline} hint={t.noTimelineHint} /> : (
        <ol className="timeline">
          {moments.map((moment, index) => {
            const call = looked.find((one) => one.id === moment.eventId);
            return (
              <li key={`${moment.eventId ?? ''}${index}`}>
                <Box variant="small">{forPeople(when(moment.time))} · {after(first, moment.time)}</Box>
                <div><b>{moment.what}</b>{call && <> {call.error ? <StatusIndicator type="error">{call.error}</StatusIndicator> : <StatusIndicator type="success">{t.succeeded}</StatusIndicator>}</>}</div>
                <div>{call && `${t.from} ${call.address}${call.resources.length ? ` · ${call.resources.join(', ')}` : ''} `}{moment.eventId && <Link href={href('cloudtrail', 'events', moment.eventId)}>{t.seeEvent}</Link>}</div>
              </li>
            );
          })}
        </ol>
      )}
    </Container>
  );
}
