import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand, ListQueuesCommand, PurgeQueueCommand, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, useLoad, when } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';

const sqs = () => client(SQSClient);
const nameOf = (url: string) => url.split('/').at(-1) ?? url;

export default function Sqs({ path }: { path: string[] }) {
  return path[1] ? <Queue url={path[1]} /> : <Queues />;
}

function Queues() {
  return (
    <ResourceTable<string>
      id="queues" title="Queues" command={cli('sqs list-queues')}
      load={() => pages(async (NextToken) => { const r = await sqs().send(new ListQueuesCommand({ NextToken, MaxResults: 1000 })); return [r.QueueUrls, r.NextToken]; })}
      empty={{ title: 'No queues', hint: 'A queue keeps messages until a consumer has dealt with them.' }}
      columns={[{ id: 'name', header: 'Name', text: nameOf, cell: (url) => <Link href={href('sqs', 'queues', url)}>{nameOf(url)}</Link> }, { id: 'url', header: 'URL', text: (url) => url }]}
      actions={(reload) => <Action label="Create queue" primary after={reload} done="The queue is there." fields={[{ name: 'name', label: 'Name', hint: 'FIFO queues end in .fifo' }]} command={(v) => cli('sqs create-queue', { 'queue-name': v.name })} run={(v) => sqs().send(new CreateQueueCommand({ QueueName: v.name, Attributes: v.name?.endsWith('.fifo') ? { FifoQueue: 'true' } : undefined }))} />}
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
          <Action label="Send message" after={queue.reload} done="The message is in the queue." fields={[{ name: 'body', label: 'Message body', long: true }]} command={(v) => cli('sqs send-message', { ...option, 'message-body': v.body })} run={(v) => sqs().send(new SendMessageCommand({ QueueUrl: url, MessageBody: v.body, MessageGroupId: url.endsWith('.fifo') ? 'console' : undefined, MessageDeduplicationId: url.endsWith('.fifo') ? String(Date.now()) : undefined }))} />
          <Action label="Purge" after={queue.reload} done="The queue is being emptied." text="All messages are deleted." command={() => cli('sqs purge-queue', option)} run={() => sqs().send(new PurgeQueueCommand({ QueueUrl: url }))} />
          <Action label="Delete" done="The queue is gone." after={() => { location.hash = href('sqs', 'queues'); }} command={() => cli('sqs delete-queue', option)} run={() => sqs().send(new DeleteQueueCommand({ QueueUrl: url }))} />
        </SpaceBetween>}>{nameOf(url)}</Header>
        <Facts title="Facts" facts={[['ARN', a.QueueArn], ['Messages', a.ApproximateNumberOfMessages], ['In flight', a.ApproximateNumberOfMessagesNotVisible], ['Delayed', a.ApproximateNumberOfMessagesDelayed], ['Visibility timeout', `${a.VisibilityTimeout} s`], ['Retention', `${Number(a.MessageRetentionPeriod) / 86400} days`], ['Encryption', a.KmsMasterKeyId ?? (a.SqsManagedSseEnabled === 'true' ? 'SSE-SQS' : 'None')], ['Created', when(Number(a.CreatedTimestamp) * 1000)]]} />
        {a.RedrivePolicy && <Container header={<Header variant="h2">Redrive policy</Header>}><Code text={a.RedrivePolicy} /></Container>}
        {a.Policy && <Container header={<Header variant="h2">Queue policy</Header>}><Code text={JSON.stringify(JSON.parse(a.Policy), null, 2)} /></Container>}
      </SpaceBetween>
    )}</Show>
  );
}
