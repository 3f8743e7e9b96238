import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand, ListQueuesCommand, PurgeQueueCommand, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { t } from './texts';

const sqs = () => client(SQSClient);
const nameOf = (url: string) => url.split('/').at(-1) ?? url;

export default function Sqs({ path }: { path: string[] }) {
  return path[1] ? <Queue key={path[1]} url={path[1]} /> : <Queues />;
}

function Queues() {
  return (
    <ResourceTable<string>
      id="queues" title={t.queues} command={cli('sqs list-queues')}
      load={() => pages(async (NextToken) => { const r = await sqs().send(new ListQueuesCommand({ NextToken, MaxResults: 1000 })); return [r.QueueUrls, r.NextToken]; })}
      empty={{ title: t.noQueues, hint: t.aQueueKeepsMessages }}
      columns={[{ id: 'name', header: t.name, text: nameOf, cell: (url) => <Link href={href('sqs', 'queues', url)}>{nameOf(url)}</Link> }, { id: 'url', header: t.url, text: (url) => url }]}
      actions={(reload) => <Action label={t.createQueue} primary after={reload} done={t.theQueueIsThere} fields={[{ name: 'name', label: t.name, hint: t.fifoQueuesEndIn }]} command={(v) => cli('sqs create-queue', { 'queue-name': v.name })} run={(v) => sqs().send(new CreateQueueCommand({ QueueName: v.name, Attributes: v.name?.endsWith('.fifo') ? { FifoQueue: 'true' } : undefined }))} />}
    />
  );
}

function Queue({ url }: { url: string }) {
  const queue = useLoad(async () => (await sqs().send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))).Attributes ?? {}, [url]);
  const option = { 'queue-url': url };
  return (
    <Show of={queue}>{(a: Record<string, string>) => (
      <SpaceBetween size="m">
        <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('sqs get-queue-attributes', { ...option, 'attribute-names': 'All' })} />
          <Action label={t.sendMessage} after={queue.reload} done={t.theMessageIsIn} fields={[{ name: 'body', label: t.messageBody, long: true }]} command={(v) => cli('sqs send-message', { ...option, 'message-body': v.body })} run={(v) => sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: v.body, MessageGroupId: url.endsWith('.fifo') ? 'console' : undefined, MessageDeduplicationId: url.endsWith('.fifo') ? String(Date.now()) : undefined }))} />
          <Action label={t.purge} after={queue.reload} done={t.theQueueIsBeing} text={t.allMessagesAreDeleted} command={() => cli('sqs purge-queue', option)} run={() => sqs().send(new PurgeQueueCommand({ QueueUrl: url }))} />
          <Action label={t.deleteIt} done={t.theQueueIsGone} after={() => { location.hash = href('sqs', 'queues'); }} command={() => cli('sqs delete-queue', option)} run={() => sqs().send(new DeleteQueueCommand({ QueueUrl: url }))} />
        </SpaceBetween>}>{nameOf(url)}</Header>
        <Facts title={t.facts} facts={[[t.arn, a.QueueArn], [t.messages, a.ApproximateNumberOfMessages], [t.inFlight, a.ApproximateNumberOfMessagesNotVisible], [t.delayed, a.ApproximateNumberOfMessagesDelayed], [t.visibilityTimeout, `${a.VisibilityTimeout} s`], [t.retention, `${Number(a.MessageRetentionPeriod) / 86400} days`], [t.encryption, a.KmsMasterKeyId ?? (a.SqsManagedSseEnabled === 'true' ? 'SSE-SQS' : 'None')], [t.created, when(Number(a.CreatedTimestamp) * 1000)]]} />
        {a.RedrivePolicy && <Container header={<Header variant="h2">{t.redrivePolicy}</Header>}><Code text={a.RedrivePolicy} /></Container>}
        {a.Policy && <Container header={<Header variant="h2">{t.queuePolicy}</Header>}><Code text={JSON.stringify(JSON.parse(a.Policy), null, 2)} /></Container>}
      </SpaceBetween>
    )}</Show>
  );
}
