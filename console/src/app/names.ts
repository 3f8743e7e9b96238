// Names of resources, for the search: from list calls that whoever is signed in may make, kept for a few minutes.
import { client, pages } from './aws';
import type { Place } from './find';
import { current, identity } from './session';
import { t } from './texts';

/** Milliseconds that names are kept. */
const KEPT = 300_000;
/** Names of a kind that are taken. */
const MOST = 2000;

interface Kind { title: string; list: () => Promise<{ name: string; path: string[] }[]> }

const named = (names: (string | undefined)[], path: (name: string) => string[], shown = (name: string) => name) => names.filter((name): name is string => Boolean(name)).map((name) => ({ name: shown(name), path: path(name) }));
const end = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn;

/** Each kind loads its client when it is first asked for. */
const KINDS: Kind[] = [
  { title: t.kinds.user, list: async () => { const { IAMClient, ListUsersCommand } = await import('@aws-sdk/client-iam'); return named(await pages(async (Marker) => { const r = await client(IAMClient).send(new ListUsersCommand({ Marker, MaxItems: 1000 })); return [r.Users?.map((u) => u.UserName), r.Marker]; }, MOST), (name) => ['iam', 'users', name]); } },
  { title: t.kinds.role, list: async () => { const { IAMClient, ListRolesCommand } = await import('@aws-sdk/client-iam'); return named(await pages(async (Marker) => { const r = await client(IAMClient).send(new ListRolesCommand({ Marker, MaxItems: 1000 })); return [r.Roles?.map((u) => u.RoleName), r.Marker]; }, MOST), (name) => ['iam', 'roles', name]); } },
  { title: t.kinds.policy, list: async () => { const { IAMClient, ListPoliciesCommand } = await import('@aws-sdk/client-iam'); return named(await pages(async (Marker) => { const r = await client(IAMClient).send(new ListPoliciesCommand({ Marker, MaxItems: 1000, Scope: 'Local' })); return [r.Policies?.map((p) => p.Arn), r.Marker]; }, MOST), (arn) => ['iam', 'policies', arn], end); } },
  { title: t.kinds.account, list: async () => { const { ListAccountsCommand, OrganizationsClient } = await import('@aws-sdk/client-organizations'); const all = await pages(async (NextToken) => { const r = await client(OrganizationsClient).send(new ListAccountsCommand({ NextToken })); return [r.Accounts, r.NextToken]; }, MOST); return all.map((a) => ({ name: `${a.Name} ${a.Id}`, path: ['organizations', 'targets', a.Id ?? ''] })); } },
  { title: t.kinds.secret, list: async () => { const { ListSecretsCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager'); return named(await pages(async (NextToken) => { const r = await client(SecretsManagerClient).send(new ListSecretsCommand({ NextToken, MaxResults: 100 })); return [r.SecretList?.map((s) => s.Name), r.NextToken]; }, MOST), (name) => ['secretsmanager', 'secrets', name]); } },
  { title: t.kinds.bucket, list: async () => { const { ListBucketsCommand, S3Client } = await import('@aws-sdk/client-s3'); return named((await client(S3Client).send(new ListBucketsCommand({}))).Buckets?.map((b) => b.Name) ?? [], (name) => ['s3', 'buckets', name]); } },
  { title: t.kinds.queue, list: async () => { const { ListQueuesCommand, SQSClient } = await import('@aws-sdk/client-sqs'); return named(await pages(async (NextToken) => { const r = await client(SQSClient).send(new ListQueuesCommand({ NextToken, MaxResults: 1000 })); return [r.QueueUrls, r.NextToken]; }, MOST), (url) => ['sqs', 'queues', url], end); } },
  { title: t.kinds.topic, list: async () => { const { ListTopicsCommand, SNSClient } = await import('@aws-sdk/client-sns'); return named(await pages(async (NextToken) => { const r = await client(SNSClient).send(new ListTopicsCommand({ NextToken })); return [r.Topics?.map((one) => one.TopicArn), r.NextToken]; }, MOST), (arn) => ['sns', 'topics', arn], end); } },
  { title: t.kinds.function, list: async () => { const { LambdaClient, ListFunctionsCommand } = await import('@aws-sdk/client-lambda'); return named(await pages(async (Marker) => { const r = await client(LambdaClient).send(new ListFunctionsCommand({ Marker })); return [r.Functions?.map((f) => f.FunctionName), r.NextMarker]; }, MOST), (name) => ['lambda', 'functions', name]); } },
  { title: t.kinds.key, list: async () => { const { KMSClient, ListAliasesCommand } = await import('@aws-sdk/client-kms'); const all = await pages(async (Marker) => { const r = await client(KMSClient).send(new ListAliasesCommand({ Marker })); return [r.Aliases, r.NextMarker]; }, MOST); return all.filter((a) => a.TargetKeyId).map((a) => ({ name: a.AliasName ?? '', path: ['kms', 'keys', a.TargetKeyId ?? ''] })); } },
  { title: t.kinds.alarm, list: async () => { const { CloudWatchClient, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch'); return named(await pages(async (NextToken) => { const r = await client(CloudWatchClient).send(new DescribeAlarmsCommand({ NextToken, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })); return [[...(r.MetricAlarms ?? []), ...(r.CompositeAlarms ?? [])].map((a) => a.AlarmName), r.NextToken]; }, MOST), (name) => ['cloudwatch', 'alarms', name]); } },
  { title: t.kinds.logGroup, list: async () => { const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs'); return named(await pages(async (nextToken) => { const r = await client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ nextToken })); return [r.logGroups?.map((g) => g.logGroupName), r.nextToken]; }, MOST), (name) => ['cloudwatch', 'groups', name]); } },
  { title: t.kinds.trail, list: async () => { const { CloudTrailClient, DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail'); return named((await client(CloudTrailClient).send(new DescribeTrailsCommand({}))).trailList?.map((one) => one.TrailARN) ?? [], (arn) => ['cloudtrail', 'trails', arn], end); } },
  { title: t.kinds.rule, list: async () => { const { ConfigServiceClient, DescribeConfigRulesCommand } = await import('@aws-sdk/client-config-service'); return named(await pages(async (NextToken) => { const r = await client(ConfigServiceClient).send(new DescribeConfigRulesCommand({ NextToken })); return [r.ConfigRules?.map((one) => one.ConfigRuleName), r.NextToken]; }, MOST), (name) => ['config', 'rules', name]); } },
];

let kept: { of: string; until: number; places: Place[]; asked: Promise<void> } | undefined;

/** Tells the names as they come; what may not be listed is left out, as it would be on its own page. */
export function names(tell: (places: Place[]) => void): void {
  const of = `${identity().accessKeyId} ${current()?.region}`;
  if (kept?.of === of && kept.until > Date.now()) {
    tell(kept.places);
    void kept.asked.then(() => { if (kept) tell(kept.places); });
    return;
  }
  const mine = { of, until: Date.now() + KEPT, places: [] as Place[], asked: Promise.resolve() };
  kept = mine;
  mine.asked = Promise.all(KINDS.map(async ({ title, list }) => {
    const found = await list().catch(() => []);
    mine.places = [...mine.places, ...found.map(({ name, path }) => ({ title: name, path, kind: title }))];
    tell(mine.places);
  })).then(() => undefined);
}
